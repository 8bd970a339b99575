import { noSuch } from './refusal.ts';
import type { Row } from './rows.ts';

/** Rows of one kind, in the order in which they came. Past `most` rows the oldest are forgotten. */
export interface Table<T extends Row> {
  /** E.g. `customer`: what a refusal calls a row. */
  readonly what: string;
  add(row: T): T;
  get(id: string): T | undefined;
  /** Throws a `Refusal` when there is none; see `noSuch` for `param`. */
  need(id: string, param?: string): T;
  remove(id: string): void;
  /** The newest first, as Stripe lists. */
  newestFirst(): readonly T[];
  readonly size: number;
}

export const createTable = <T extends Row>(what: string, most = 5000): Table<T> => {
  const rows = new Map<string, T>();
  return {
    what,
    add: (row) => {
      rows.set(row.id, row);
      const [oldest] = rows.keys();
      if (rows.size > most && oldest !== undefined) rows.delete(oldest);
      return row;
    },
    get: (id) => rows.get(id),
    need: (id, param) => {
      const row = rows.get(id);
      if (!row) throw noSuch(what, id, param);
      return row;
    },
    remove: (id) => {
      rows.delete(id);
    },
    newestFirst: () => [...rows.values()].reverse(),
    get size() {
      return rows.size;
    },
  };
};
