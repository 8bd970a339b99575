import { describe, expect, it } from 'vitest';
import { anEvent, everywhere, HOUR, MINUTE, movedTo, NOON, odds, quote } from '../../tests/support/odds.ts';
import { memoryCache } from '../adapters/memory/memory-cache.ts';
import { memoryDocuments } from '../adapters/memory/memory-documents.ts';
import { memoryQueues } from '../adapters/memory/memory-queues.ts';
import { recordingTelemetry } from '../adapters/telemetry/recording-telemetry.ts';
import type { Board } from '../domain/market/board.ts';
import type { LeagueGames } from '../domain/market/league-games.ts';
import { type EventOdds, eventIdSchema } from '../domain/market/market.ts';
import { QUEUE_SCHEMAS } from '../messages/messages.ts';
import type { Fixture } from './fixtures.ts';
import { type IngestDeps, ingestOdds } from './ingest-odds.ts';
import { type LineChange, lineHistoryPartition } from './line-history.ts';

const LEAGUE = anEvent().league;
const start = everywhere(-4.5);
const moved = movedTo(start, -5.5, ['alpha']);

function setup() {
  let time = NOON;
  const now = () => time;
  const seen: string[] = [];
  const deps = {
    boards: memoryDocuments<Board>({ now }),
    catalogue: memoryDocuments<LeagueGames>({ now }),
    fixtures: memoryDocuments<Fixture>({ now }),
    lineHistory: memoryDocuments<LineChange>({ now }),
    queue: memoryQueues({ now, checkSize: true }),
    cache: memoryCache({ now }),
    telemetry: recordingTelemetry(),
    onMarket: (...[event, market]: Parameters<NonNullable<IngestDeps['onMarket']>>) =>
      seen.push(`${event.id} ${market}`),
  };
  /** What a poll so many minutes after noon reads. */
  const ingest = (minute: number, events: readonly EventOdds[], parts: Partial<IngestDeps> = {}) => {
    time = NOON + minute * MINUTE;
    return ingestOdds({ ...deps, ...parts }, LEAGUE, { observedAt: time, events, rejected: [], quota: undefined });
  };
  return { ...deps, seen, ingest };
}

