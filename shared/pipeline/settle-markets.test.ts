import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE, NOON } from '../../tests/support/odds.ts';
import { game, LEAGUE, quoted, START, settlingWorld, signalOf } from '../../tests/support/settling.ts';
import { openFixture } from './fixtures.ts';
import { boardKey } from './ingest-odds.ts';
import { chartKey } from './line-picture.ts';
import { readTrackRecord } from './track-record.ts';

const DAY = 24 * 60;
const first = game(1);
const settledEvent = { settled: 1, moved: 0, waiting: 0, failed: 0 };
const nothing = { ...settledEvent, settled: 0 };

/** One game, quoted until ten minutes before its start, with a signal that beat the close. */
async function oneGame() {
  const world = settlingWorld();
  await world.poll(0, [quoted(first)]);
  await world.poll(50, [quoted(first)]);
  await world.raised(signalOf(first));
  return world;
}

describe('an event that has begun', () => {
  it('gets its closing lines, its signals their value, and the record a row each', async () => {
    const world = await oneGame();
    expect(await world.settle(62)).toEqual({ kind: 'done', value: settledEvent });
    const at = NOON + 62 * MINUTE;
    expect(await world.closingOf(first)).toMatchObject({
      event: first,
      start: START,
      closedAt: at,
      markets: { spread: { status: 'closed', at: NOON + 50 * MINUTE, books: { length: 6 } } },
    });
    expect(await world.signalsOf(first)).toEqual([
      {
        signal: signalOf(first),
        state: 'dispatched',
        settlement: { start: START, at, clv: expect.closeTo(0.05, 12), closingProbability: 0.5 },
      },
    ]);
    expect(await world.rows()).toMatchObject([{ signalId: 'signal-game1', eventId: 'game1', clv: 0.05 }]);
    expect(await readTrackRecord(world.deps, LEAGUE)).toMatchObject({
      asOf: at,
      cells: [{ type: 'SharpActivity', level: 'High', judged: 1, beats: 1 }],
    });
    expect(await world.openFixtures()).toEqual([]);
    expect(world.deps.telemetry.total('events_settled', { league: LEAGUE })).toBe(1);
    expect(world.deps.telemetry.total('signals_settled', { level: 'High', result: 'beat' })).toBe(1);
  });

  it('is left alone until two minutes after its start', async () => {
    const world = await oneGame();
    expect(await world.settle(61.9)).toEqual({ kind: 'done', value: nothing });
    expect(await world.openFixtures()).toHaveLength(1);
    expect(await world.closingOf(first)).toBeUndefined();
  });

  it('leaves nothing in memory', async () => {
    const world = await oneGame();
    const { cache } = world.deps;
    world.setTime(61);
    const left = [
      ['fingerprint', 'game1'],
      ['confidence', 'game1:spread'],
      ['confidence', 'game1:total'],
      ['chart', chartKey('game1', 'spread')],
      ['chart', chartKey('game1', 'spread', 'signal-game1')],
      ['dedupe', 'game1:spread:SharpActivity:High'],
      ['explanation', 'signal-game1'],
    ] as const;
    for (const [space, key] of left) await cache.set(space, key, 1);
    await cache.set('confidence', 'game2:spread', 1);
    await world.settle(62);
    for (const [space, key] of left) expect([space, await cache.get(space, key)]).toEqual([space, undefined]);
    expect(await cache.get('confidence', 'game2:spread')).toBe(1);
  });

  it('is settled without signals too: its close is kept, the record has nothing to say', async () => {
    const world = settlingWorld();
    await world.poll(0, [quoted(first)]);
    expect(await world.settle(62)).toEqual({ kind: 'done', value: settledEvent });
    expect(await world.closingOf(first)).toMatchObject({ markets: { spread: { status: 'closed' } } });
    expect(await world.rows()).toEqual([]);
  });

  it('is judged once: a repeat, however much later, changes nothing', async () => {
    const world = await oneGame();
    await world.settle(62);
    const before = [await world.closingOf(first), await world.signalsOf(first), await world.rows()];
    await openFixture(world.stores.fixtures, first);
    expect(await world.settle(300)).toEqual({ kind: 'done', value: settledEvent });
    expect([await world.closingOf(first), await world.signalsOf(first), await world.rows()]).toEqual(before);
    expect(await world.openFixtures()).toEqual([]);
    expect(world.deps.telemetry.total('signals_settled')).toBe(1);
  });

  it('takes a signal that was recorded late', async () => {
    const world = await oneGame();
    await world.settle(62);
    await world.raised(signalOf(first, { id: 'late', market: 'total' }));
    await openFixture(world.stores.fixtures, first);
    await world.settle(63);
    expect((await world.rows()).map(({ signalId, clv, reason }) => [signalId, clv, reason])).toEqual([
      ['late', null, 'never-quoted'],
      ['signal-game1', 0.05, undefined],
    ]);
  });
});

