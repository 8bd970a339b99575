import { describe, expect, it } from 'vitest';
import { LEVELS } from '../signal/signal.ts';
import { userSchema } from './account.ts';
import { channelsFor } from './channels.ts';
import { TIERS } from './tier.ts';
import { BENEFITS, FEATURES, type Feature, has, leastTierWith, nextTier, STANDINGS, standingOf } from './tiers.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;

describe('the table of tiers', () => {
  it('is what the product promises', () => {
    const rows = STANDINGS.map((standing) => {
      const { queries, watches, directMessages, insights, channels, leastLevel } = BENEFITS[standing];
      return [standing, queries, watches, directMessages, insights, channels, leastLevel];
    });
    const alerts = ['odds-alerts'];
    expect(rows).toEqual([
      ['none', { points: 3, seconds: DAY }, 0, false, null, [], 'Medium'],
      ['starter', { points: 20, seconds: HOUR }, 3, false, null, alerts, 'Medium'],
      ['core', { points: 60, seconds: HOUR }, 15, true, { points: 20, seconds: DAY }, alerts, 'Medium'],
      [
        'sharp',
        { points: 200, seconds: HOUR },
        50,
        true,
        { points: 100, seconds: DAY },
        [...alerts, 'sharp-signals'],
        'Low',
      ],
    ]);
  });

  it('never takes away what a lower tier has', () => {
    const perDay = (rate: { points: number; seconds: number } | null) =>
      rate ? (rate.points * DAY) / rate.seconds : 0;
    for (const [index, standing] of STANDINGS.slice(1).entries()) {
      const [lower, higher] = [BENEFITS[STANDINGS[index] ?? 'none'], BENEFITS[standing]];
      expect(perDay(higher.queries)).toBeGreaterThan(perDay(lower.queries));
      expect(perDay(higher.insights)).toBeGreaterThanOrEqual(perDay(lower.insights));
      expect(higher.watches).toBeGreaterThan(lower.watches);
      expect(higher.channels).toEqual(expect.arrayContaining([...lower.channels]));
      expect(LEVELS.indexOf(higher.leastLevel)).toBeLessThanOrEqual(LEVELS.indexOf(lower.leastLevel));
      for (const feature of Object.keys(FEATURES) as Feature[])
        expect(has(standing, feature) || !has(STANDINGS[index] ?? 'none', feature)).toBe(true);
    }
  });

  it('tells nobody outside the channels of a level that their channels do not carry', () => {
    for (const standing of STANDINGS) {
      const { channels, leastLevel } = BENEFITS[standing];
      const carried = channelsFor({ type: 'SteamMove', level: leastLevel });
      if (channels.length > 0) expect(carried.some((name) => channels.includes(name))).toBe(true);
    }
  });

  it('gives no more watches than a user can be stored with', () => {
    const most = Math.max(...STANDINGS.map((standing) => BENEFITS[standing].watches));
    const watches = Array.from({ length: most }, (_, index) => ({ id: String(index), leastLevel: 'Low' }));
    const user = { id: '1', subscription: { status: 'none' }, directMessages: true, cooldownMinutes: 0 };
    expect(userSchema.safeParse({ ...user, watches }).success).toBe(true);
  });
});

describe('what follows from the table', () => {
  it.each([
    ['watches', 'starter'],
    ['directMessages', 'core'],
    ['insights', 'core'],
    ['earlySignals', 'sharp'],
  ] as const)('%s come with %s', (feature, tier) => {
    expect(leastTierWith(feature)).toBe(tier);
    expect(STANDINGS.filter((standing) => has(standing, feature))).toEqual(STANDINGS.slice(STANDINGS.indexOf(tier)));
  });

  it('knows the next tier', () => {
    expect(STANDINGS.map(nextTier)).toEqual([...TIERS, undefined]);
  });

  it('stands on the tier of an active subscription', () => {
    expect(standingOf({ status: 'none' })).toBe('none');
    for (const tier of TIERS) expect(standingOf({ status: 'active', tier })).toBe(tier);
  });
});
