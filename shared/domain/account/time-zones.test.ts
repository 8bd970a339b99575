import { describe, expect, it } from 'vitest';
import { timeZoneSchema } from './account.ts';
import { localTime } from './quiet-hours.ts';
import { TIME_ZONES, timeZoneNamed } from './time-zones.ts';

const NOON = Date.parse('2026-11-25T12:00:00Z');

describe('TIME_ZONES', () => {
  it('are all known to the runtime and to the user’s schema, each once', () => {
    expect(TIME_ZONES.length).toBeGreaterThan(400);
    expect(new Set(TIME_ZONES).size).toBe(TIME_ZONES.length);
    for (const zone of TIME_ZONES) {
      expect(timeZoneSchema.safeParse(zone).success).toBe(true);
      expect(localTime(zone, NOON)).toMatch(/^\d\d:\d\d$/);
    }
  });

  it('go by the names of today', () => {
    expect(TIME_ZONES).toEqual(expect.arrayContaining(['UTC', 'Asia/Kolkata', 'Europe/Kyiv', 'America/New_York']));
    expect(TIME_ZONES).not.toContain('Asia/Calcutta');
    expect(localTime('Asia/Kolkata', NOON)).toBe('17:30');
  });
});

describe('timeZoneNamed', () => {
  it.each([
    ['Europe/Berlin', 'Europe/Berlin'],
    ['europe/berlin', 'Europe/Berlin'],
    ['AMERICA/NEW_YORK', 'America/New_York'],
    ['utc', 'UTC'],
    ['asia/kolkata', 'Asia/Kolkata'],
    ['US/Eastern', 'America/New_York'],
    ['Mars/Olympus', undefined],
    ['+02:00', undefined],
    ['', undefined],
    ['constructor', undefined],
    ['x'.repeat(6000), undefined],
  ])('%s is %s', (name, zone) => {
    expect(timeZoneNamed(name)).toBe(zone);
  });
});
