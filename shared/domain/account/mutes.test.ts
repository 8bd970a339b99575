import { describe, expect, it } from 'vitest';
import { eventIdSchema } from '../market/market.ts';
import { MOST_MUTES, type Mute, newUser, userSchema } from './account.ts';
import { mutedUntil, withMute } from './mutes.ts';

const mute = (event: string, until: number, market: Mute['market'] = 'spread'): Mute => ({
  eventId: eventIdSchema.parse(event),
  market,
  until,
});
const nobody = newUser('1');

describe('withMute', () => {
  it('mutes one market of one game', () => {
    const user = withMute(nobody, mute('a', 100));
    expect(mutedUntil(user, { event: { id: 'a' }, market: 'spread' }, 99)).toBe(100);
    expect(mutedUntil(user, { event: { id: 'a' }, market: 'spread' }, 100)).toBeUndefined();
    expect(mutedUntil(user, { event: { id: 'a' }, market: 'total' }, 99)).toBeUndefined();
    expect(mutedUntil(user, { event: { id: 'b' }, market: 'spread' }, 99)).toBeUndefined();
  });

  it('is the same twice, and follows a start that moved', () => {
    const once = withMute(nobody, mute('a', 100));
    expect(withMute(once, mute('a', 100))).toEqual(once);
    expect(withMute(once, mute('a', 200)).mutes).toEqual([mute('a', 200)]);
    expect(withMute(once, mute('a', 100, 'total')).mutes).toHaveLength(2);
  });

  it('lets go of those that end first', () => {
    const games = Array.from({ length: MOST_MUTES + 10 }, (_, index) => mute(`game-${index}`, 1000 - index));
    const user = games.reduce(withMute, nobody);
    expect(userSchema.parse(user)).toEqual(user);
    expect(user.mutes).toHaveLength(MOST_MUTES);
    // Each new one ends before all others, and is kept all the same: it is the one that was asked for.
    expect(user.mutes.map(({ eventId }) => eventId)).toContain(`game-${MOST_MUTES + 9}`);
    expect(user.mutes.map(({ eventId }) => eventId)).toContain('game-0');
    expect(user.mutes.map(({ eventId }) => eventId)).not.toContain(`game-${MOST_MUTES + 8}`);
  });
});
