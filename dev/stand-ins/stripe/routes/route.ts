import type { z } from 'zod';
import type { Form } from '../form.ts';
import { type Paging, pageOf } from '../pagination.ts';
import { readParameters } from '../parameters.ts';
import type { Row } from '../rows.ts';
import type { Table } from '../table.ts';
import type { World } from '../world.ts';

export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** E.g. `/v1/customers/:id`. */
  readonly path: string;
  /** The row or list to answer. Throws a `Refusal`. */
  readonly answer: (world: World, form: Form, id: string) => object;
}

/** One of Stripe's calls: its parameters are read by `schema`, which knows every one that is taken. */
export const route = <T>(
  method: Route['method'],
  path: string,
  schema: z.ZodType<T>,
  answer: (world: World, parameters: T, id: string) => object,
): Route => ({ method, path, answer: (world, form, id) => answer(world, readParameters(schema, form), id) });

/** A list of rows, filtered by the parameters beside those for paging. */
export const listRoute = <T extends Paging, R extends Row>(
  path: string,
  schema: z.ZodType<T>,
  table: (world: World) => Table<R>,
  fits: (row: R, parameters: T) => boolean = () => true,
): Route =>
  route('GET', path, schema, (world, parameters) => {
    const { what, newestFirst } = table(world);
    const rows = newestFirst().filter((row) => fits(row, parameters));
    return pageOf(path, what, rows, parameters);
  });

/** Whether a filter, where it is given, is met. */
export const meets = <T>(wished: T | undefined, value: unknown): boolean => wished === undefined || wished === value;
