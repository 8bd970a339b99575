import { describe, expect, it } from 'vitest';
import { eventIdSchema } from '../market/market.ts';
import { type Watch, watchSchema } from './account.ts';
import { BENEFITS, STANDINGS } from './tiers.ts';
import { countingWatches, matchesWatch, type Watched, watchOf } from './watch.ts';

const signal: Watched = {
  type: 'SteamMove',
  level: 'Medium',
  event: {
    id: eventIdSchema.parse('game-1'),
    league: 'soccer_germany_bundesliga',
    home: 'Bayern München',
    away: '1. FC Köln',
  },
};
const watch = (parts: Partial<Watch>): Watch => watchSchema.parse({ id: 'w', leastLevel: 'Low', ...parts });

describe('matchesWatch', () => {
  it.each([
    ['nothing but a level', {}, true],
    ['the league', { league: 'soccer_germany_bundesliga' }, true],
    ['another league', { league: 'americanfootball_nfl' }, false],
    ['part of a league key', { league: 'soccer_germany' }, false],
    ['part of the home team in another case', { team: 'BAYERN' }, true],
    ['the away team', { team: 'fc köln' }, true],
    ['a team without its accents', { team: 'munchen' }, true],
    ['a team that does not play', { team: 'Dortmund' }, false],
    ['the type among others', { types: ['ValueGap', 'SteamMove'] }, true],
    ['other types', { types: ['ValueGap'] }, false],
    ['its game', { event: { id: 'game-1', label: 'any', commenceTime: 0 } }, true],
    ['another game', { event: { id: 'game-2', label: 'any', commenceTime: 0 } }, false],
    ['just that level', { leastLevel: 'Medium' }, true],
    ['a higher level', { leastLevel: 'High' }, false],
    ['all parts at once', { league: 'soccer_germany_bundesliga', team: 'bayern', types: ['SteamMove'] }, true],
    ['all parts but one', { league: 'soccer_germany_bundesliga', team: 'bayern', types: ['Reversal'] }, false],
  ] as const)('with a watch for %s: %j → %s', (_what, parts, expected) => {
    expect(matchesWatch(watch(parts as Partial<Watch>), signal)).toBe(expected);
  });
});

describe('countingWatches', () => {
  const watches = Array.from({ length: 50 }, (_, index) => watch({ id: String(index) }));

  it.each(STANDINGS)('are the first ones, as many as %s has', (standing) => {
    const subscription =
      standing === 'none' ? ({ status: 'none' } as const) : { status: 'active' as const, tier: standing };
    const counting = countingWatches({ subscription, watches });
    expect(counting).toEqual(watches.slice(0, BENEFITS[standing].watches));
  });
});

describe('watchOf', () => {
  const nfl = { league: 'americanfootball_nfl', leastLevel: 'Medium' } as const;

  it('names a watch by its content', () => {
    expect(watchOf(nfl)).toEqual({ id: expect.stringMatching(/^[0-9a-f]{16}$/), ...nfl });
    expect(watchOf({ ...nfl, team: 'MÜNCHEN' }).id).toBe(watchOf({ ...nfl, team: 'munchen' }).id);
    expect(watchOf({ ...nfl, types: ['SteamMove', 'ValueGap'] }).id).toBe(
      watchOf({ ...nfl, types: ['ValueGap', 'SteamMove'] }).id,
    );
  });

  it('tells watches apart by every part', () => {
    const event = { id: eventIdSchema.parse('game-1'), label: 'A at B', commenceTime: 0 };
    const contents = [
      nfl,
      { leastLevel: 'Medium' },
      { ...nfl, leastLevel: 'High' },
      { ...nfl, team: 'Jets' },
      { ...nfl, types: ['SteamMove'] },
      { ...nfl, event },
      { team: 'americanfootball_nfl', leastLevel: 'Medium' },
    ] as const;
    const ids = contents.map((content) => watchOf(content as Parameters<typeof watchOf>[0]).id);
    expect(new Set(ids).size).toBe(contents.length);
  });
});
