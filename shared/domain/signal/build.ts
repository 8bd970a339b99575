import { createHash } from 'node:crypto';
import { naturalUnit } from '../market/natural-unit.ts';
import type { Claim } from './confidence.ts';
import type { Candidate } from './detect.ts';
import { isSuspect } from './offers.ts';
import { type AlertType, type Evidence, type Level, type Signal, signalSchema } from './signal.ts';
import type { MarketView } from './view.ts';

/** Identity of a signal: what raised it, and its type. */
const signalIdOf = (cause: string, type: AlertType): string =>
  createHash('sha256').update(`${cause}|${type}`).digest('hex').slice(0, 32);

/** A claim that is high enough to be told. */
export type SentClaim = Claim & { readonly level: Level };

/**
 * The signal of a candidate that passed the bar.
 * @param basis what the claim rests on, for a person
 * @throws when it is not one, which would be a defect of the detectors
 */
export function buildSignal(candidate: Candidate, { confidence, level, lasts }: SentClaim, basis: string): Signal {
  const { type, offer, view, takesBack } = candidate;
  return signalSchema.parse({
    // A move turns back once, however many polls see it: a Reversal is named by the signal that it takes back.
    id: signalIdOf(takesBack?.signalId ?? view.transitionId, type),
    transitionId: view.transitionId,
    type,
    level,
    confidence,
    basis,
    lasts,
    event: view.event,
    market: view.market,
    offer: {
      book: offer.book,
      outcome: offer.outcome,
      point: offer.point,
      price: offer.price,
      since: offer.seenAt,
      ...(offer.readAt === undefined ? {} : { readAt: offer.readAt }),
    },
    fairProbability: offer.fairProbability,
    edge: offer.edge,
    suspect: isSuspect(offer.edge),
    move: {
      from: naturalLine(view, view.consensusBefore),
      to: naturalLine(view, view.consensus),
      since: view.pattern.since ?? view.observedAt,
      until: view.observedAt,
    },
    evidence: evidenceOf(view),
    detectedAt: view.observedAt,
    ...(takesBack ? { reverses: [...takesBack.told] } : {}),
  });
}

function evidenceOf(view: MarketView): Evidence {
  const { firstMovers, confirming, opposing, direction } = view.pattern;
  const active = new Set([...firstMovers, ...confirming, ...opposing]);
  const lagging = direction === 0 ? [] : view.lines.map((book) => book.book).filter((book) => !active.has(book));
  return {
    firstMovers: [...firstMovers],
    confirming: [...confirming],
    opposing: [...opposing],
    lagging,
    books: view.lines.length,
  };
}

const naturalLine = (view: MarketView, line: number): number =>
  naturalUnit(view.market, line, view.lines[0]?.prices.length ?? 2);