describe('ingestOdds', () => {
  it('stores a market at first sight, with its opening quotes, and sends nothing', async () => {
    const { ingest, boards, lineHistory, queue, seen } = setup();
    expect(await ingest(0, [odds('spread', start)])).toEqual({ changes: 0, opened: 1 });
    expect(queue.size()).toBe(0);
    expect((await boards.read({ id: 'game1', partition: 'game1' }))?.value.markets.spread?.books).toHaveLength(6);
    const { items } = await lineHistory.list(lineHistoryPartition('game1', 'spread'), { limit: 10 });
    expect(items.map(({ value }) => [value.at, value.books.length])).toEqual([[NOON, 6]]);
    expect(seen).toEqual(['game1 spread']);
  });

  it('keeps each change of a price, and only what changed', async () => {
    const { ingest, lineHistory } = setup();
    await ingest(0, [odds('spread', start)]);
    await ingest(1, [odds('spread', moved)]);
    const { items } = await lineHistory.list(lineHistoryPartition('game1', 'spread'), { limit: 10 });
    expect(items.map(({ value }) => value.books.map(({ book }) => book))).toEqual([
      start.map(({ book }) => book),
      ['alpha'],
    ]);
  });

  it('sends nothing, and writes nothing, when nothing has changed', async () => {
    const { ingest, boards, queue, seen } = setup();
    await ingest(0, [odds('spread', start)]);
    const before = await boards.read({ id: 'game1', partition: 'game1' });
    expect(await ingest(1, [odds('spread', start)])).toEqual({ changes: 0, opened: 0 });
    expect(await boards.read({ id: 'game1', partition: 'game1' })).toEqual(before);
    expect([queue.size(), seen.length]).toEqual([0, 1]);
  });

  it('sends each market’s transition as a message of its own, and counts them', async () => {
    const { ingest, queue, telemetry } = setup();
    const both = (spread: typeof start, total: number): EventOdds => {
      const [event, other] = [odds('spread', spread), odds('total', [quote('alpha', total, 1.9, 1.9)])];
      return { ...event, markets: [...event.markets, ...other.markets] };
    };
    await ingest(0, [both(start, 44.5)]);
    expect(await ingest(1, [both(moved, 45.5)])).toEqual({ changes: 2, opened: 0 });
    const messages = [queue.take('fingerprint-changes'), queue.take('fingerprint-changes')];
    expect(messages.map((message) => QUEUE_SCHEMAS['fingerprint-changes'].parse(message).market).sort()).toEqual([
      'spread',
      'total',
    ]);
    expect(messages[0]).toMatchObject({ v: 1, observedAt: NOON + MINUTE, event: { id: 'game1' } });
    expect(telemetry.total('fingerprint_changes', { league: LEAGUE })).toBe(2);
  });

  it('lists the games before their boards, and takes the odds where they cannot be listed', async () => {
    const { ingest, boards, catalogue, telemetry } = setup();
    const down = () => Promise.reject(new Error('the store is down'));
    await expect(ingest(0, [odds('spread', start)], { boards: { ...boards, read: down } })).rejects.toThrow('down');
    const key = { id: LEAGUE, partition: 'catalogue' };
    expect((await catalogue.read(key))?.value.games).toMatchObject([{ id: 'game1', home: 'Harbor Hawks' }]);
    const later = odds('spread', start, anEvent({ id: eventIdSchema.parse('game2') }));
    expect(await ingest(1, [later], { catalogue: { ...catalogue, read: down } })).toEqual({ changes: 0, opened: 1 });
    expect(telemetry.records).toContainEqual(expect.objectContaining({ event: 'games_not_listed' }));
  });

  it('sends before it saves: a save that fails repeats the very same transition', async () => {
    const { ingest, boards, queue } = setup();
    await ingest(0, [odds('spread', start)]);
    const broken = { ...boards, replace: () => Promise.reject(new Error('the store is down')) };
    await expect(ingest(1, [odds('spread', moved)], { boards: broken })).rejects.toThrow('the store is down');
    const first = queue.take('fingerprint-changes');
    await ingest(1, [odds('spread', moved)]);
    expect(queue.take('fingerprint-changes')).toEqual(first);
  });

  it('saves nothing that could not be sent', async () => {
    const { ingest, boards, queue } = setup();
    await ingest(0, [odds('spread', start)]);
    const broken = { ...queue, send: () => Promise.reject(new Error('the queue is down')) };
    await expect(ingest(1, [odds('spread', moved)], { queue: broken })).rejects.toThrow('the queue is down');
    const board = await boards.read({ id: 'game1', partition: 'game1' });
    expect(board?.value.markets.spread?.books.every(({ point }) => point === -4.5)).toBe(true);
  });

  it('starts from what another instance wrote meanwhile', async () => {
    const { ingest, boards, queue } = setup();
    await ingest(0, [odds('spread', start)]);
    let isFirst = true;
    const contested: IngestDeps['boards'] = {
      ...boards,
      replace: async (key, board, etag) => {
        if (isFirst) {
          isFirst = false;
          await ingest(1, [odds('spread', moved)]);
        }
        return boards.replace(key, board, etag);
      },
    };
    await ingest(1, [odds('spread', moved)], { boards: contested });
    expect(queue.size('fingerprint-changes')).toBe(2);
    const [ours, theirs] = [queue.take('fingerprint-changes'), queue.take('fingerprint-changes')];
    expect(ours?.transitionId).toBe(theirs?.transitionId);
  });

  it('gives up, for the next poll to try, when the board changes again and again', async () => {
    const { ingest, boards } = setup();
    await ingest(0, [odds('spread', start)]);
    const restless = { ...boards, replace: async () => 'conflict' as const };
    await expect(ingest(1, [odds('spread', moved)], { boards: restless })).rejects.toThrow('changed under us 5 times');
  });

  it('forgets a changed market’s confidence, and all of an event that has begun', async () => {
    const { ingest, cache, queue } = setup();
    const event = anEvent({ commenceTime: NOON + HOUR });
    await ingest(0, [odds('spread', start, event)]);
    for (const market of ['spread', 'total']) await cache.set('confidence', `game1:${market}`, 0.7);
    await ingest(1, [odds('spread', moved, event)]);
    expect(await cache.get('confidence', 'game1:spread')).toBeUndefined();
    expect(await cache.get('confidence', 'game1:total')).toBe(0.7);
    await ingest(60, [odds('spread', start, event)]);
    expect(await cache.get('confidence', 'game1:total')).toBeUndefined();
    expect(queue.size('fingerprint-changes')).toBe(1);
  });

  it('keeps a league’s raw odds for those who ask in between', async () => {
    const { ingest, cache } = setup();
    await ingest(0, [odds('spread', start)]);
    expect(await cache.get('raw-odds', LEAGUE)).toMatchObject({
      observedAt: NOON,
      events: [{ event: { id: 'game1' } }],
    });
  });

  it('takes in as many events as a league has', async () => {
    const { ingest, queue } = setup();
    const many = (quotes: typeof start) =>
      Array.from({ length: 50 }, (_, n) => odds('spread', quotes, anEvent({ id: eventIdSchema.parse(`game${n}`) })));
    expect(await ingest(0, many(start))).toEqual({ changes: 0, opened: 50 });
    expect(await ingest(1, many(moved))).toEqual({ changes: 50, opened: 0 });
    const ids = Array.from({ length: 50 }, () => queue.take('fingerprint-changes')?.event.id);
    expect(new Set(ids).size).toBe(50);
  });

  it('lets an event that fails cost that event only, until the next poll', async () => {
    const { ingest, boards, queue, telemetry } = setup();
    const other = anEvent({ id: eventIdSchema.parse('game2') });
    const both = (quotes: typeof start) => [odds('spread', quotes), odds('spread', quotes, other)];
    await ingest(0, both(start));
    const broken = {
      ...boards,
      read: (key: { id: string; partition: string }) =>
        key.id === 'game1' ? Promise.reject(new Error('not a board')) : boards.read(key),
    };
    expect(await ingest(1, both(moved), { boards: broken })).toEqual({ changes: 1, opened: 0 });
    expect(telemetry.total('events_not_taken')).toBe(1);
    expect(await ingest(2, both(moved))).toEqual({ changes: 1, opened: 0 });
    expect([queue.take('fingerprint-changes')?.event.id, queue.take('fingerprint-changes')?.event.id]).toEqual([
      'game2',
      'game1',
    ]);
  });

  it('fails when no event could be taken, so that the league is polled again soon', async () => {
    const { ingest, boards } = setup();
    const down = { ...boards, read: () => Promise.reject(new Error('database gone')) };
    await expect(ingest(0, [odds('spread', start)], { boards: down })).rejects.toThrow('none of 1 events');
  });
});

