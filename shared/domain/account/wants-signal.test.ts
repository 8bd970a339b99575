import { describe, expect, it } from 'vitest';
import { eventIdSchema } from '../market/market.ts';
import type { Level } from '../signal/signal.ts';
import { type User, userSchema } from './account.ts';
import { BENEFITS, STANDINGS } from './tiers.ts';
import { type Wanted, wantsSignal } from './wants-signal.ts';

const eventId = eventIdSchema.parse('event-1');
const signal: Wanted = {
  type: 'SharpActivity',
  level: 'High',
  market: 'spread',
  event: { id: eventId, league: 'americanfootball_nfl', home: 'Miami Dolphins', away: 'Buffalo Bills' },
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
const jets = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: `jets ${index}`, leastLevel: 'Low', team: 'Jets' }));
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
    ['another market muted', { mutes: [{ eventId, market: 'total', until: noon + 1 }] }],
    ['another game muted', { mutes: [{ eventId: 'event-2', market: 'spread', until: noon + 1 }] }],
    ['a mute that has ended', { mutes: [{ eventId, market: 'spread', until: noon }] }],
    ['the last watch that the tier has', { watches: [...jets(14), { id: 'last', leastLevel: 'Low' }] }],
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
    ['a mute', { mutes: [{ eventId, market: 'spread', until: noon + 1 }] }, 'muted'],
    [
      'a mute, which nobody set who has no watch',
      { watches: [], mutes: [{ eventId, market: 'spread', until: noon + 1 }] },
      'no-watch',
    ],
    [
      'a watch beyond those that the tier has',
      { watches: [...jets(15), { id: 'one too many', leastLevel: 'Low' }] },
      'no-watch',
    ],
    [
      'all at once: the tier is named',
      { subscription: { status: 'none' }, directMessages: false, quietHours: lunch },
      'tier',
    ],
  ] as const)('does not want it: %s', (_what, parts, reason) => {
    expect(wantsSignal(user(parts as unknown as Partial<User>), signal, noon)).toEqual({ wants: false, reason });
  });
});

describe('wantsSignal of a tier', () => {
  it.each(STANDINGS)('goes by the table: %s', (standing) => {
    const { directMessages, leastLevel } = BENEFITS[standing];
    const subscription = standing === 'none' ? { status: 'none' } : { status: 'active', tier: standing };
    const wanted = (level: Level) => wantsSignal(user({ subscription } as Partial<User>), { ...signal, level }, noon);
    const refused = { wants: false, reason: 'tier' };
    expect(wanted('High')).toEqual(directMessages ? { wants: true } : refused);
    expect(wanted('Low')).toEqual(directMessages && leastLevel === 'Low' ? { wants: true } : refused);
  });
});
