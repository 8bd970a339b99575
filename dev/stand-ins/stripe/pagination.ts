import { noSuch } from './refusal.ts';
import type { List, Row } from './rows.ts';

/** What every list can be asked with; see `paging` in parameters.ts. */
export interface Paging {
  readonly limit?: number | undefined;
  readonly starting_after?: string | undefined;
  readonly ending_before?: string | undefined;
  readonly created?: number | CreatedRange | undefined;
}

interface CreatedRange {
  readonly gt?: number | undefined;
  readonly gte?: number | undefined;
  readonly lt?: number | undefined;
  readonly lte?: number | undefined;
}

const DEFAULT_LIMIT = 10;

/**
 * A page of rows.
 * @param rows all that fit, the newest first
 * @param what e.g. `customer`, for refusals
 */
export const pageOf = <T extends Row>(url: string, what: string, rows: readonly T[], paging: Paging): List<T> => {
  const { limit = DEFAULT_LIMIT, created, starting_after: after, ending_before: before } = paging;
  const fitting = created === undefined ? rows : rows.filter((row) => isWithin(row.created, created));
  const start = after === undefined ? 0 : 1 + indexOf(fitting, after, what, 'starting_after');
  const end = before === undefined ? fitting.length : indexOf(fitting, before, what, 'ending_before');
  const between = fitting.slice(start, end);
  const data = before === undefined ? between.slice(0, limit) : between.slice(-limit);
  return { object: 'list', data, has_more: between.length > data.length, url };
};

const indexOf = (rows: readonly Row[], id: string, what: string, param: string): number => {
  const index = rows.findIndex((row) => row.id === id);
  if (index < 0) throw noSuch(what, id, param);
  return index;
};

const isWithin = (time: number, range: number | CreatedRange): boolean =>
  typeof range === 'number'
    ? time === range
    : time > (range.gt ?? -Infinity) &&
      time >= (range.gte ?? -Infinity) &&
      time < (range.lt ?? Infinity) &&
      time <= (range.lte ?? Infinity);
