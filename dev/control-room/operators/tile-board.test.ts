import { expect, it } from 'vitest';
import { KqlError, runKql } from '../../kql/run-kql.ts';
import type { Tile } from '../../workbook/tiles.ts';
import { NOON } from '../fixtures.ts';
import { tablesOf, telemetryAt } from './fixtures.ts';
import { createTileBoard, type TileBoardDeps } from './tile-board.ts';

const { request } = telemetryAt(NOON);
const tile = (id: string, query: string, over = 'range'): Tile => ({
  id,
  query,
  over,
  title: id,
  part: 'technical',
  shape: 'table',
  units: {},
  rules: [],
  empty: 'None.',
});
const RUNS = tile('runs', 'AppRequests | summarize runs = count() by name = Name');
const rows = { tables: () => tablesOf([request('a', 10, true, 5), request('a', 10, true, 90)]) };

const boardOf = (tiles: readonly Tile[], more: Partial<TileBoardDeps> = {}) =>
  createTileBoard({ ...rows, tiles, runKql, monthlyCredits: 500, wall: () => NOON, stopwatch: () => 0, ...more });

it('asks each tile of its own time or the range’s', async () => {
  const board = boardOf([RUNS, { ...RUNS, id: 'ten', over: 'PT10M' }]);
  const runs = async (range: '1h' | '4h') => (await board(range)).tiles.map((answer) => answer.rows[0]?.['runs']);
  expect(await runs('1h')).toEqual([1, 1]);
  expect(await runs('4h')).toEqual([2, 1]);
});

it('fills in the steps of charts and the plan, and says what it asked', async () => {
  const board = boardOf([tile('filled', 'print step = GRAIN, credits = MONTHLY_CREDITS')]);
  const [filled] = (await board('24h')).tiles;
  expect(filled).toMatchObject({ query: 'print step = 30m, credits = 500', rows: [{ credits: 500 }] });
});

it('tells a failure in its tile, and answers the others', async () => {
  const board = boardOf(
    [tile('broken', 'AppRequests | where Nonsense > 1'), { ...RUNS, id: 'thrown', query: 'AppRequests | count' }, RUNS],
    {
      runKql: (query, ...rest) => {
        if (query.endsWith('count')) throw new RangeError('out of rows');
        return runKql(query, ...rest);
      },
    },
  );
  const { tiles } = await board('1h');
  expect(tiles).toMatchObject([
    { rows: [], error: expect.stringContaining('Nonsense') },
    { rows: [], error: 'out of rows' },
    { rows: [{ name: 'a', runs: 1 }] },
  ]);
  expect(tiles[2]).not.toHaveProperty('error');
  expect(() => runKql('AppRequests | where Nonsense > 1', {}, { now: NOON })).toThrow(KqlError);
});

it('computes at most once a second, however many look', async () => {
  let [now, asked] = [NOON, 0];
  const board = boardOf([RUNS], {
    wall: () => now,
    runKql: (...all) => {
      asked++;
      return runKql(...all);
    },
  });
  const [first, second] = await Promise.all([board('1h'), board('1h')]);
  expect(first).toBe(second);
  now += 999;
  await board('1h');
  expect(asked).toBe(1);
  now += 1;
  await board('1h');
  expect(asked).toBe(2);
});

it('leaves a slow query in peace for a minute, its rows still shown', async () => {
  let [now, asked, watch] = [NOON, 0, 0];
  const board = boardOf([RUNS], {
    wall: () => now,
    stopwatch: () => watch,
    runKql: (...all) => {
      asked++;
      watch += 3000;
      return runKql(...all);
    },
  });
  const slow = { rows: [{ runs: 1 }], error: expect.stringContaining('3000 ms') };
  expect((await board('1h')).tiles).toMatchObject([slow]);
  now += 30_000;
  expect((await board('1h')).tiles).toMatchObject([slow]);
  expect(asked).toBe(1);
  now += 30_000;
  await board('1h');
  expect(asked).toBe(2);
});
