import { describe, expect, it } from 'vitest';
import { anEvent, HOUR, MINUTE, NOON, odds, quote } from '../../tests/support/odds.ts';
import { memoryCache } from '../adapters/memory/memory-cache.ts';
import { memoryDocuments } from '../adapters/memory/memory-documents.ts';
import { recordingTelemetry } from '../adapters/telemetry/recording-telemetry.ts';
import type { LeagueGames } from '../domain/market/league-games.ts';
import { eventIdSchema, type SportEvent } from '../domain/market/market.ts';
import type { Documents } from '../ports/documents.ts';
import { createCatalogue, listGames } from './catalogue.ts';

const NFL = anEvent().league;
const NBA = 'basketball_nba';
const aGame = (id: string, start: number, changes: Partial<SportEvent> = {}) =>
  anEvent({ id: eventIdSchema.parse(id), commenceTime: start, ...changes });
const aBasketballGame = (id: string, start: number) => aGame(id, start, { league: NBA, leagueTitle: 'NBA' });
const answer = (...events: SportEvent[]) => events.map((event) => odds('total', [quote('a', 44, 1.9, 1.9)], event));

function setup() {
  let time = NOON;
  const now = () => time;
  const calls: string[] = [];
  const documents = memoryDocuments<LeagueGames>({ now });
  const watched = new Proxy(documents, {
    get: (target, name: keyof Documents<LeagueGames>) => {
      const member = target[name];
      return (...args: unknown[]) => {
        calls.push(String(name));
        return Reflect.apply(member, target, args);
      };
    },
  });
  const deps = { catalogue: watched, cache: memoryCache({ now }), telemetry: recordingTelemetry() };
  return {
    ...deps,
    calls,
    pass: (ms: number) => {
      time += ms;
    },
    known: createCatalogue({ ...deps, leagues: [NFL, NBA], now }),
    list: (league: string, ...events: SportEvent[]) => listGames(deps, league, answer(...events), time),
  };
}

describe('the catalogue', () => {
  it('tells the leagues that we watch, each under its title, and under its key until that is known', async () => {
    const { known, list } = setup();
    await list(NFL, anEvent({ leagueTitle: 'Pro Football' }));
    expect(await known.leagues()).toEqual([
      { league: NFL, title: 'Pro Football' },
      { league: NBA, title: 'NBA' },
    ]);
  });

  it('tells the games to come, of one league or of all, the soonest first', async () => {
    const { known, list } = setup();
    await list(NFL, aGame('late', NOON + 9 * HOUR), aGame('soon', NOON + HOUR));
    await list(NBA, aBasketballGame('hoops', NOON + 2 * HOUR));
    expect((await known.upcoming()).map(({ id }) => id)).toEqual(['soon', 'hoops', 'late']);
    expect((await known.upcoming(NBA)).map(({ id }) => id)).toEqual(['hoops']);
    expect(await known.upcoming('cricket')).toEqual([]);
    expect(await known.event('hoops')).toEqual(aBasketballGame('hoops', NOON + 2 * HOUR));
  });

  it('moves a game from those to come to those that have begun, and knows it for a day', async () => {
    const { known, list, pass } = setup();
    await list(NFL, aGame('a', NOON + HOUR), aGame('b', NOON + 2 * HOUR), aGame('c', NOON + 30 * HOUR));
    pass(3 * HOUR);
    expect((await known.upcoming(NFL)).map(({ id }) => id)).toEqual(['c']);
    expect((await known.begun(NFL)).map(({ id }) => id)).toEqual(['b', 'a']);
    expect((await known.begun()).map(({ id }) => id)).toEqual(['b', 'a']);
    expect(await known.event('a')).toMatchObject({ id: 'a' });
    expect(await known.event('nothing')).toBeUndefined();
  });

  it('keeps listing a game that an answer left out', async () => {
    const { known, list } = setup();
    await list(NFL, aGame('a', NOON + HOUR), aGame('b', NOON + 2 * HOUR));
    await list(NFL, aGame('b', NOON + 2 * HOUR));
    expect((await known.upcoming()).map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it('touches the store for what is new alone, and with it a copy in the cache', async () => {
    const { calls, list, pass, known } = setup();
    const games = [aGame('a', NOON + HOUR), aGame('b', NOON + 2 * HOUR)];
    await list(NFL, ...games);
    expect(calls).toEqual(['read', 'create']);
    for (let minute = 0; minute < 4; minute++) {
      pass(MINUTE);
      await list(NFL, ...games.slice(minute % 2));
    }
    await known.upcoming(NFL);
    expect(calls).toEqual(['read', 'create']);
    pass(6 * MINUTE);
    await list(NFL, ...games);
    expect(calls).toEqual(['read', 'create', 'read']);
  });

  it('lists nothing of an empty answer', async () => {
    const { calls, list } = setup();
    await list(NFL);
    expect(calls).toEqual([]);
  });

  it('follows what another instance wrote, once the copy is old', async () => {
    const { known, catalogue, cache, pass } = setup();
    expect(await known.upcoming()).toEqual([]);
    const other = { catalogue, cache: memoryCache({ now: () => NOON }), telemetry: recordingTelemetry() };
    await listGames(other, NFL, answer(anEvent()), NOON);
    expect(await known.upcoming()).toEqual([]);
    pass(5 * MINUTE);
    expect((await known.upcoming()).map(({ id }) => id)).toEqual(['game1']);
    expect(await cache.get('catalogue', NFL)).toMatchObject({ title: 'NFL' });
  });

  it('reads the store where the copy is of another form', async () => {
    const { known, list, cache } = setup();
    await list(NFL, anEvent());
    await cache.set('catalogue', NFL, { games: 'many' });
    expect((await known.upcoming()).map(({ id }) => id)).toEqual(['game1']);
  });

  it('tells that a list could not be written, and lets the odds go on', async () => {
    const { catalogue, cache, telemetry, known } = setup();
    const broken = { ...catalogue, read: () => Promise.reject(new Error('the store is down')) };
    await listGames({ catalogue: broken, cache, telemetry }, NFL, answer(anEvent()), NOON);
    expect(telemetry.records).toMatchObject([{ event: 'games_not_listed', fields: { league: NFL } }]);
    expect(await known.upcoming()).toEqual([]);
  });

  it('fails with the store where there is no copy', async () => {
    const { cache } = setup();
    const broken = {
      ...memoryDocuments<LeagueGames>({ now: () => NOON }),
      read: () => Promise.reject(new Error('down')),
    };
    const known = createCatalogue({ catalogue: broken, cache, leagues: [NFL], now: () => NOON });
    await expect(known.upcoming()).rejects.toThrow('down');
  });
});