describe('an event without a close', () => {
  it('is unjudged when it vanished from the answers hours before', async () => {
    const world = settlingWorld();
    const late = game(1, { commenceTime: NOON + 4 * HOUR });
    await world.poll(0, [quoted(late)]);
    await world.raised(signalOf(late));
    await world.settle(242);
    expect(await world.rows()).toMatchObject([{ clv: null, reason: 'too-old' }]);
    expect(await world.closingOf(late)).toMatchObject({
      markets: { spread: { status: 'missing', reason: 'too-old' } },
    });
    expect(world.deps.telemetry.total('signals_settled', { result: 'unjudged' })).toBe(1);
    expect(await readTrackRecord(world.deps, LEAGUE)).toMatchObject({ cells: [] });
  });

  it('is unjudged, by what its signals know of it, when even its board has expired', async () => {
    const world = await oneGame();
    await world.stores.boards.remove(boardKey('game1'));
    expect(await world.settle(62)).toEqual({ kind: 'done', value: settledEvent });
    expect(await world.rows()).toMatchObject([{ clv: null, reason: 'never-quoted' }]);
    expect(await world.closingOf(first)).toMatchObject({ event: first, start: START });
  });

  it('is dropped when nothing at all is known of it', async () => {
    const world = settlingWorld();
    await openFixture(world.stores.fixtures, first);
    expect(await world.settle(62)).toEqual({ kind: 'done', value: settledEvent });
    expect(await world.openFixtures()).toEqual([]);
    expect(await world.closingOf(first)).toBeUndefined();
  });
});

