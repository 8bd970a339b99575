import type { TileOptions } from '../../workbook/tiles.ts';

/** How far back the tiles look that have no time of their own. */
export const RANGES = ['1h', '4h', '24h', '7d'] as const;
export type Range = (typeof RANGES)[number];

/** A cell as JSON carries it: times are ISO 8601. */
export type Cell = string | number | boolean | null;

export interface TileAnswer extends TileOptions {
  /** As it was asked, for whoever wants to ask it in the portal. */
  readonly query: string;
  readonly rows: readonly Readonly<Record<string, Cell>>[];
  /** Why there are no rows, or only old ones. */
  readonly error?: string;
}

export interface TilesAnswer {
  /** Epoch ms. */
  readonly at: number;
  readonly range: Range;
  readonly tiles: readonly TileAnswer[];
}
