import { staleness } from '../domain/account/freshness.ts';
import type { MarketTransition } from '../domain/market/board.ts';
import { buildSignal, type SentClaim } from '../domain/signal/build.ts';
import { bestOf, type Claim, claimOf, type Scored } from '../domain/signal/confidence.ts';
import type { Claiming, Model } from '../domain/signal/confidence-model.ts';
import { dedupeKey } from '../domain/signal/dedupe.ts';
import { type Candidate, detect } from '../domain/signal/detect.ts';
import { raisedBars } from '../domain/signal/drift.ts';
import { basisOf } from '../domain/signal/evidence.ts';
import { type AlertType, atLeast, type Signal } from '../domain/signal/signal.ts';
import type { ReportedMove } from '../domain/signal/view.ts';
import type { FingerprintChange } from '../messages/messages.ts';
import type { Clock } from '../ports/clock.ts';
import type { Telemetry } from '../ports/telemetry.ts';
import { admitToFeed, type FeedStore } from './feed-limit.ts';
import { done, drop, type Outcome } from './outcome.ts';
import { claimKey, type RaiseDeps, type RaiseResult, raiseSignal, wouldPass } from './raise-signal.ts';
import { readRaises, type ThresholdDeps } from './thresholds.ts';
import { ALL_LEAGUES, readTrackRecord, type TrackRecordDeps } from './track-record.ts';

/** What scoring needs of a model. */
export type ScoringModel = Claiming & Pick<Model, 'record'>;

export interface ScoreDeps extends RaiseDeps, ThresholdDeps, TrackRecordDeps {
  readonly clock: Clock;
  readonly model: ScoringModel;
  readonly feed: FeedStore;
  readonly telemetry: Telemetry;
  /** Told of every candidate and what is claimed of it; it watches and decides nothing. */
  readonly onScored?: (scored: readonly Scored[]) => void;
}

/** The types that report a move, and so can be taken back. */
const REVERSIBLE = ['SharpActivity', 'SteamMove'] as const satisfies readonly AlertType[];

/** Detect, confidence, dedupe, record: one transition to its signals. The value is how many were handed on. */
export async function scoreMarket(deps: ScoreDeps, change: FingerprintChange): Promise<Outcome<number>> {
  if (await deps.cache.get('processed', change.transitionId)) return drop('already-processed');
  const stale = staleness({ detectedAt: change.observedAt, event: change.event }, deps.clock());
  if (stale) return drop(stale);
  const reported = await readReported(deps, change);
  const scored = await score(deps, change, reported);
  // A move that turned back is told apart, to those who were told of it.
  const [reversals, news] = [scored.filter(isReversal), scored.filter((one) => !isReversal(one))];
  let raised = 0;
  for (const best of [bestOf(reversals), bestOf(news)]) if (best) raised += await raise(deps, best);
  await deps.cache.set('processed', change.transitionId, 1);
  return done(raised);
}

/** Moves that subscribers were told of. A market that did not move cannot have turned back: it costs no read. */
async function readReported(deps: ScoreDeps, { event, market, moves }: FingerprintChange): Promise<ReportedMove[]> {
  if (moves.length === 0) return [];
  const claims = await Promise.all(REVERSIBLE.map((type) => deps.claims.read(claimKey({ event, market, type }))));
  return claims.flatMap((claim) => (claim ? [claim.value] : []));
}

/** The claims of a market, as long as it keeps its fingerprint. */
interface Remembered {
  readonly hash: string;
  /** By type, book and outcome. */
  readonly claims: Readonly<Record<string, Claim | undefined>>;
}

