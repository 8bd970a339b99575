import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../../shared/ports/clock.ts';
import type { Row, runKql, Tables } from '../../kql/run-kql.ts';
import { overMs, type Tile } from '../../workbook/tiles.ts';
import type { Cell, Range, TileAnswer, TilesAnswer } from './model.ts';

export interface TileBoardDeps {
  /** As Log Analytics would keep them. */
  readonly tables: () => Tables;
  readonly tiles: readonly Tile[];
  readonly runKql: typeof runKql;
  readonly monthlyCredits: number;
  /** Wall time, epoch ms. */
  readonly wall: Clock;
  /** Counts on, for how much a query costs; ms. Default: processor time, which a busy machine does not stretch. */
  readonly stopwatch?: Clock;
}

/** Not asked more often: several pages may look at once, and what they look at comes every few seconds. */
const KEPT_MS = 1000;
/** A query stops everything else in this process: one that takes longer is left in peace for a while. */
const SLOW_MS = 2000;
const PAUSE_MS = 60_000;

const HOUR_MS = 3_600_000;
/** What each range is in ms, and how wide a chart's steps are in it. */
const RANGE: Readonly<Record<Range, { readonly ms: number; readonly grain: string }>> = {
  '1h': { ms: HOUR_MS, grain: '1m' },
  '4h': { ms: 4 * HOUR_MS, grain: '5m' },
  '24h': { ms: 24 * HOUR_MS, grain: '30m' },
  '7d': { ms: 7 * 24 * HOUR_MS, grain: '4h' },
};

/** Answers for all tiles in a range. Never fails for a tile's sake: its error stands in the tile. */
export type TileBoard = (range: Range) => Promise<TilesAnswer>;

export const createTileBoard = (deps: TileBoardDeps): TileBoard => {
  const kept = new Map<Range, { readonly at: number; readonly answer: Promise<TilesAnswer> }>();
  const ask = createAsk(deps);

  const answerAll = async (range: Range, at: number): Promise<TilesAnswer> => {
    const tables = deps.tables();
    const tiles: TileAnswer[] = [];
    for (const tile of deps.tiles) {
      tiles.push(ask({ tile, range, tables, at }));
      // Between two tiles others have their turn.
      await setImmediate();
    }
    return { at, range, tiles };
  };
  return (range) => {
    const at = deps.wall();
    const known = kept.get(range);
    if (known && Math.abs(at - known.at) < KEPT_MS) return known.answer;
    const answer = answerAll(range, at);
    kept.set(range, { at, answer });
    return answer;
  };
};

interface Question {
  readonly tile: Tile;
  readonly range: Range;
  readonly tables: Tables;
  /** Epoch ms. */
  readonly at: number;
}

const processorMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

const createAsk = ({ runKql, monthlyCredits, stopwatch = processorMs }: TileBoardDeps) => {
  const resting = new Map<string, { readonly until: number; readonly answer: TileAnswer }>();
  return ({ tile, range, tables, at }: Question): TileAnswer => {
    const key = `${range} ${tile.id}`;
    const rest = resting.get(key);
    if (rest && at < rest.until) return rest.answer;
    resting.delete(key);
    const began = stopwatch();
    const query = queryFor(tile, range, monthlyCredits);
    const answer = { ...tile, query, ...answerOf(() => runKql(query, within(tables, tile, range, at), { now: at })) };
    const took = Math.round(stopwatch() - began);
    if (took <= SLOW_MS) return answer;
    const error = `This query took ${took} ms: it is asked again in a minute. ${answer.error ?? ''}`.trim();
    resting.set(key, { until: at + PAUSE_MS, answer: { ...answer, error } });
    return { ...answer, error };
  };
};

const queryFor = ({ query }: Tile, range: Range, monthlyCredits: number): string =>
  query.replaceAll('GRAIN', RANGE[range].grain).replaceAll('MONTHLY_CREDITS', String(monthlyCredits));

/** As Log Analytics limits a query to the time that it is asked for. */
const within = (tables: Tables, tile: Tile, range: Range, at: number): Tables => {
  const from = at - (overMs(tile) ?? RANGE[range].ms);
  const asked = Object.entries(tables).filter(([name]) => tile.query.includes(name));
  return Object.fromEntries(
    asked.map(([name, rows]) => [name, rows.filter(({ TimeGenerated }) => Number(TimeGenerated) >= from)]),
  );
};

const answerOf = (run: () => readonly Row[]): Pick<TileAnswer, 'rows' | 'error'> => {
  try {
    return { rows: run().map(cells) };
  } catch (error) {
    return { rows: [], error: error instanceof Error ? error.message : String(error) };
  }
};

const cells = (row: Row): Record<string, Cell> =>
  Object.fromEntries(Object.entries(row).map(([column, value]) => [column, cellOf(value)]));

const cellOf = (value: unknown): Cell => {
  if (value === undefined || value === null) return null;
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  return typeof value === 'string' || typeof value === 'boolean' ? value : JSON.stringify(value);
};
