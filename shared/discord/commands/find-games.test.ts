import { describe, expect, it } from 'vitest';
import { anEvent, HOUR, NOON } from '../../../tests/support/odds.ts';
import { eventIdSchema, type SportEvent } from '../../domain/market/market.ts';
import type { GameCatalogue } from '../../ports/catalogue.ts';
import { findGame, gamesOfTeam } from './find-games.ts';

const NFL = anEvent().league;
const aGame = (id: string, hours: number, home = 'Harbor Hawks', away = 'Prairie Wolves'): SportEvent =>
  anEvent({ id: eventIdSchema.parse(id), home, away, commenceTime: NOON + hours * HOUR });

/** Games by how many hours after noon they begin; now is noon. */
const listing = (...games: SportEvent[]): GameCatalogue => {
  const sorted = games.toSorted((a, b) => a.commenceTime - b.commenceTime);
  const of = (league: string | undefined) => sorted.filter((game) => league === undefined || game.league === league);
  return {
    leagues: async () => [{ league: NFL, title: 'NFL' }],
    upcoming: async (league) => of(league).filter(({ commenceTime }) => commenceTime > NOON),
    begun: async (league) =>
      of(league)
        .filter(({ commenceTime }) => commenceTime <= NOON)
        .reverse(),
    event: async (id) => sorted.find((game) => game.id === id),
  };
};
const ids = (games: readonly SportEvent[] | undefined) => games?.map(({ id }) => id);

describe('gamesOfTeam', () => {
  const find = async (typed: string, ...games: SportEvent[]) => gamesOfTeam(listing(...games), NFL, typed);

  it('finds the next game of a team, at home or away, by its name or words of it', async () => {
    const games = [aGame('next', 5), aGame('later', 40), aGame('other', 1, 'Bay Bears', 'City Cats')];
    for (const typed of ['Harbor Hawks', 'harbor hawks', 'HAWKS', 'pra wol', 'Prairie Wolves'])
      expect(ids((await find(typed, ...games))?.games), typed).toEqual(['next']);
  });

  it('finds both games of a doubleheader, and at most three', async () => {
    expect(ids((await find('hawks', aGame('a', 2), aGame('b', 8), aGame('c', 26)))?.games)).toEqual(['a', 'b']);
    expect((await find('hawks', ...[1, 2, 3, 4, 5].map((hours) => aGame(`g${hours}`, hours))))?.games).toHaveLength(3);
  });

  it('takes a name that was written out before one that begins like it', async () => {
    const games = [aGame('tech', 1, 'Texas Tech', 'Baylor'), aGame('texas', 5, 'Texas', 'Rice')];
    expect(await find('texas', ...games)).toMatchObject({ games: [{ id: 'texas' }], others: [] });
    expect(await find('tex', ...games)).toMatchObject({ games: [{ id: 'tech' }], others: ['Texas'] });
    const begun = [aGame('tech', 1, 'Texas Tech', 'Baylor'), aGame('texas', -1, 'Texas', 'Rice')];
    expect(ids((await find('texas', ...begun))?.games)).toEqual(['texas']);
  });

  it('falls back on the game that has begun, both of a doubleheader in their order', async () => {
    expect(ids((await find('hawks', aGame('begun', -1), aGame('next', 5)))?.games)).toEqual(['next']);
    expect(ids((await find('hawks', aGame('old', -20), aGame('a', -6), aGame('b', -1)))?.games)).toEqual(['a', 'b']);
  });

  it('finds nothing for what names no team', async () => {
    for (const typed of ['', '@@@', '***', 'nobody', '🏈']) expect(await find(typed, aGame('a', 1))).toBeUndefined();
    expect(await gamesOfTeam(listing(aGame('a', 1)), 'basketball_nba', 'hawks')).toBeUndefined();
  });

  it('finds a team whose name is nothing but signs, when it was chosen', async () => {
    expect(ids((await find('@@@', aGame('a', 1, '@@@')))?.games)).toEqual(['a']);
  });
});

describe('findGame', () => {
  const find = async (typed: string, ...games: SportEvent[]) => findGame(listing(...games), typed);

  it('takes the suggestion that was chosen, begun or not', async () => {
    const games = [aGame('a', 1), aGame('b', -1)];
    expect(await find('b', ...games)).toMatchObject({ event: { id: 'b' }, others: [] });
  });

  it('finds the soonest that has the words, and tells of the others', async () => {
    const games = [aGame('late', 9), aGame('soon', 2), aGame('begun', -1), aGame('other', 1, 'Bay Bears', 'City Cats')];
    const found = await find('wolves hawks', ...games);
    expect([found?.event.id, ids(found?.others)]).toEqual(['soon', ['late']]);
    expect((await find('nfl', ...games))?.event.id).toBe('other');
  });

  it('finds the latest that has begun where none is to come', async () => {
    expect((await find('hawks', aGame('a', -9), aGame('b', -1)))?.event.id).toBe('b');
  });

  it('finds nothing for what is like nothing', async () => {
    for (const typed of ['', '@@@', 'nobody']) expect(await find(typed, aGame('a', 1))).toBeUndefined();
  });
});
