import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { QuietHours } from './account.ts';
import { isQuiet, localTime, readWindow } from './quiet-hours.ts';

const hours = (from: string, to: string, timeZone = 'UTC'): QuietHours => ({ from, to, timeZone });
const at = (iso: string): number => Date.parse(iso);

describe('isQuiet', () => {
  it.each([
    ['before the window', hours('13:00', '14:30'), '2026-11-23T12:59:59Z', false],
    ['at its first minute', hours('13:00', '14:30'), '2026-11-23T13:00:00Z', true],
    ['in its last minute', hours('13:00', '14:30'), '2026-11-23T14:29:59Z', true],
    ['at its end', hours('13:00', '14:30'), '2026-11-23T14:30:00Z', false],
    ['over midnight, before it', hours('22:00', '07:00'), '2026-11-23T21:59:00Z', false],
    ['over midnight, in the evening', hours('22:00', '07:00'), '2026-11-23T23:30:00Z', true],
    ['over midnight, at midnight', hours('22:00', '07:00'), '2026-11-24T00:00:00Z', true],
    ['over midnight, in the morning', hours('22:00', '07:00'), '2026-11-24T06:59:00Z', true],
    ['over midnight, after it', hours('22:00', '07:00'), '2026-11-24T07:00:00Z', false],
    ['until midnight', hours('22:00', '00:00'), '2026-11-23T23:59:00Z', true],
    ['until midnight, at midnight', hours('22:00', '00:00'), '2026-11-24T00:00:00Z', false],
    ['an empty window', hours('08:00', '08:00'), '2026-11-23T08:00:00Z', false],
    ['a zone with half an hour', hours('22:00', '07:00', 'Asia/Kolkata'), '2026-11-23T16:30:00Z', true],
    ['the same zone a minute before', hours('22:00', '07:00', 'Asia/Kolkata'), '2026-11-23T16:29:00Z', false],
  ])('%s', (_what, window, iso, expected) => {
    expect(isQuiet(window, at(iso))).toBe(expected);
  });

  const newYork = hours('23:00', '08:00', 'America/New_York');
  it.each([
    ['winter time, 07:59', '2026-03-07T12:59:00Z', true],
    ['winter time, 08:00', '2026-03-07T13:00:00Z', false],
    ['the morning clocks go forward, 07:59', '2026-03-08T11:59:00Z', true],
    ['the morning clocks go forward, 08:00', '2026-03-08T12:00:00Z', false],
    ['the morning clocks go back, 07:59', '2026-11-01T12:59:00Z', true],
    ['the morning clocks go back, 08:00', '2026-11-01T13:00:00Z', false],
  ])('follows the wall clock: %s', (_what, iso, expected) => {
    expect(isQuiet(newYork, at(iso))).toBe(expected);
  });

  it('knows both hours that are called 01:30 when clocks go back, and none called 02:30 when they go forward', () => {
    const night = hours('01:00', '02:00', 'America/New_York');
    expect(isQuiet(night, at('2026-11-01T05:30:00Z'))).toBe(true);
    expect(isQuiet(night, at('2026-11-01T06:30:00Z'))).toBe(true);
    const skipped = hours('02:00', '03:00', 'America/New_York');
    expect(isQuiet(skipped, at('2026-03-08T06:59:00Z'))).toBe(false);
    expect(isQuiet(skipped, at('2026-03-08T07:00:00Z'))).toBe(false);
  });

  const clockTime = fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
    .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
  const zone = fc.constantFrom('UTC', 'America/New_York', 'Europe/London', 'Australia/Lord_Howe', 'Asia/Kathmandu');
  const instant = fc.integer({ min: at('2020-01-01T00:00:00Z'), max: at('2035-01-01T00:00:00Z') });

  it('is quiet in a window or in its complement, never in both', () => {
    fc.assert(
      fc.property(clockTime, clockTime, zone, instant, (from, to, timeZone, now) => {
        fc.pre(from !== to);
        expect(isQuiet(hours(from, to, timeZone), now)).not.toBe(isQuiet(hours(to, from, timeZone), now));
      }),
    );
  });

  it('writes midnight as 00:00, never as 24:00', () => {
    expect(localTime('UTC', at('2026-11-23T00:00:00Z'))).toBe('00:00');
  });
});

describe('readWindow', () => {
  it.each([
    ['23:00-07:00', { from: '23:00', to: '07:00' }],
    [' 9:30 – 17:05 ', { from: '09:30', to: '17:05' }],
    ['00:00—23:59', { from: '00:00', to: '23:59' }],
    ['24:00-07:00', undefined],
    ['23:60-07:00', undefined],
    ['23-7', undefined],
    ['11pm-7am', undefined],
    ['08:00-08:00', undefined],
    ['23:00-07:00-09:00', undefined],
    ['off', undefined],
    ['', undefined],
  ])('%j is %j', (text, expected) => {
    expect(readWindow(text)).toEqual(expected);
  });
});
