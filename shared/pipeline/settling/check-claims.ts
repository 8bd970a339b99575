import {
  afterCheck,
  DRIFT_WINDOW_MS,
  type LevelClaim,
  levelClaims,
  type Threshold,
} from '../../domain/signal/drift.ts';
import { dayOf } from '../../domain/signal/performance-week.ts';
import { changeDocument } from '../change-document.ts';
import { readPerformance } from '../performance-store.ts';
import { thresholdKey } from '../thresholds.ts';
import { refreshTrackRecords } from '../track-record.ts';
import type { SettleDeps } from './deps.ts';
import { tellClaims } from './tell.ts';

const PAGE_SIZE = 100;

/**
 * Once a UTC day: computes every league's track record anew, since old weeks fall out of it, then holds the claims of each league
 * against their results. The day in a league's threshold says that it is done; the mark only spares looking there each minute.
 */
export async function checkClaims(deps: SettleDeps, now: number): Promise<void> {
  const day = dayOf(now);
  const mark = `claims-checked:${day}`;
  if (await deps.cache.get('processed', mark)) return;
  try {
    const leagues = await uncheckedLeagues(deps, day);
    if (leagues.length > 0) await refreshTrackRecords(deps, leagues, now);
    for (const league of leagues) await checkLeague(deps, league, day);
  } catch (error) {
    deps.telemetry.error('claims_not_checked', {
      reason: String(error),
      todo: 'nothing: it is tried again in a minute',
    });
    deps.telemetry.count('claims_not_checked');
    return;
  }
  await deps.cache.set('processed', mark, 1);
}

async function uncheckedLeagues({ leagues, thresholds }: SettleDeps, day: string): Promise<string[]> {
  const found: string[] = [];
  let after: string | undefined;
  do {
    const page = await leagues.list('leagues', { limit: PAGE_SIZE, after });
    found.push(...page.items.map(({ key }) => key.id));
    after = page.next;
  } while (after !== undefined);
  const stored = await Promise.all(found.map((league) => thresholds.read(thresholdKey(league))));
  return found.filter((_, index) => (stored[index]?.value.day ?? '') < day);
}

/** Signals of before this day alone, so that it does not matter at which minute of it they are looked at. */
async function checkLeague(deps: SettleDeps, league: string, day: string): Promise<void> {
  const until = Date.parse(day);
  const rows = await readPerformance(deps.performance, { leagues: [league], from: until - DRIFT_WINDOW_MS, until });
  let claims: LevelClaim[] = [];
  const { value, isWritten } = await changeDocument<Threshold>(deps.thresholds, thresholdKey(league), (stored) => {
    claims = levelClaims(rows, stored?.raise ?? 0);
    return afterCheck(stored, { league, day, claims });
  });
  if (!isWritten) return;
  await deps.cache.forget('threshold', league);
  tellClaims(deps.telemetry, value, claims);
}
