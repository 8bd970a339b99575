import { describe, expect, it } from 'vitest';
import { type Watch, watchSchema } from './account.ts';
import { matchesWatch, type Watched } from './watch.ts';

const signal: Watched = {
  type: 'SteamMove',
  level: 'Medium',
  event: { league: 'soccer_germany_bundesliga', home: 'Bayern München', away: '1. FC Köln' },
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
    ['just that level', { leastLevel: 'Medium' }, true],
    ['a higher level', { leastLevel: 'High' }, false],
    ['all parts at once', { league: 'soccer_germany_bundesliga', team: 'bayern', types: ['SteamMove'] }, true],
    ['all parts but one', { league: 'soccer_germany_bundesliga', team: 'bayern', types: ['Reversal'] }, false],
  ] as const)('with a watch for %s: %j → %s', (_what, parts, expected) => {
    expect(matchesWatch(watch(parts as Partial<Watch>), signal)).toBe(expected);
  });
});
