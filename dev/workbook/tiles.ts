import { readFileSync } from 'node:fs';
import { z } from 'zod';

const INFRA = new URL('../../infra/', import.meta.url);
const read = (file: string): string => readFileSync(new URL(file, INFRA), 'utf8');

const UNITS = ['count', 'number', 'percent', 'ms', 'seconds', 'usd'] as const;
/** The range that whoever looks has chosen, instead of a time of the tile's own. */
const RANGE = 'range';

const tileSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z-]*$/, { error: 'the name of its query in tiles/' }),
  title: z.string().min(1),
  part: z.enum(['business', 'technical', 'trend']),
  /** `figures`: columns label, value, state, note, a big number a row. `chart`: columns TimeGenerated, value, series. */
  shape: z.enum(['figures', 'table', 'chart']),
  over: z.union([z.literal(RANGE), z.string().regex(/^P(\d+D|T\d+[HM])$/, { error: 'such as P1D, PT6H or PT30M' })]),
  units: z.record(z.string(), z.enum(UNITS)),
  /** The alert rules whose thresholds its colours are. */
  rules: z.array(z.string()).default([]),
  /** Shown in place of rows, and says why there are none. */
  empty: z.string().min(1),
});

export type Unit = (typeof UNITS)[number];
export type TileOptions = z.infer<typeof tileSchema>;

/** One tile of the operators' page, in the portal and in the control room alike. */
export interface Tile extends TileOptions {
  /** KQL, with GRAIN for the width of a chart's steps and MONTHLY_CREDITS for the plan; its time is limited from outside to `over`. */
  readonly query: string;
}

/** What a tile's `state` may say of a row: grey, green, amber, red. */
export const STATES = ['quiet', 'good', 'warning', 'critical'] as const;

/** Reads infra/workbook. Throws where a file is missing or not as it should be. */
export const readTiles = (): readonly Tile[] => {
  const figures = read('queries/figures.kql');
  return z
    .array(tileSchema)
    .parse(JSON.parse(read('workbook/tiles.json')))
    .map((tile) => {
      const query = read(`workbook/tiles/${tile.id}.kql`);
      return { ...tile, query: /\bfigures\b/.test(query) ? `${figures}${query}` : query };
    });
};

const MINUTE_MS = 60_000;
const UNIT_MS = { M: MINUTE_MS, H: 60 * MINUTE_MS, D: 24 * 60 * MINUTE_MS } as const;

/** ms of a tile's own time; undefined where the chosen range counts. */
export const overMs = ({ over }: Pick<TileOptions, 'over'>): number | undefined => {
  const [, amount, unit] = over.match(/(\d+)([MHD])$/) ?? [];
  return unit === undefined ? undefined : Number(amount) * UNIT_MS[unit as keyof typeof UNIT_MS];
};
