import { z } from 'zod';
import {
  type BookQuote,
  type EventOdds,
  type MarketQuotes,
  marketTypeSchema,
  sportEventSchema,
} from '../../domain/market/market.ts';
import type { Cache } from '../../ports/cache.ts';

/** A league's last answer, as it is kept in cache space `raw-odds`. */
export interface RawOdds {
  /** When it was read, epoch ms. */
  readonly observedAt: number;
  readonly events: readonly EventOdds[];
}

/** A league's last answer at hand: one event is read when it is asked for, for a league may have hundreds. */
export interface AnswerAtHand {
  readonly observedAt: number;
  /** Undefined when the answer did not hold it. */
  eventOdds(eventId: string): EventOdds | undefined;
}

const answerSchema = z.object({ observedAt: z.number().int(), events: z.array(z.unknown()) });
const namedSchema = z.object({ event: z.object({ id: z.string() }) });
const quoteSchema = z.object({
  book: z.string().max(64),
  point: z.number().nullable(),
  prices: z.array(z.number()).min(2).max(3),
  readAt: z.number().optional(),
});
const eventOddsSchema = z.object({
  event: sportEventSchema,
  markets: z.array(z.object({ market: marketTypeSchema, quotes: z.array(z.unknown()) })),
});

/** What is in the cache of a league; what another version put there in a form of its own counts as nothing. */
export async function readRawOdds(cache: Cache, league: string): Promise<AnswerAtHand | undefined> {
  const answer = answerSchema.safeParse(await cache.get<unknown>('raw-odds', league)).data;
  return (
    answer && {
      observedAt: answer.observedAt,
      eventOdds: (eventId) => parseEvent(answer.events.find((one) => idOf(one) === eventId)),
    }
  );
}

const idOf = (kept: unknown): string | undefined => namedSchema.safeParse(kept).data?.event.id;

function parseEvent(kept: unknown): EventOdds | undefined {
  const odds = eventOddsSchema.safeParse(kept).data;
  return odds && { event: odds.event, markets: odds.markets.map(withReadableQuotes) };
}

const withReadableQuotes = ({ market, quotes }: z.infer<typeof eventOddsSchema>['markets'][number]): MarketQuotes => ({
  market,
  quotes: quotes.flatMap((quote): readonly BookQuote[] => {
    const read = quoteSchema.safeParse(quote).data;
    return read ? [read] : [];
  }),
});