describe('a start that moves', () => {
  it('before it: the event is settled once, after the new one', async () => {
    const world = await oneGame();
    const later = game(1, { commenceTime: NOON + 2 * HOUR });
    await world.poll(55, [quoted(later)]);
    expect(await world.openFixtures()).toHaveLength(2);
    expect(await world.settle(62)).toEqual({ kind: 'done', value: { ...nothing, moved: 1 } });
    expect(await world.openFixtures()).toMatchObject([{ commenceTime: later.commenceTime }]);
    await world.settle(122);
    expect(await world.signalsOf(first)).toMatchObject([{ settlement: { start: later.commenceTime } }]);
    expect(await world.openFixtures()).toEqual([]);
  });

  it('after it was settled: it is settled again, in place of what was', async () => {
    const world = await oneGame();
    await world.poll(61, [quoted(first)]);
    await world.settle(62);
    const delayed = game(1, { commenceTime: NOON + 3 * HOUR });
    await world.poll(65, [quoted(delayed)]);
    await world.poll(170, [quoted(delayed, -6.5)]);
    await world.settle(182);
    const [row, ...others] = await world.rows();
    expect(others).toEqual([]);
    expect(row?.clv).toBeGreaterThan(0.1);
    expect(await world.closingOf(first)).toMatchObject({ start: delayed.commenceTime, event: delayed });
    expect(await world.signalsOf(first)).toMatchObject([
      { settlement: { start: delayed.commenceTime, at: NOON + 182 * MINUTE } },
    ]);
    expect(await readTrackRecord(world.deps, LEAGUE)).toMatchObject({ cells: [{ judged: 1 }] });
  });

  it('away for good, postponed before it and never quoted again: its signals are unjudged in the end', async () => {
    const world = await oneGame();
    await world.poll(55, [{ event: game(1, { commenceTime: NOON + 26 * HOUR }), markets: [] }]);
    expect(await world.settle(62)).toEqual({ kind: 'done', value: { ...nothing, moved: 1 } });
    expect(await world.closingOf(first)).toBeUndefined();
    await world.settle(26 * 60 + 2);
    expect(await world.rows()).toMatchObject([{ clv: null, reason: 'too-old' }]);
  });

  it('away once it was settled, and never quoted again: the close that is on record stays', async () => {
    const world = await oneGame();
    await world.poll(61, [quoted(first)]);
    await world.raised(signalOf(first, { id: 'of-total', market: 'total' }));
    await world.settle(62);
    const before = await world.closingOf(first);
    const start = NOON + 26 * HOUR;
    await world.poll(65, [{ event: game(1, { commenceTime: start }), markets: [] }]);
    for (const minute of [26 * 60 + 2, 26 * 60 + 3]) await world.settle(minute);
    expect((await world.closingOf(first))?.markets.spread).toEqual(before?.markets.spread);
    expect(await world.closingOf(first)).toMatchObject({ start, markets: { total: { status: 'missing' } } });
    expect((await world.rows()).map(({ signalId, clv, reason }) => [signalId, clv, reason])).toEqual([
      ['of-total', null, 'never-quoted'],
      ['signal-game1', 0.05, undefined],
    ]);
    expect(await world.openFixtures()).toEqual([]);
  });

  it('into the past: waits for what was read before and may still be raised, then settles', async () => {
    const world = settlingWorld();
    const believed = game(1, { commenceTime: NOON + 3 * HOUR });
    await world.poll(0, [quoted(believed)]);
    await world.poll(64, [quoted(believed, -5.5)]);
    const begun = game(1, { commenceTime: NOON + 60 * MINUTE });
    await world.poll(70, [quoted(begun)]);
    expect(await world.settle(71)).toEqual({ kind: 'done', value: { ...nothing, waiting: 1 } });
    await world.raised(signalOf(believed));
    expect(await world.settle(75)).toEqual({ kind: 'done', value: settledEvent });
    const [row] = await world.rows();
    expect(row?.clv).toBeGreaterThan(0.1);
    expect(await world.closingOf(first)).toMatchObject({
      start: START,
      markets: { spread: { at: NOON + 64 * MINUTE } },
    });
    expect(await world.settle(182)).toEqual({ kind: 'done', value: { ...nothing, moved: 1 } });
    await world.settle(183);
    expect(await world.rows()).toEqual([row]);
    expect(await world.openFixtures()).toEqual([]);
  });

  it.each([
    ['before the one that was settled', 30],
    ['after it', 65],
  ])('into the future and back, in play, to %s: the close that was frozen stays', async (_what, minute) => {
    const world = await oneGame();
    await world.poll(61, [quoted(first)]);
    await world.settle(62);
    const before = [await world.closingOf(first), await world.signalsOf(first), await world.rows()];
    await world.poll(75, [quoted(game(1, { commenceTime: NOON + 8 * HOUR }), -12.5)]);
    await world.poll(90, [quoted(game(1, { commenceTime: NOON + 8 * HOUR }), -16.5)]);
    await world.poll(200, [quoted(game(1, { commenceTime: NOON + minute * MINUTE }), -20.5)]);
    await world.settle(201);
    expect([await world.closingOf(first), await world.signalsOf(first), await world.rows()]).toEqual(before);
    await world.settle(482);
    await world.settle(483);
    expect([await world.closingOf(first), await world.signalsOf(first), await world.rows()]).toEqual(before);
    expect(await world.openFixtures()).toEqual([]);
  });

  it('loses no event when its new entry was taken for obsolete just before its board was saved', async () => {
    const world = settlingWorld();
    const believed = game(1, { commenceTime: NOON + 3 * HOUR });
    const begun = game(1, { commenceTime: NOON + 30 * MINUTE });
    await world.poll(0, [quoted(believed)]);
    await openFixture(world.stores.fixtures, begun);
    expect(await world.settle(62)).toEqual({ kind: 'done', value: { ...nothing, moved: 1 } });
    const board = await world.stores.boards.read(boardKey('game1'));
    if (board) await world.stores.boards.replace(boardKey('game1'), { ...board.value, event: begun }, board.etag);
    await world.settle(182);
    expect(await world.settle(183)).toEqual({ kind: 'done', value: settledEvent });
    expect(await world.closingOf(first)).toMatchObject({ start: begun.commenceTime });
  });
});

