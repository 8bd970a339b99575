import type { APIEmbed, APIEmbedField } from 'discord-api-types/v10';
import type { OddsFormat } from '../domain/account/account.ts';
import { type BestPrice, type BestPrices, bestPrices } from '../domain/market/best-prices.ts';
import type { MarketType, SportEvent } from '../domain/market/market.ts';
import type { GameOdds, WhyOld } from '../ports/latest-odds.ts';
import { RESPONSIBLE_GAMBLING } from './alert-embed.ts';
import { bookNames } from './bookmakers.ts';
import { MOST_FIELD_CHARACTERS, MOST_MESSAGE_CHARACTERS, sizeOf } from './embed-size.ts';
import { duration, formatOdds, handicap, percent, points, relativeTime } from './format.ts';
import { harmless } from './harmless.ts';
import { matchup, outcomeLabel } from './outcome-label.ts';

interface OddsReader {
  readonly oddsFormat: OddsFormat;
  /** Epoch ms. */
  readonly now: number;
}

export interface OddsFrame {
  readonly reader: OddsReader;
  /** Why the prices are older than they should be. */
  readonly old: WhyOld | undefined;
  /** Said below what the first game is. */
  readonly note?: string | undefined;
}

const COLOUR = 0x34_98_db;
/** Prices of one answer are at most as old as a poll takes; older ones were not in the last one. */
const NEWEST_MS = 3 * 60_000;

/** How many bookmakers are named with a price: fewer where the names are so long that not all would fit. */
const BOOKS_NAMED = [3, 1] as const;

/**
 * The best prices of some games, one embed each, as many as fit into one message. Every outcome has lines of its own, so that they
 * break well on a phone.
 */
export function oddsEmbeds(games: readonly GameOdds[], frame: OddsFrame): APIEmbed[] {
  const priced = games.map(withPrices);
  let embeds: APIEmbed[] = [];
  for (let shown = games.length; shown > 0; shown--)
    for (const mostBooks of BOOKS_NAMED) {
      embeds = embedsOf(priced, { shown, mostBooks }, frame);
      if (fits(embeds)) return embeds;
    }
  return embeds;
}

interface PricedGame extends GameOdds {
  readonly prices: readonly BestPrices[];
}

const withPrices = (game: GameOdds): PricedGame => ({
  ...game,
  prices: game.markets.map((quotes) => bestPrices(game.event.league, quotes)).filter((prices) => prices !== undefined),
});

const fits = (embeds: readonly APIEmbed[]): boolean =>
  sizeOf(embeds) <= MOST_MESSAGE_CHARACTERS &&
  embeds.every(({ fields = [] }) => fields.every(({ value }) => value.length <= MOST_FIELD_CHARACTERS));

interface Extent {
  /** Games that are shown. */
  readonly shown: number;
  readonly mostBooks: number;
}

function embedsOf(games: readonly PricedGame[], { shown, mostBooks }: Extent, frame: OddsFrame): APIEmbed[] {
  const missing = games.length - shown;
  return games.slice(0, shown).map((game, index) => {
    const isLast = index === shown - 1;
    const notes = [
      ...(index === 0 && frame.note !== undefined ? [frame.note] : []),
      ...(isLast && missing > 0 ? [`And ${missing} more, for which there is no room here.`] : []),
    ];
    return {
      title: matchup(game.event),
      description: [...headLines(game, frame), ...notes].join('\n'),
      color: COLOUR,
      fields: game.prices.map((prices) => marketField(game.event, prices, frame.reader.oddsFormat, mostBooks)),
      ...(isLast ? { footer: { text: RESPONSIBLE_GAMBLING } } : {}),
    };
  });
}

function headLines(game: GameOdds, frame: OddsFrame): readonly string[] {
  const { event, hasBegun } = game;
  const start = hasBegun
    ? `🏁 began ${relativeTime(event.commenceTime)}: the last prices before the start`
    : `starts ${relativeTime(event.commenceTime)}`;
  return [`${harmless(event.leagueTitle)} · ${start}`, ageLine(game, frame)];
}

const WHY: Readonly<Record<WhyOld, string>> = {
  'being-read': 'newer ones are being read right now, so ask again in a few seconds',
  'no-credits': 'what may be asked for on demand is used up for now, the next regular look brings newer ones',
  unavailable: 'newer ones cannot be had right now',
};

function ageLine({ at, hasBegun }: GameOdds, { reader, old }: OddsFrame): string {
  if (at === undefined) return hasBegun ? 'No book quoted it before the start.' : 'No book quotes it at the moment.';
  if (hasBegun) return `Prices read ${relativeTime(at)}`;
  const age = reader.now - at;
  if (old !== undefined) return `⏳ Prices are **${duration(age)} old**: ${WHY[old]}.`;
  return age <= NEWEST_MS
    ? `Prices read ${relativeTime(at)}`
    : `⏳ Prices are **${duration(age)} old**: no book quoted it at the last look.`;
}

const MARKET_NAMES: Readonly<Record<MarketType, string>> = { moneyline: 'Moneyline', spread: 'Spread', total: 'Total' };

function marketField(event: SportEvent, prices: BestPrices, format: OddsFormat, mostBooks: number): APIEmbedField {
  const { market, outcomes } = prices;
  const lines = outcomes.flatMap((best) => [outcomeLabel(event, market, best), priceLine(best, format, mostBooks)]);
  return {
    name: `${MARKET_NAMES[market]} · ${countText(prices)}`,
    value: [...lines, marketLine(event, prices)].join('\n'),
  };
}

const countText = ({ books, booksAtPoint }: BestPrices): string =>
  `${books} ${books === 1 ? 'book' : 'books'}${booksAtPoint < books ? `, ${booksAtPoint} at this line` : ''}`;

/** E.g. `**1.95** Pinnacle, FanDuel · fair 1.91 (52%)`. */
const priceLine = ({ price, books, fair }: BestPrice, format: OddsFormat, mostBooks: number): string =>
  `**${formatOdds(price, format)}** ${bookNames(books, mostBooks)}${fairText(fair, format)}`;

/** Beyond this, nobody would call it a price. */
const LEAST_FAIR = 0.001;
const fairText = (fair: number | undefined, format: OddsFormat): string =>
  fair !== undefined && fair > LEAST_FAIR && fair < 1 - LEAST_FAIR
    ? ` · fair ${formatOdds(1 / fair, format)} (${percent(fair)})`
    : '';

function marketLine(event: SportEvent, { market, consensus, meanHold, bestHold }: BestPrices): string {
  const consensusText = consensus === undefined ? undefined : CONSENSUS[market](event, Math.round(consensus * 10) / 10);
  const holdText =
    meanHold === undefined
      ? undefined
      : `hold ${percent(meanHold, 1)}${bestHold === undefined ? '' : `, at the best prices ${percent(bestHold, 1)}`}`;
  const text = [consensusText, holdText].filter((part) => part !== undefined).join(' · ');
  return text === '' ? 'No fair price: no book quotes every outcome.' : `_${text}_`;
}

/** A moneyline's consensus stands with each price already. */
const CONSENSUS = {
  moneyline: () => undefined,
  spread: ({ home }: SportEvent, line: number) => `consensus ${harmless(home)} ${handicap(line)}`,
  total: (_: SportEvent, line: number) => `consensus ${points(line)}`,
} as const;
