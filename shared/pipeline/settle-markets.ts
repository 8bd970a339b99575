import pLimit from 'p-limit';
import type { Telemetry } from '../ports/telemetry.ts';
import { closeFixture, dueFixtures, type Fixture } from './fixtures.ts';
import { done, type Outcome } from './outcome.ts';
import { recordRows } from './performance-store.ts';
import { checkClaims } from './settling/check-claims.ts';
import type { SettleDeps } from './settling/deps.ts';
import { forgetEvent } from './settling/forget-event.ts';
import { rowsOf, SETTLE_DELAY_MS, type SettledEvent, settleEvent } from './settling/settle-event.ts';
import { refreshTrackRecords } from './track-record.ts';

export type { SettleDeps } from './settling/deps.ts';

/** What one tick did, in events. */
export interface SettleSummary {
  readonly settled: number;
  /** Entries that were obsolete: their event's start has moved. */
  readonly moved: number;
  /** Not yet: their signals may not all be there. */
  readonly waiting: number;
  readonly failed: number;
}

type Settled = Extract<SettledEvent, { kind: 'settled' }>;

/** Events settled in one tick. The others are not late: the next one is a minute away. */
const MOST_A_TICK = 200;
const AT_ONCE = 8;

/**
 * Settles the events that have begun: freezes their closing lines, judges their signals, and keeps the performance record. An event's
 * entry goes last, so that a crash anywhere repeats it, and everything before finds its own work. An event that fails costs that
 * event only, and is tried again; throws when all failed. Once a day the claims of each league are held against their results.
 */
export async function settleMarkets(deps: SettleDeps): Promise<Outcome<SettleSummary>> {
  const now = Math.floor(deps.clock());
  const failures = failureList(deps.telemetry);
  const ended = { settled: 0, moved: 0, waiting: 0 };
  let after: string | undefined;
  do {
    const { due, next } = await dueFixtures(deps.fixtures, now - SETTLE_DELAY_MS, after);
    for (const { kind } of due.length > 0 ? await settlePage(deps, due, now, failures) : []) ended[kind]++;
    after = next;
  } while (after !== undefined && ended.settled < MOST_A_TICK);
  await checkClaims(deps, now);
  if (ended.settled + ended.moved + ended.waiting === 0) failures.throwAny();
  return done({ ...ended, failed: failures.count() });
}

/** Gives what became of the events that did not fail. */
async function settlePage(
  deps: SettleDeps,
  due: readonly Fixture[],
  now: number,
  failures: FailureList,
): Promise<readonly SettledEvent[]> {
  const limit = pLimit(AT_ONCE);
  const events = await together(due, (fixture) =>
    limit(() => failures.catching([fixture], () => settleEvent(deps, fixture, now))),
  );
  const recorded = await record(deps, events.filter(isSettled), failures);
  await refresh(deps, recorded, now);
  const closed = await together([...recorded, ...events.filter(({ kind }) => kind === 'moved')], (event) =>
    limit(() => failures.catching([event.fixture], () => close(deps, event))),
  );
  return [...closed, ...events.filter(({ kind }) => kind === 'waiting')];
}

const isSettled = (event: SettledEvent): event is Settled => event.kind === 'settled';

/** One write a league and week, however many of its games began together. Gives the events that are on record. */
async function record(
  { performance, telemetry }: SettleDeps,
  events: readonly Settled[],
  failures: FailureList,
): Promise<readonly Settled[]> {
  const recorded: Settled[] = [];
  for (const [league, ofLeague] of Map.groupBy(events, ({ fixture }) => fixture.league)) {
    const fixtures = ofLeague.map(({ fixture }) => fixture);
    const rows = ofLeague.flatMap(({ signals }) => rowsOf(signals));
    const full = await failures.catching(fixtures, () => recordRows(performance, league, rows));
    if (full) recorded.push(...ofLeague);
    if (full && full.length > 0)
      telemetry.error('performance_week_full', { league, weeks: full, todo: 'find out what raises so many signals' });
  }
  return recorded;
}

/** What fails here is done again with the next event, or day: nothing waits for it. */
async function refresh(deps: SettleDeps, events: readonly Settled[], now: number): Promise<void> {
  const leagues = new Set(events.flatMap(({ fixture, signals }) => (signals.length > 0 ? [fixture.league] : [])));
  if (leagues.size === 0) return;
  try {
    await refreshTrackRecords(deps, leagues, now);
  } catch (error) {
    deps.telemetry.error('track_record_not_refreshed', { leagues: [...leagues], reason: String(error) });
  }
}

async function close(deps: SettleDeps, event: SettledEvent): Promise<SettledEvent> {
  const { fixture } = event;
  if (isSettled(event)) {
    await forgetEvent(
      deps.cache,
      fixture.eventId,
      event.signals.map(({ signal }) => signal),
    );
    deps.telemetry.count('events_settled', 1, { league: fixture.league });
  }
  await closeFixture(deps.fixtures, fixture);
  return event;
}

/** Runs one part for each, and gives what came of those that did not fail. */
const together = async <T, R>(items: readonly T[], part: (item: T) => Promise<R | undefined>): Promise<R[]> =>
  (await Promise.all(items.map(part))).filter((result) => result !== undefined);

interface FailureList {
  /** What the part gives; undefined when it failed, which is told of each of its fixtures. */
  catching<T>(fixtures: readonly Fixture[], part: () => Promise<T>): Promise<T | undefined>;
  count(): number;
  /** Throws the first failure, if there was any. */
  throwAny(): void;
}

function failureList(telemetry: Telemetry): FailureList {
  const failures: unknown[] = [];
  return {
    async catching(fixtures, part) {
      try {
        return await part();
      } catch (error) {
        for (const { eventId, league } of fixtures) {
          failures.push(error);
          telemetry.error('event_not_settled', { eventId, league, reason: String(error) });
          telemetry.count('events_not_settled', 1, { league });
        }
        return undefined;
      }
    },
    count: () => failures.length,
    throwAny() {
      const [first] = failures;
      if (failures.length > 0)
        throw new Error(`none of ${failures.length} events could be settled: ${String(first)}`, { cause: first });
    },
  };
}
