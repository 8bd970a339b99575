/** What decides the price of a poll. */
export interface PollScope {
  readonly markets: readonly string[];
  readonly regions: readonly string[];
  readonly bookmakers?: readonly string[];
}

const BOOKS_PER_REGION = 10;

/**
 * Credits that one poll of one league costs at most: markets × regions, where every ten bookmakers, begun, count as one region
 * and replace the regions (the-odds-api.com, v4 guide, "usage quota costs"). Answers without events cost nothing.
 */
export const pollCost = ({ markets, regions, bookmakers = [] }: PollScope): number =>
  markets.length * (bookmakers.length > 0 ? Math.ceil(bookmakers.length / BOOKS_PER_REGION) : regions.length);
