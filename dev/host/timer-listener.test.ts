import { describe, expect, it } from 'vitest';
import type { HostClock } from './clock.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { TimerFunction } from './functions.ts';
import { listenToTimer } from './timer-listener.ts';
import type { InvocationResult } from './worker.ts';

const T0 = Date.UTC(2026, 10, 23, 12, 0, 0);
const second = (n: number): number => T0 + n * 1000;
const timer = (schedule: string): TimerFunction => ({
  kind: 'timer',
  name: 'tick',
  binding: 'timer',
  schedule,
  runOnStartup: false,
  useMonitor: true,
});

/** A clock that moves when told to, and stops on the way for whoever is due. */
const handClock = () => {
  let now = T0;
  let alarms: { at: number; callback: () => void }[] = [];
  const due = () => alarms.filter((alarm) => alarm.at <= now);
  const clock: HostClock = {
    now: () => now,
    wakeAt: (at, callback) => {
      const alarm = { at, callback };
      alarms.push(alarm);
      return () => {
        alarms = alarms.filter((other) => other !== alarm);
      };
    },
    set: (setting) => {
      if (setting.mode === 'fixed') now = setting.at;
    },
    setting: () => ({ mode: 'fixed', at: now }),
  };
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
  const moveTo = async (at: number): Promise<void> => {
    now = at;
    for (let alarm = due()[0]; alarm; alarm = due()[0]) {
      const { callback } = alarm;
      alarms = alarms.filter((other) => other !== alarm);
      callback();
      await turn();
    }
  };
  return { clock, moveTo, turn };
};

/** Invocations that end when the test says so. */
const handDispatcher = () => {
  const calls: { data: { IsPastDue: boolean; ScheduleStatus: unknown }; end: () => void }[] = [];
  const dispatcher: Dispatcher = {
    invoke: (_fn, data) =>
      new Promise<InvocationResult>((resolve) => {
        calls.push({ data: JSON.parse(data.json ?? ''), end: () => resolve({ kind: 'ok', response: {} }) });
      }),
    whenUp: async () => true,
    running: () => 0,
    started: () => calls.length,
    quiet: async () => {},
  };
  return { dispatcher, calls };
};

const setUp = (schedule: string) => {
  const hand = handClock();
  const { dispatcher, calls } = handDispatcher();
  const listener = listenToTimer(timer(schedule), { clock: hand.clock, dispatcher });
  return { ...hand, calls, listener };
};

describe('listenToTimer', () => {
  it('runs on each tick, on time', async () => {
    const { moveTo, turn, calls } = setUp('*/30 * * * * *');
    await moveTo(second(29));
    expect(calls).toHaveLength(0);
    await moveTo(second(30));
    expect(calls.map((call) => call.data.IsPastDue)).toEqual([false]);
    calls[0]?.end();
    await turn();
    await moveTo(second(60));
    expect(calls.map((call) => call.data.IsPastDue)).toEqual([false, false]);
  });

  it('never overlaps: what was missed meanwhile is one call, past due, and then it is on time again', async () => {
    const { moveTo, turn, calls } = setUp('*/30 * * * * *');
    await moveTo(second(30));
    await moveTo(second(130));
    expect(calls).toHaveLength(1);
    calls[0]?.end();
    await turn();
    await moveTo(second(130));
    expect(calls.map((call) => call.data.IsPastDue)).toEqual([false, true]);
    calls[1]?.end();
    await turn();
    await moveTo(second(149));
    expect(calls).toHaveLength(2);
    await moveTo(second(150));
    expect(calls.map((call) => call.data.IsPastDue)).toEqual([false, true, false]);
  });

  it('makes one call, past due, of ticks that the clock leapt over', async () => {
    const { moveTo, calls } = setUp('*/30 * * * * *');
    await moveTo(second(3600));
    expect(calls.map((call) => call.data.IsPastDue)).toEqual([true]);
  });

  it('waits for the present call when fired by hand, and resolves when its own has ended', async () => {
    const { turn, calls, listener } = setUp('0 0 0 1 1 *');
    const first = listener.fire();
    const second = listener.fire();
    await turn();
    expect(calls).toHaveLength(1);
    calls[0]?.end();
    expect((await first).kind).toBe('ok');
    await turn();
    expect(calls).toHaveLength(2);
    calls[1]?.end();
    expect((await second).kind).toBe('ok');
  });

  it('looks for the next tick from the new time when the clock is set back', async () => {
    const { clock, moveTo, calls, listener } = setUp('0 0 * * * *');
    const lastYear = Date.UTC(2025, 10, 16, 17, 59, 0);
    clock.set({ mode: 'fixed', at: lastYear });
    listener.rearm();
    await moveTo(lastYear + 59_999);
    expect(calls).toHaveLength(0);
    await moveTo(lastYear + 60_000);
    expect(calls.map((call) => call.data.IsPastDue)).toEqual([false]);
  });

  it('tells the schedule status of minutes and longer, and none under a minute', async () => {
    const hourly = setUp('0 0 * * * *');
    await hourly.moveTo(second(3600));
    expect(hourly.calls[0]?.data.ScheduleStatus).toEqual({
      Last: '0001-01-01T00:00:00',
      Next: '2026-11-23T14:00:00.000Z',
      LastUpdated: '0001-01-01T00:00:00',
    });
    const halfMinute = setUp('*/30 * * * * *');
    await halfMinute.moveTo(second(30));
    expect(halfMinute.calls[0]?.data.ScheduleStatus).toBeNull();
  });

  it('does not run once stopped', async () => {
    const { moveTo, calls, listener } = setUp('*/30 * * * * *');
    listener.stop();
    await moveTo(second(60));
    expect(calls).toHaveLength(0);
    expect((await listener.fire()).kind).toBe('lost');
  });

  it('holds day of month and weekday both, as NCRONTAB does, and takes six fields only', async () => {
    const { moveTo, calls } = setUp('0 0 0 1 * 5'); // a first of the month that is a Friday: 1 January 2027
    await moveTo(Date.UTC(2026, 11, 31, 23, 59, 59));
    expect(calls).toHaveLength(0);
    await moveTo(Date.UTC(2027, 0, 1));
    expect(calls).toHaveLength(1);
    expect(() => setUp('*/5 * * * *')).toThrow();
  });
});
