import type { Clock } from '../../shared/ports/clock.ts';

/** What "now" is. Instants are epoch ms; `speed` is recorded seconds a real second. */
export type ClockSetting =
  | { readonly mode: 'wall' }
  | { readonly mode: 'fixed'; readonly at: number }
  /** It was `from` when the wall clock said `wallFrom`. */
  | { readonly mode: 'scaled'; readonly from: number; readonly wallFrom: number; readonly speed: number };

/** Reads a setting. The host and its worker read the same one, each in its own process, and so agree on the time. */
export const readClock = (setting: ClockSetting): number => {
  switch (setting.mode) {
    case 'wall':
      return Date.now();
    case 'fixed':
      return setting.at;
    case 'scaled':
      return setting.from + (Date.now() - setting.wallFrom) * setting.speed;
  }
};

/** A clock that can also wake one up, and be set. */
export interface HostClock {
  readonly now: Clock;
  /** Calls back once, not before `at` (epoch ms on this clock); a fixed clock never arrives. Returns how to call it off. */
  wakeAt(at: number, callback: () => void): () => void;
  set(setting: ClockSetting): void;
  setting(): ClockSetting;
}

interface Alarm {
  readonly at: number;
  readonly callback: () => void;
  timer: NodeJS.Timeout | undefined;
}

/** A timer can wait 24.8 days at most, so it waits in steps. */
const LONGEST_WAIT_MS = 3_600_000;

export const createHostClock = (initial: ClockSetting = { mode: 'wall' }): HostClock => {
  let setting = initial;
  const alarms = new Set<Alarm>();

  const arm = (alarm: Alarm): void => {
    clearTimeout(alarm.timer);
    if (setting.mode === 'fixed') return;
    const speed = setting.mode === 'scaled' ? setting.speed : 1;
    const wait = Math.min(Math.max((alarm.at - readClock(setting)) / speed, 0), LONGEST_WAIT_MS);
    alarm.timer = setTimeout(() => {
      if (readClock(setting) < alarm.at) return arm(alarm);
      alarms.delete(alarm);
      alarm.callback();
    }, Math.ceil(wait));
  };

  return {
    now: () => readClock(setting),
    wakeAt: (at, callback) => {
      const alarm: Alarm = { at, callback, timer: undefined };
      alarms.add(alarm);
      arm(alarm);
      return () => {
        clearTimeout(alarm.timer);
        alarms.delete(alarm);
      };
    },
    set: (next) => {
      setting = next;
      for (const alarm of alarms) arm(alarm);
    },
    setting: () => setting,
  };
};
