import { Cron } from 'croner';
import type { HostClock } from './clock.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { TimerFunction } from './functions.ts';
import type { InvocationResult } from './worker.ts';

/** One timer function on the host's clock: a singleton whose calls never overlap. */
export interface TimerListener {
  /** Runs it once, after what runs already; resolves when that call has ended. */
  fire(pastDue?: boolean): Promise<InvocationResult>;
  /** Looks for the next tick anew: the clock was set. */
  rearm(): void;
  stop(): void;
}

/** .NET's earliest instant: how a schedule says "never yet". */
const NEVER = '0001-01-01T00:00:00';
const MINUTE_MS = 60_000;

/** Ticks that are missed, because a call takes long or the clock leaps, become one call that `isPastDue`. */
export const listenToTimer = (
  fn: TimerFunction,
  { clock, dispatcher }: { readonly clock: HostClock; readonly dispatcher: Dispatcher },
): TimerListener => {
  const nextTick = schedule(fn);
  let calls: Promise<unknown> = Promise.resolve();
  let cancelAlarm = (): void => {};
  let stopped = false;
  /** Every tick up to here has been seen to. */
  let seenTo = clock.now();
  let lastRun: number | undefined;

  const run = async (pastDue: boolean): Promise<InvocationResult> => {
    if (!(await dispatcher.whenUp()) || stopped) return { kind: 'lost' };
    const data = timerData(fn, pastDue, { last: lastRun, next: nextTick(clock.now()), nextTick });
    lastRun = clock.now();
    return dispatcher.invoke(fn, data);
  };
  const fire = (pastDue = false): Promise<InvocationResult> => {
    const ended = calls.then(() => run(pastDue));
    calls = ended;
    return ended;
  };
  const arm = (ranOver = false): void => {
    cancelAlarm();
    if (!stopped) cancelAlarm = clock.wakeAt(nextTick(seenTo), () => void tick(ranOver));
  };
  const tick = async (ranOver: boolean): Promise<void> => {
    const missed = nextTick(nextTick(seenTo)) <= clock.now();
    seenTo = clock.now();
    await fire(ranOver || missed);
    arm(nextTick(seenTo) <= clock.now());
  };
  const rearm = (): void => {
    seenTo = clock.now();
    arm();
  };
  const stop = (): void => {
    stopped = true;
    cancelAlarm();
  };

  arm();
  return { fire, rearm, stop };
};

/** From an instant to the schedule's first tick after it, both epoch ms. NCRONTAB: six fields, day and weekday both hold, UTC. */
const schedule = ({ name, schedule }: TimerFunction): ((after: number) => number) => {
  const cron = new Cron(schedule, { paused: true, timezone: 'UTC', mode: '6-part', domAndDow: true });
  return (after) => {
    const next = cron.nextRun(new Date(after));
    if (!next) throw new Error(`The schedule "${schedule}" of ${name} has no next tick.`);
    return next.getTime();
  };
};

/** As Azure hands it over. Schedules under a minute are not monitored, so their status is null. */
const timerData = (
  { useMonitor }: TimerFunction,
  pastDue: boolean,
  at: { readonly last: number | undefined; readonly next: number; readonly nextTick: (after: number) => number },
) => {
  const monitored = useMonitor && at.nextTick(at.next) - at.next >= MINUTE_MS;
  const last = at.last === undefined ? NEVER : new Date(at.last).toISOString();
  const status = { Last: last, Next: new Date(at.next).toISOString(), LastUpdated: last };
  return {
    json: JSON.stringify({
      Schedule: { AdjustForDST: true },
      ScheduleStatus: monitored ? status : null,
      IsPastDue: pastDue,
    }),
  };
};
