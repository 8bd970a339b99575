import type { LeagueRow } from '../../shared/domain/signal/performance.ts';
import { DETECTED_AT } from './delivery-world.ts';

/** A row of the performance record: a signal that beat the close. */
export const aRow = (parts: Partial<LeagueRow> = {}): LeagueRow => ({
  league: 'americanfootball_nfl',
  signalId: 'signal-1',
  eventId: 'event-1',
  detectedAt: DETECTED_AT,
  level: 'High',
  type: 'SharpActivity',
  market: 'spread',
  confidence: 0.86,
  clv: 0.02,
  ...parts,
});

/** So many rows of which so many beat the close. */
export const rowsThat = (beats: number, of: number, parts: Partial<LeagueRow> = {}): LeagueRow[] =>
  Array.from({ length: of }, (_, n) =>
    aRow({ signalId: `signal-${n}`, eventId: `event-${n}`, clv: n < beats ? 0.03 : -0.02, ...parts }),
  );
