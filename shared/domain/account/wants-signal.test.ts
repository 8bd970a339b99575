import { describe, expect, it } from 'vitest';
import { type User, userSchema } from './account.ts';
import { hasTier, wantsSignal } from './wants-signal.ts';
import type { Watched } from './watch.ts';

const signal: Watched = {
  type: 'SharpActivity',
  level: 'High',
  event: { league: 'americanfootball_nfl', home: 'Miami Dolphins', away: 'Buffalo Bills' },
};
const noon = Date.parse('2026-11-15T12:00:00Z');
const user = (parts: Partial<User>): User =>
  userSchema.parse({
    id: '1',
    subscription: { status: 'active', tier: 'core' },
    watches: [{ id: 'w', leastLevel: 'Low' }],
    directMessages: true,
    cooldownMinutes: 0,
    ...parts,
  });
const lunch = { from: '11:30', to: '13:00', timeZone: 'UTC' };

describe('wantsSignal', () => {
  it.each([
    ['Core', {}],
    ['Sharp', { subscription: { status: 'active', tier: 'sharp' } }],
    [
      'a second watch that matches',
      {
        watches: [
          { id: 'a', leastLevel: 'Low', team: 'Jets' },
          { id: 'b', leastLevel: 'High' },
        ],
      },
    ],
    ['quiet hours at another time', { quietHours: { ...lunch, from: '12:30' } }],
  ] as const)('wants it: %s', (_what, parts) => {
    expect(wantsSignal(user(parts as unknown as Partial<User>), signal, noon)).toEqual({ wants: true });
  });

  it.each([
    ['no subscription', { subscription: { status: 'none' } }, 'tier'],
    ['Starter', { subscription: { status: 'active', tier: 'starter' } }, 'tier'],
    ['direct messages off', { directMessages: false }, 'direct-messages-off'],
    ['no watch at all', { watches: [] }, 'no-watch'],
    ['no watch that matches', { watches: [{ id: 'a', leastLevel: 'Low', team: 'Jets' }] }, 'no-watch'],
    ['quiet hours', { quietHours: lunch }, 'quiet-hours'],
    [
      'all at once: the tier is named',
      { subscription: { status: 'none' }, directMessages: false, quietHours: lunch },
      'tier',
    ],
  ] as const)('does not want it: %s', (_what, parts, reason) => {
    expect(wantsSignal(user(parts as unknown as Partial<User>), signal, noon)).toEqual({ wants: false, reason });
  });
});

describe('hasTier', () => {
  it.each([
    ['starter', 'starter', true],
    ['starter', 'core', false],
    ['core', 'starter', true],
    ['core', 'sharp', false],
    ['sharp', 'core', true],
  ] as const)('%s grants %s: %s', (tier, least, expected) => {
    expect(hasTier({ status: 'active', tier }, least)).toBe(expected);
  });
  it('grants nothing without a subscription', () => {
    expect(hasTier({ status: 'none' }, 'starter')).toBe(false);
  });
});