describe('what is to be settled', () => {
  const starts = async ({ fixtures }: Pick<ReturnType<typeof setup>, 'fixtures'>) =>
    (await fixtures.list('open', { limit: 10 })).items.map(({ value }) => (value.commenceTime - NOON) / HOUR);
  const at = (hours: number) => [odds('spread', start, anEvent({ commenceTime: NOON + hours * HOUR }))];

  it('is every event from first sight on, once for each start that it had', async () => {
    const world = setup();
    await world.ingest(0, at(5));
    expect(await starts(world)).toEqual([5]);
    await world.ingest(1, at(5));
    await world.ingest(2, [odds('spread', moved, anEvent({ commenceTime: NOON + 5 * HOUR }))]);
    expect(await starts(world)).toEqual([5]);
    await world.ingest(3, at(6));
    expect(await starts(world)).toEqual([5, 6]);
  });

  it('is an event anew that has ended and gets another start, before us or behind us', async () => {
    const world = setup();
    await world.ingest(0, at(5));
    await world.ingest(301, at(4));
    expect(await starts(world)).toEqual([4, 5]);
    await world.ingest(310, at(7));
    expect(await starts(world)).toEqual([4, 5, 7]);
  });

  it('is noted before the board is saved: what stops in between is done again', async () => {
    const world = setup();
    const broken = { ...world.boards, create: () => Promise.reject(new Error('the store is down')) };
    await expect(world.ingest(0, at(5), { boards: broken })).rejects.toThrow('the store is down');
    expect(await starts(world)).toEqual([5]);
    await world.ingest(1, at(5));
    expect(await starts(world)).toEqual([5]);
  });

  it('is also an event whose board is from before this was noted', async () => {
    const world = setup();
    await world.ingest(0, at(5));
    const key = { id: 'game1', partition: 'game1' };
    const stored = await world.boards.read(key);
    if (!stored) throw new Error('no board');
    const { quotedAt: _quotedAt, ...old } = stored.value;
    await world.boards.replace(key, old, stored.etag);
    await world.fixtures.remove({ id: `${String(NOON + 5 * HOUR).padStart(14, '0')}-game1`, partition: 'open' });
    await world.ingest(1, [odds('spread', moved, anEvent({ commenceTime: NOON + 5 * HOUR }))]);
    expect(await starts(world)).toEqual([5]);
  });

  it('costs no write more than one in five minutes while a market stands still near its start', async () => {
    const world = setup();
    await world.ingest(0, at(1));
    let writes = 0;
    const boards: IngestDeps['boards'] = {
      ...world.boards,
      replace: (...args) => {
        writes++;
        return world.boards.replace(...args);
      },
    };
    for (let minute = 0.5; minute < 60; minute += 0.5) await world.ingest(minute, at(1), { boards });
    expect(writes).toBe(11);
    expect(world.queue.size()).toBe(0);
  });
});
