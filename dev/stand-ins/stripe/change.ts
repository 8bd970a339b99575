import type { Row } from './rows.ts';
import type { World } from './world.ts';

/** Changes a row and tells of it, with what it was before; says nothing when nothing is different. */
export const change = <T extends Row>(world: World, row: T, type: string, changes: Partial<T>): void => {
  const previous = changed(row, changes);
  if (Object.keys(previous).length === 0) return;
  Object.assign(row, changes);
  world.emit(type, row, previous);
};

const changed = <T extends Row>(row: T, changes: Partial<T>): Partial<T> => {
  const names = Object.keys(changes) as (keyof T)[];
  const different = names.filter((name) => JSON.stringify(row[name]) !== JSON.stringify(changes[name]));
  return Object.fromEntries(different.map((name) => [name, row[name]])) as Partial<T>;
};
