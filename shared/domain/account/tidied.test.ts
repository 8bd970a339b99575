import { describe, expect, it } from 'vitest';
import { eventIdSchema } from '../market/market.ts';
import { newUser, type User } from './account.ts';
import { AFTER_START_MS, tidied } from './tidied.ts';
import { watchOf } from './watch.ts';

const NOW = Date.parse('2026-11-25T12:00:00Z');
const id = eventIdSchema.parse('game');
const gameAt = (commenceTime: number) =>
  watchOf({ event: { id, label: 'A at B', commenceTime }, leastLevel: 'Medium' });
const league = watchOf({ league: 'baseball_mlb', leastLevel: 'Low' });
const muteUntil = (until: number): User['mutes'][number] => ({ eventId: id, market: 'total', until });

describe('tidied', () => {
  it('lets go of games that began over a day ago and of mutes that have ended', () => {
    const [over, lately] = [gameAt(NOW - AFTER_START_MS), gameAt(NOW - AFTER_START_MS + 1)];
    const user: User = {
      ...newUser('1'),
      watches: [over, league, lately],
      mutes: [muteUntil(NOW), muteUntil(NOW + 1)],
    };
    expect(tidied(user, NOW)).toEqual({ ...user, watches: [league, lately], mutes: [muteUntil(NOW + 1)] });
  });

  it('changes nobody else', () => {
    const user = { ...newUser('1'), watches: [league, gameAt(NOW + 1)] };
    expect(tidied(user, NOW)).toEqual(user);
  });
});