describe('one event that fails', () => {
  const second = game(2);
  const two = async () => {
    const world = settlingWorld();
    await world.poll(0, [quoted(first), quoted(second)]);
    await world.raised(signalOf(first), signalOf(second));
    const boards: typeof world.stores.boards = {
      ...world.stores.boards,
      read: (key) => (key.id === 'game1' ? Promise.reject(new Error('not a board')) : world.stores.boards.read(key)),
    };
    return { ...world, boards };
  };

  it('costs that event only, is told, and is tried again', async () => {
    const world = await two();
    expect(await world.settle(62, { boards: world.boards })).toEqual({
      kind: 'done',
      value: { ...settledEvent, failed: 1 },
    });
    expect((await world.rows()).map(({ eventId }) => eventId)).toEqual(['game2']);
    expect(world.deps.telemetry.total('events_not_settled', { league: LEAGUE })).toBe(1);
    expect(world.deps.telemetry.records).toContainEqual(
      expect.objectContaining({ event: 'event_not_settled', fields: expect.objectContaining({ eventId: 'game1' }) }),
    );
    await world.settle(63);
    expect((await world.rows()).map(({ eventId }) => eventId)).toEqual(['game1', 'game2']);
  });

  it('throws when all failed, so that it is seen', async () => {
    const world = await two();
    const down = { ...world.stores.boards, read: () => Promise.reject(new Error('database gone')) };
    await expect(world.settle(62, { boards: down })).rejects.toThrow('none of 2 events could be settled');
    expect(await world.openFixtures()).toHaveLength(2);
  });

  it('takes along those whose record could not be written', async () => {
    const world = await two();
    const performance = { ...world.stores.performance, read: () => Promise.reject(new Error('broken week')) };
    await expect(world.settle(62, { performance })).rejects.toThrow('broken week');
    expect(await world.openFixtures()).toHaveLength(2);
    await world.settle(63);
    expect(await world.rows()).toHaveLength(2);
  });

  it('does not wait for a track record that cannot be computed: the next one, or the next day, brings it', async () => {
    const world = await two();
    const trackRecord = { ...world.stores['track-record'], read: () => Promise.reject(new Error('broken')) };
    expect(await world.settle(62, { trackRecord })).toEqual({ kind: 'done', value: { ...settledEvent, settled: 2 } });
    expect(world.deps.telemetry.records).toContainEqual(
      expect.objectContaining({ event: 'track_record_not_refreshed' }),
    );
    await world.polled();
    await world.settle(DAY);
    expect(await readTrackRecord(world.deps, LEAGUE)).toMatchObject({ cells: [{ judged: 2 }] });
  });
});

describe('many events at once', () => {
  it('are all settled, two hundred a tick, in one document of the record', async () => {
    const world = settlingWorld();
    const games = Array.from({ length: 230 }, (_, n) => game(n));
    await world.poll(
      0,
      games.map((each) => quoted(each)),
    );
    await world.raised(...games.map((each) => signalOf(each)));
    let writes = 0;
    const performance = {
      ...world.stores.performance,
      replace: (...args: Parameters<typeof world.stores.performance.replace>) => {
        writes++;
        return world.stores.performance.replace(...args);
      },
    };
    expect(await world.settle(62, { performance })).toMatchObject({ value: { settled: 200, failed: 0 } });
    expect(writes).toBeLessThanOrEqual(4);
    expect(await world.settle(63)).toMatchObject({ value: { settled: 30 } });
    expect(await world.rows()).toHaveLength(230);
    expect(await world.openFixtures()).toEqual([]);
  });

  it('give the same record in whatever order they are settled, and however often', async () => {
    const games = [1, 2, 3, 4, 5].map((n) => game(n));
    const signals = games.flatMap((each, n) => [
      signalOf(each, { id: `a${n}`, level: 'Low', confidence: 0.6 }, 1.9 + n / 10),
      signalOf(each, { id: `b${n}`, detectedAt: NOON - n * 3 * DAY * MINUTE, type: 'ValueGap' }, 2.2),
    ]);
    const run = async (order: readonly number[]) => {
      const world = settlingWorld();
      await world.poll(
        0,
        games.map((each) => quoted(each)),
      );
      await world.raised(...signals);
      for (const fixture of games)
        await world.stores.fixtures.remove({
          id: `${String(START).padStart(14, '0')}-${fixture.id}`,
          partition: 'open',
        });
      world.setTime(62);
      for (const index of order) {
        const event = games[index];
        if (event) await openFixture(world.stores.fixtures, event);
        await world.settle(62);
      }
      const { items } = await world.stores.performance.list(LEAGUE, { limit: 100 });
      return items.map(({ value }) => value);
    };
    const plain = await run([0, 1, 2, 3, 4]);
    expect(plain.flatMap(({ rows }) => rows)).toHaveLength(10);
    const orders = fc
      .shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 })
      .chain((all) => fc.array(fc.nat(4), { maxLength: 5 }).map((more) => [...all, ...more]));
    await fc.assert(
      fc.asyncProperty(orders, async (order) => {
        expect(await run(order)).toEqual(plain);
      }),
      { numRuns: 30 },
    );
  });
});