/** Every candidate with its claim: a message that comes again finds the claims that were made, whatever the model says by then. */
async function score(
  deps: ScoreDeps,
  transition: MarketTransition,
  reported: readonly ReportedMove[],
): Promise<Scored[]> {
  const candidates = detect(transition, reported);
  if (candidates.length === 0) return [];
  const { hash } = transition.fingerprint;
  const key = `${transition.event.id}:${transition.market}`;
  const remembered = await deps.cache.get<Remembered>('confidence', key);
  const before = remembered?.hash === hash ? remembered.claims : {};
  const scored = candidates.map((candidate) => ({
    candidate,
    claim: before[nameOf(candidate)] ?? claimOf(deps.model, candidate),
  }));
  const claims = Object.fromEntries(scored.map(({ candidate, claim }) => [nameOf(candidate), claim]));
  await deps.cache.set<Remembered>('confidence', key, { hash, claims });
  deps.onScored?.(scored);
  return scored;
}

const nameOf = ({ type, offer }: Candidate): string => `${type}:${offer.book}:${offer.outcome}`;

const isReversal = ({ candidate }: Scored): boolean => candidate.type === 'Reversal';

async function raise(deps: ScoreDeps, { candidate, claim }: Scored): Promise<number> {
  const { type, view } = candidate;
  const withheld = (reason: string): number => {
    deps.telemetry.count('signals_dropped', 1, { reason, type });
    return 0;
  };
  if (!isSent(claim)) return withheld('below-bar');
  const signal = buildSignal(candidate, claim, await basis(deps, candidate, claim));
  const result = await admit(deps, signal, candidate);
  if (result.pass) {
    tell(deps, signal, result.reason);
    return 1;
  }
  const key = dedupeKey(view.event.id, view.market, type, claim.level);
  deps.telemetry.info('alert_suppressed', { signalId: signal.id, key, reason: result.reason });
  return withheld(result.reason);
}

const isSent = (claim: Claim): claim is SentClaim => claim.level !== undefined;

/** How alerts like this one did: of its league where enough were settled, else of all leagues, else on recorded odds. */
async function basis(deps: ScoreDeps, { type, view }: Candidate, { level }: SentClaim): Promise<string> {
  const records = await Promise.all([view.event.league, ALL_LEAGUES].map((league) => readTrackRecord(deps, league)));
  return basisOf(records, deps.model.record, { type, level });
}

/** Dedupe, then what drift asks for, then the limit of the feed, then the claim. A Reversal is told however full the feed. */
async function admit(
  deps: ScoreDeps,
  signal: Signal,
  { view }: Candidate,
): Promise<RaiseResult | { readonly pass: false; readonly reason: 'drift' | 'feed-full' }> {
  const decision = await wouldPass(deps, signal);
  if (!decision.pass) return decision;
  // What was claimed is carried on with: a repeat must not lose it to a bar that was raised, or a feed that has filled up, since.
  if (decision.reason !== 'own-claim') {
    if (await isBelowRaise(deps, signal)) return { pass: false, reason: 'drift' };
    const isLimited = atLeast(signal.level, 'Medium') && signal.type !== 'Reversal';
    if (isLimited && !(await admitToFeed(deps.feed, signal))) return { pass: false, reason: 'feed-full' };
  }
  return raiseSignal(deps, signal, { from: view.consensusBefore, to: view.consensus });
}

/**
 * A league whose claims of a level did not hold must be surer of them. What it falls short of is not sent as less: that level's
 * claims would then not hold either.
 */
async function isBelowRaise(deps: ScoreDeps, { event, level, confidence }: Signal): Promise<boolean> {
  return confidence < raisedBars(deps.model.bars, await readRaises(deps, event.league))[level];
}

function tell({ telemetry }: ScoreDeps, signal: Signal, why: string): void {
  const { id: signalId, type, level, event, market, offer, confidence } = signal;
  telemetry.count('signals', 1, { type, level });
  telemetry.info('signal_raised', {
    signalId,
    key: dedupeKey(event.id, market, type, level),
    confidence,
    book: offer.book,
    outcome: offer.outcome,
    point: offer.point,
    price: offer.price,
    game: `${event.away} @ ${event.home}`,
    why,
  });
}
