import type { LevelClaim, Threshold } from '../../domain/signal/drift.ts';
import type { EventClosing, Settlement } from '../../domain/signal/settlement.ts';
import { LEVELS, type Signal } from '../../domain/signal/signal.ts';
import type { Telemetry } from '../../ports/telemetry.ts';
import type { Fixture } from '../fixtures.ts';
import type { SignalRecord } from '../raise-signal.ts';

/** One signal that was judged, for the first time or anew. */
export function tellSignal(telemetry: Telemetry, { level }: Signal, { clv }: Settlement): void {
  telemetry.count('signals_settled', 1, { level, result: clv === null ? 'unjudged' : clv > 0 ? 'beat' : 'missed' });
  if (clv !== null) telemetry.observe('signal_clv', clv, { level });
}

export function tellEvent(
  telemetry: Telemetry,
  { eventId, league, commenceTime }: Fixture,
  { event, markets }: EventClosing,
  signals: readonly SignalRecord[],
): void {
  const clvs = signals.map(({ settlement }) => settlement?.clv ?? null);
  telemetry.info('event_settled', {
    eventId,
    league,
    game: `${event.away} @ ${event.home}`,
    start: new Date(commenceTime).toISOString(),
    signals: clvs.length,
    judged: clvs.filter((clv) => clv !== null).length,
    beats: clvs.filter((clv) => clv !== null && clv > 0).length,
    missing: Object.entries(markets).flatMap(([market, line]) =>
      line?.status === 'missing' ? [`${market}: ${line.reason}`] : [],
    ),
  });
}

/** A league's claims of the last weeks beside their results: each day three points of each level's chart, and whatever is wrong. */
export function tellClaims(telemetry: Telemetry, { league, raises }: Threshold, claims: readonly LevelClaim[]): void {
  for (const level of LEVELS) telemetry.gauge('threshold_raise', raises[level], { league, level });
  for (const { level, judged, claimed, beatRate, interval, isDrifting } of claims) {
    telemetry.gauge('level_claimed', claimed, { league, level });
    telemetry.gauge('level_beat_rate', beatRate, { league, level });
    if (!isDrifting) continue;
    telemetry.count('claim_drift', 1, { league, level });
    telemetry.warn('claim_outside_interval', {
      league,
      level,
      claimed: percent(claimed),
      settled: percent(beatRate),
      interval: interval.map(percent),
      n: judged,
      raise: raises[level],
      todo: 'nothing at once: fewer signals of this level and league are sent; if it lasts, fit the model anew (npm run calibrate)',
    });
  }
}

const percent = (rate: number): string => `${(100 * rate).toFixed(1)} %`;
