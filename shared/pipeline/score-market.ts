import { staleness } from '../domain/account/freshness.ts';
import type { MarketTransition } from '../domain/market/board.ts';
import { buildSignal } from '../domain/signal/build.ts';
import { type Claim as ConfidenceClaim, type ConfidenceModel, claimFor, levelOf } from '../domain/signal/confidence.ts';
import { dedupeKey } from '../domain/signal/dedupe.ts';
import { type Candidate, detect } from '../domain/signal/detect.ts';
import type { AlertType } from '../domain/signal/signal.ts';
import type { ReportedMove } from '../domain/signal/view.ts';
import type { FingerprintChange } from '../messages/messages.ts';
import type { Clock } from '../ports/clock.ts';
import type { Telemetry } from '../ports/telemetry.ts';
import { done, drop, type Outcome } from './outcome.ts';
import { claimKey, type RaiseDeps, raiseSignal } from './raise-signal.ts';

export interface ScoreDeps extends RaiseDeps {
  readonly clock: Clock;
  readonly model: ConfidenceModel;
  readonly telemetry: Telemetry;
}

/** The types that report a move, and so can be taken back. */
const REVERSIBLE = ['SharpActivity', 'SteamMove'] as const satisfies readonly AlertType[];

/** Detect, confidence, dedupe, record: one transition to its signals. The value is how many were handed on. */
export async function scoreMarket(deps: ScoreDeps, change: FingerprintChange): Promise<Outcome<number>> {
  if (await deps.cache.get('processed', change.transitionId)) return drop('already-processed');
  const stale = staleness({ detectedAt: change.observedAt, event: change.event }, deps.clock());
  if (stale) return drop(stale);
  const reported = await readReported(deps, change);
  let raised = 0;
  for (const scored of await score(deps, change, reported)) raised += await raise(deps, scored);
  await deps.cache.set('processed', change.transitionId, 1);
  return done(raised);
}

/** Moves that subscribers were told of. A market that did not move cannot have turned back: it costs no read. */
async function readReported(deps: ScoreDeps, { event, market, moves }: FingerprintChange): Promise<ReportedMove[]> {
  if (moves.length === 0) return [];
  const claims = await Promise.all(REVERSIBLE.map((type) => deps.claims.read(claimKey({ event, market, type }))));
  return claims.flatMap((claim) => (claim ? [claim.value] : []));
}

interface Scored {
  readonly candidate: Candidate;
  readonly claim: ConfidenceClaim;
}

/** The claims of a market, as long as it keeps its fingerprint. */
interface Remembered {
  readonly hash: string;
  readonly claims: Partial<Record<AlertType, ConfidenceClaim>>;
}

/** Confidence of each candidate: a message that comes again finds the claims that were made, whatever the model says by then. */
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
    claim: before[candidate.type] ?? claimFor(deps.model, candidate),
  }));
  const claims = Object.fromEntries(scored.map(({ candidate, claim }) => [candidate.type, claim]));
  await deps.cache.set<Remembered>('confidence', key, { hash, claims });
  return scored;
}

async function raise(deps: ScoreDeps, { candidate, claim }: Scored): Promise<number> {
  const { type, offer, view } = candidate;
  const level = levelOf(claim.confidence);
  if (!level) {
    deps.telemetry.count('signals_dropped', 1, { reason: 'below-bar', type });
    return 0;
  }
  const signal = buildSignal(candidate, level, claim);
  const result = await raiseSignal(deps, signal, { from: view.consensusBefore, to: view.consensus });
  const key = dedupeKey(view.event.id, view.market, type, level);
  if (!result.pass) {
    deps.telemetry.count('signals_dropped', 1, { reason: result.reason, type });
    deps.telemetry.info('alert_suppressed', { signalId: signal.id, key, reason: result.reason });
    return 0;
  }
  deps.telemetry.count('signals', 1, { type, level });
  deps.telemetry.info('signal_raised', {
    signalId: signal.id,
    key,
    confidence: claim.confidence,
    book: offer.book,
    outcome: offer.outcome,
    point: offer.point,
    price: offer.price,
    game: `${view.event.away} @ ${view.event.home}`,
    why: result.reason,
  });
  return 1;
}
