import { bestOf, type Claim, claimOf, type Scored } from '../../shared/domain/signal/confidence.ts';
import type { Claiming } from '../../shared/domain/signal/confidence-model.ts';
import {
  claimBy,
  type Claim as DedupeClaim,
  decideDedupe,
  isTold,
  succeeding,
} from '../../shared/domain/signal/dedupe.ts';
import type { Candidate } from '../../shared/domain/signal/detect.ts';
import { type FeedEntry, feedKey, hasRoom, isWorthKeeping } from '../../shared/domain/signal/feed.ts';
import { type AlertType, atLeast, type Level } from '../../shared/domain/signal/signal.ts';
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
  const memory: Memory = { claims: new Map(), feeds: new Map() };
  const alerts: Alert[] = [];
  for (const transition of inTime) {
    const best = bestOf(transition);
    const found = transition.find(({ candidate }) => candidate === best?.candidate);
    if (best && found && isSent(best.claim) && admits(memory, best.candidate, best.claim))
      alerts.push({ sample: found.sample, claim: best.claim });
  }
  return alerts;
}

const observedAt = (transition: readonly Scored[]): number => transition[0]?.candidate.view.observedAt ?? 0;

const isSent = (claim: Claim): claim is Alert['claim'] => claim.level !== undefined;

/** What production keeps in its stores. */
interface Memory {
  /** By event and market, then by type. */
  readonly claims: Map<string, Map<AlertType, DedupeClaim>>;
  /** By league, then by the entry's key. */
  readonly feeds: Map<string, Map<string, FeedEntry>>;
}

function admits(
  { claims, feeds }: Memory,
  { view, type, offer }: Candidate,
  { level, confidence }: Alert['claim'],
): boolean {
  const { event, market, observedAt: at } = view;
  const signalId = `${view.transitionId} ${type}`;
  const mine = claimBy({ signalId, type, level, at, offer, move: { from: 0, to: 0 } });
  const held = getOrMake(claims, `${event.id}:${market}`);
  const before = held.get(type);
  if (!decideDedupe(before, mine).pass) return false;
  if ([...held].some(([other, claim]) => other !== type && isTold(claim, mine))) return false;
  if (atLeast(level, 'Medium') && !admitToFeed(getOrMake(feeds, event.league), { at, confidence }, view, type))
    return false;
  held.set(type, before ? succeeding(before, mine) : mine);
  return true;
}

function admitToFeed(
  feed: Map<string, FeedEntry>,
  found: Pick<FeedEntry, 'at' | 'confidence'>,
  { event, market }: Candidate['view'],
  type: AlertType,
): boolean {
  const past = [...feed.values()];
  const told = hasRoom(past, found);
  const key = feedKey({ eventId: event.id, market, type }, found.at);
  const entry = feed.get(key);
  if (isWorthKeeping(past, found.at))
    feed.set(key, entry ? { ...entry, told: entry.told || told } : { ...found, told });
  return told;
}

function getOrMake<K, V>(maps: Map<string, Map<K, V>>, key: string): Map<K, V> {
  const map = maps.get(key) ?? new Map<K, V>();
  maps.set(key, map);
  return map;
}
