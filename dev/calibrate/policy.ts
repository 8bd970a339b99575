import { bestOf, type Claim, claimOf, type Scored } from '../../shared/domain/signal/confidence.ts';
import type { Claiming } from '../../shared/domain/signal/confidence-model.ts';
import { type Claim as DedupeClaim, decideDedupe, succeeding } from '../../shared/domain/signal/dedupe.ts';
import type { Candidate } from '../../shared/domain/signal/detect.ts';
import { type FeedEntry, feedBar } from '../../shared/domain/signal/feed.ts';
import { atLeast, type Level } from '../../shared/domain/signal/signal.ts';
import type { Sample } from './sample.ts';

/** An alert that subscribers would have got. */
export interface Alert {
  readonly sample: Sample;
  readonly claim: Claim & { readonly level: Level };
}

/**
 * The alerts that samples lead to by the rules of production: the best of a market, dedupe, and the limit of the feed. What it leaves
 * out, since it is about the model: Reversals, and the raised thresholds of leagues that drift.
 * @param modelOf the model to claim by; undefined for samples that are not to be looked at
 */
export function alertsOf(samples: readonly Sample[], modelOf: (sample: Sample) => Claiming | undefined): Alert[] {
  const scored = samples.flatMap((sample) => {
    const model = modelOf(sample);
    return model ? [{ sample, candidate: sample.candidate, claim: claimOf(model, sample.candidate) }] : [];
  });
  const transitions = Map.groupBy(scored, ({ candidate: { view } }) => view.transitionId);
  const inTime = [...transitions.values()].sort((a, b) => observedAt(a) - observedAt(b));
  const held = new Map<string, DedupeClaim>();
  const feeds = new Map<string, FeedEntry[]>();
  const alerts: Alert[] = [];
  for (const transition of inTime) {
    const best = bestOf(transition);
    const found = transition.find(({ candidate }) => candidate === best?.candidate);
    if (best && found && isSent(best.claim) && admits(held, feeds, best.candidate, best.claim))
      alerts.push({ sample: found.sample, claim: best.claim });
  }
  return alerts;
}

const observedAt = (transition: readonly Scored[]): number => transition[0]?.candidate.view.observedAt ?? 0;

const isSent = (claim: Claim): claim is Alert['claim'] => claim.level !== undefined;

function admits(
  held: Map<string, DedupeClaim>,
  feeds: Map<string, FeedEntry[]>,
  { view, type, offer }: Candidate,
  { level, confidence }: Alert['claim'],
): boolean {
  const { event, market, observedAt: at } = view;
  const key = `${event.id}:${market}:${type}`;
  const price = {
    book: offer.book,
    outcome: offer.outcome,
    point: offer.point,
    price: offer.price as never,
    level,
    at,
  };
  const mine: DedupeClaim = {
    signalId: `${view.transitionId} ${type}`,
    told: ['-'],
    type,
    level,
    at,
    from: 0,
    to: 0,
    prices: [price],
  };
  const before = held.get(key);
  if (!decideDedupe(before, mine).pass) return false;
  if (atLeast(level, 'Medium')) {
    const feed = feeds.get(event.league) ?? [];
    feeds.set(event.league, [...feed, { at, confidence }]);
    if (confidence <= feedBar(feed, at)) return false;
  }
  held.set(key, before ? succeeding(before, mine) : mine);
  return true;
}
