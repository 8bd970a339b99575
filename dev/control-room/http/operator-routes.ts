import type { Clock } from '../../../shared/ports/clock.ts';
import type { Tables } from '../../kql/run-kql.ts';
import { RANGES, type Range } from '../operators/model.ts';
import { createTileBoard, type TileBoard } from '../operators/tile-board.ts';
import { answerJson, refuse } from './reply.ts';
import type { Route } from './routes.ts';

export interface OperatorsOptions {
  /** What the app told of itself, as the tables of Log Analytics. */
  readonly tables: () => Tables;
  /** What the plan at The Odds API holds; default: as the app's own default. */
  readonly monthlyCredits?: number;
}

const DEFAULT_CREDITS = 500;

/** `GET /operators/tiles.json?range=1h`: every tile of the operators' page, answered over the local tables. */
export const operatorRoutes = (options: OperatorsOptions | undefined, wall: Clock): [string, Route][] => {
  let board: Promise<TileBoard> | undefined;
  const route: Route = async (response, request) => {
    if (!options) return refuse(response, 409, 'No telemetry is kept here: it goes where the app was told to send it.');
    const range = rangeOf(request.url);
    if (range === undefined) return refuse(response, 400, `A range is one of ${RANGES.join(', ')}.`);
    board ??= openBoard(options, wall);
    answerJson(response, await (await board)(range));
  };
  return [['GET /operators/tiles.json', route]];
};

/** The library of the query language weighs megabytes: it is loaded when somebody looks. */
const openBoard = async ({ tables, monthlyCredits = DEFAULT_CREDITS }: OperatorsOptions, wall: Clock) => {
  const [{ runKql }, { readTiles }] = await Promise.all([
    import('../../kql/run-kql.ts'),
    import('../../workbook/tiles.ts'),
  ]);
  // The first query of all readies the library, which no tile should be blamed for.
  runKql('print 1', {}, { now: wall() });
  return createTileBoard({ tables, tiles: readTiles(), runKql, monthlyCredits, wall });
};

const rangeOf = (url = '/'): Range | undefined => {
  const asked = URL.parse(url, 'http://localhost')?.searchParams.get('range') ?? RANGES[0];
  return RANGES.find((range) => range === asked);
};
