import {
  afterCheck,
  DRIFT_WINDOW_MS,
  type LevelClaim,
  levelClaims,
  NO_RAISES,
  raisedBars,
  type Threshold,
} from '../../domain/signal/drift.ts';
import { dayOf } from '../../domain/signal/performance-week.ts';
import { changeDocument } from '../change-document.ts';
import { readPerformance } from '../performance-store.ts';
import { everyLeague } from '../polling/league-store.ts';
import { thresholdKey } from '../thresholds.ts';
import { ALL_LEAGUES, refreshAll, refreshLeague } from '../track-record.ts';
import type { SettleDeps } from './deps.ts';
import { tellClaims } from './tell.ts';

/**
 * Once a UTC day: computes each league's track record anew, since old weeks fall out of it, then holds its claims against their
 * results. The day in a league's threshold says that both are done; the mark only spares looking there each minute. A league that
 * fails costs that league only, and is tried again.
 */
export async function checkClaims(deps: SettleDeps, now: number): Promise<void> {
  const day = dayOf(now);
  const mark = `claims-checked:${day}`;
  if (await deps.cache.get('processed', mark)) return;
  const leagues: string[] = [];
  let isDone = await attempt(deps, {}, async () => void leagues.push(...(await everyLeague(deps.leagues))));
  for (const league of leagues)
    isDone = (await attempt(deps, { league }, () => checkLeague(deps, league, { day, now }))) && isDone;
  isDone = (await attempt(deps, { league: ALL_LEAGUES }, () => refreshAll(deps, now))) && isDone;
  if (isDone) await deps.cache.set('processed', mark, 1);
}

/** Whether the part worked; tells of it when it did not. */
async function attempt(
  { telemetry }: SettleDeps,
  of: { readonly league?: string },
  part: () => Promise<void>,
): Promise<boolean> {
  try {
    await part();
    return true;
  } catch (error) {
    telemetry.error('claims_not_checked', {
      ...of,
      reason: String(error),
      todo: 'nothing: it is tried again in a minute',
    });
    telemetry.count('claims_not_checked', 1, of);
    return false;
  }
}

/** Signals of before this day alone: it matters little at which minute of it they are looked at. */
async function checkLeague(
  deps: SettleDeps,
  league: string,
  { day, now }: { readonly day: string; readonly now: number },
): Promise<void> {
  const checked = await deps.thresholds.read(thresholdKey(league));
  if (checked && checked.value.day >= day) return;
  await refreshLeague(deps, league, now);
  const until = Date.parse(day);
  const rows = await readPerformance(deps.performance, { leagues: [league], from: until - DRIFT_WINDOW_MS, until });
  let claims: LevelClaim[] = [];
  const { value, isWritten } = await changeDocument<Threshold>(deps.thresholds, thresholdKey(league), (stored) => {
    claims = levelClaims(rows, raisedBars(deps.bars, stored?.raises ?? NO_RAISES));
    return afterCheck(stored, { league, day, claims });
  });
  if (!isWritten) return;
  await deps.cache.forget('threshold', league);
  tellClaims(deps.telemetry, value, claims);
}
