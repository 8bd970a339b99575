import { describe, expect, it } from 'vitest';
import { emptyPurse, gameOdds, marketWorld } from '../../../tests/support/market-world.ts';
import { anEvent, HOUR, MINUTE, NOON } from '../../../tests/support/odds.ts';
import { eventIdSchema, type SportEvent } from '../../domain/market/market.ts';
import { createLatestOdds } from './latest-odds.ts';

const NFL = anEvent().league;
const other = anEvent({ id: eventIdSchema.parse('game2'), home: 'Bay Bears', away: 'City Cats' });

async function setup(parts: Parameters<typeof marketWorld>[0] = {}) {
  const world = marketWorld(parts);
  world.provider.show([gameOdds()]);
  await world.tick();
  world.provider.asked.length = 0;
  return {
    ...world,
    ask: (mayCall = true, events: readonly SportEvent[] = [anEvent()]) =>
      world.latestOdds.of({ league: NFL, events, now: world.now(), mayCall }),
  };
}

describe('the latest odds', () => {
  it('come from the last answer as long as it is in the cache', async () => {
    const { ask, pass, provider } = await setup();
    pass(20_000);
    const answer = await ask(false);
    expect(answer).toEqual({
      kind: 'odds',
      old: undefined,
      games: [{ event: anEvent(), hasBegun: false, markets: gameOdds().markets, at: NOON }],
    });
    expect(provider.asked).toEqual([]);
  });

  it('come from the board then, which stands as the league was last polled', async () => {
    const { ask, pass, provider } = await setup();
    pass(2 * MINUTE);
    const answer = await ask(false);
    expect(answer).toMatchObject({
      old: undefined,
      games: [
        {
          hasBegun: false,
          at: NOON,
          markets: [{ market: 'moneyline' }, { market: 'spread', quotes: [{ book: 'bovada' }, {}, {}, {}] }, {}],
        },
      ],
    });
    expect(provider.asked).toEqual([]);
  });

  it('are read anew after two minutes, with time for a call', async () => {
    const { ask, pass, provider, now } = await setup();
    pass(2 * MINUTE + 1);
    provider.show([gameOdds(anEvent(), -4)]);
    expect(await ask(false)).toEqual({ kind: 'not-at-hand' });
    expect(provider.asked).toEqual([]);
    expect(await ask()).toMatchObject({
      old: undefined,
      games: [{ at: now(), markets: gameOdds(anEvent(), -4).markets }],
    });
    expect(provider.asked).toEqual([NFL]);
  });

  it('cost one call, however many ask at once', async () => {
    const { ask, pass, provider, now } = await setup();
    pass(10 * MINUTE);
    const answers = await Promise.all(Array.from({ length: 50 }, () => ask()));
    expect(provider.asked).toEqual([NFL]);
    for (const answer of answers) expect(answer).toMatchObject({ old: undefined, games: [{ at: now() }] });
  });

  it('are told with their age when the purse is empty, at once and later', async () => {
    const { ask, pass, provider, setBudget } = await setup();
    pass(10 * MINUTE);
    await setBudget(emptyPurse);
    for (const mayCall of [false, true])
      expect(await ask(mayCall)).toMatchObject({ kind: 'odds', old: 'no-credits', games: [{ at: NOON }] });
    expect(provider.asked).toEqual([]);
  });

  it('are told with their age when the provider is down', async () => {
    const { ask, pass, provider } = await setup();
    pass(10 * MINUTE);
    provider.fail({ kind: 'unavailable' });
    expect(await ask()).toMatchObject({ kind: 'odds', old: 'unavailable', games: [{ at: NOON }] });
    expect(await ask(false)).toMatchObject({ kind: 'odds', old: 'unavailable' });
    expect(provider.asked).toHaveLength(1);
  });

  it('are told with their age when the provider takes too long', async () => {
    const { pass, polls, cache, stores, telemetry, now } = await setup();
    pass(10 * MINUTE);
    const within = async () => undefined;
    const impatient = createLatestOdds({ cache, ...stores, polls, within, telemetry });
    expect(await impatient.of({ league: NFL, events: [anEvent()], now: now(), mayCall: true })).toMatchObject({
      old: 'unavailable',
      games: [{ at: NOON }],
    });
  });

  it('are told as they are while somebody else reads newer ones', async () => {
    const { ask, pass, provider, tick } = await setup();
    pass(10 * MINUTE);
    const release = provider.hold();
    const ticking = tick();
    while (provider.asked.length === 0) await Promise.resolve();
    for (const mayCall of [false, true])
      expect(await ask(mayCall)).toMatchObject({ kind: 'odds', old: 'being-read', games: [{ at: NOON }] });
    release();
    await ticking;
    expect(provider.asked).toEqual([NFL]);
    expect(await ask(false)).toMatchObject({ old: undefined });
  });

  it('of a game that has begun are those before the start, and cost nothing', async () => {
    const { ask, pass, provider, tick } = await setup();
    pass(5 * HOUR - MINUTE);
    await tick();
    const before = { at: NOON + 5 * HOUR - MINUTE, markets: gameOdds().markets };
    pass(2 * MINUTE);
    provider.show([gameOdds(anEvent(), -20)]);
    await tick();
    provider.asked.length = 0;
    pass(HOUR);
    for (const mayCall of [false, true])
      expect(await ask(mayCall)).toMatchObject({
        old: undefined,
        games: [
          { hasBegun: true, at: before.at, markets: [{}, { quotes: [{ point: -3.5 }, { point: -3 }, {}, {}] }, {}] },
        ],
      });
    expect(provider.asked).toEqual([]);
  });

  it('of a game in play never come from an answer', async () => {
    const { ask, pass, provider, polls, now } = await setup();
    pass(5 * HOUR - 10_000);
    provider.show([gameOdds(anEvent(), -20)]);
    pass(20_000);
    await polls.poll(NFL, now());
    expect(await ask()).toMatchObject({
      games: [{ hasBegun: true, markets: [{}, { quotes: [{ point: -3.5 }, {}, {}, {}] }, {}] }],
    });
  });

  it('follow a start that moved', async () => {
    const { ask, pass, provider, tick } = await setup();
    const later = anEvent({ commenceTime: NOON + 8 * HOUR });
    provider.show([gameOdds(later)]);
    pass(2 * MINUTE);
    await tick();
    expect(await ask()).toMatchObject({ games: [{ event: later }] });
    pass(MINUTE);
    expect(await ask(false)).toMatchObject({ games: [{ event: later, hasBegun: false }] });
  });

  it('of a game that the last answer left out are as old as the board knows', async () => {
    const { ask, pass, provider, tick } = await setup();
    provider.show([gameOdds(other)]);
    pass(3 * MINUTE);
    await tick();
    provider.asked.length = 0;
    const answer = await ask(true, [anEvent(), other]);
    expect(answer).toMatchObject({ old: undefined, games: [{ at: NOON }, { at: NOON + 3 * MINUTE }] });
    expect(provider.asked).toEqual([]);
  });

  it('are none of a game that every book has taken down', async () => {
    const { ask, pass, provider, tick } = await setup();
    provider.show([{ event: anEvent(), markets: [{ market: 'total', quotes: [] }] }]);
    pass(3 * MINUTE);
    await tick();
    const none = { kind: 'odds', old: undefined, games: [{ markets: [], at: undefined }] };
    expect(await ask(false)).toMatchObject(none);
    pass(MINUTE);
    expect(await ask(false)).toMatchObject(none);
  });

  it('are none of a game that no book ever quoted', async () => {
    const { ask } = await setup();
    expect(await ask(true, [other])).toEqual({
      kind: 'odds',
      old: undefined,
      games: [{ event: other, hasBegun: false, markets: [], at: undefined }],
    });
  });

  it('need neither the league’s state nor the boards while the last answer is at hand', async () => {
    let isDown = false;
    const down = () => Promise.reject(new Error('the store is down'));
    const { ask, pass, telemetry } = await setup({
      stores: ({ leagues, boards }) => ({
        leagues: { ...leagues, read: (key) => (isDown ? down() : leagues.read(key)) },
        boards: { ...boards, read: (key) => (isDown ? down() : boards.read(key)) },
      }),
    });
    isDown = true;
    expect(await ask()).toMatchObject({ old: undefined, games: [{ at: NOON }] });
    await expect(ask(true, [other])).rejects.toThrow('the store is down');
    expect(await ask(true, [anEvent(), other])).toMatchObject({ games: [{ event: { id: 'game1' } }] });
    pass(MINUTE);
    await expect(ask()).rejects.toThrow('the store is down');
    expect(telemetry.records).toContainEqual(
      expect.objectContaining({ event: 'odds_not_found', fields: expect.objectContaining({ source: 'league' }) }),
    );
  });

  it('come from a board’s copy, with the age that the board knows, when the stores are down', async () => {
    let isDown = false;
    const down = () => Promise.reject(new Error('the store is down'));
    const { ask, pass, tick } = await setup({
      stores: ({ leagues, boards }) => ({
        leagues: { ...leagues, read: (key) => (isDown ? down() : leagues.read(key)) },
        boards: { ...boards, read: (key) => (isDown ? down() : boards.read(key)) },
      }),
    });
    pass(2 * MINUTE);
    await tick();
    pass(MINUTE);
    isDown = true;
    for (const mayCall of [false, true])
      expect(await ask(mayCall)).toMatchObject({ old: 'unavailable', games: [{ at: NOON }] });
  });
});
