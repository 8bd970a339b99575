import type { Clock } from '../../shared/ports/clock.ts';
import { type ClockSetting, readClock } from '../host/clock.ts';

/** The one time that the app, the market and the control room share. */
export interface SharedClock {
  readonly now: Clock;
  setting(): ClockSetting;
  set(setting: ClockSetting): void;
}

/** @param onSet told of each new setting */
export function sharedClock(onSet: (setting: ClockSetting) => void): SharedClock {
  let setting: ClockSetting = { mode: 'wall' };
  return {
    now: () => readClock(setting),
    setting: () => setting,
    set: (next) => {
      setting = next;
      onSet(next);
    },
  };
}
