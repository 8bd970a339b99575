import { invalid } from './refusal.ts';

/** Parts of a row that Stripe tells only to those who ask for them with `expand`. */
export const ON_REQUEST = Symbol('told only on request');
type OnRequest = Readonly<Record<string, () => unknown>>;

type Told = Record<string, unknown>;

/** A copy to send, without what is told only on request. It keeps a way to that for {@link expand}. */
export const present = (value: object): Told => copy(value) as Told;

const copy = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(copy);
  if (typeof value !== 'object' || value === null) return value;
  const copied: Told = Object.fromEntries(Object.entries(value).map(([name, part]) => [name, copy(part)]));
  const hidden = onRequestOf(value);
  return hidden ? Object.assign(copied, { [ON_REQUEST]: hidden }) : copied;
};

const onRequestOf = (value: object): OnRequest | undefined =>
  ON_REQUEST in value ? (value[ON_REQUEST] as OnRequest) : undefined;

const MOST_DEPTH = 4;

/**
 * Puts objects in place of their ids, and what is told only on request in its place.
 * @param path e.g. `data.items.data.price.product`
 * @param find the row with an id
 */
export const expand = (told: Told, path: string, find: (id: string) => object | undefined): void => {
  const parts = path.split('.').filter((part) => part !== 'data');
  if (parts.length > MOST_DEPTH)
    throw invalid('You cannot expand more than 4 levels of a property.', 'expand', 'property_not_expandable');
  expandParts(told, path.split('.'), { path, find });
};

interface Asked {
  readonly path: string;
  readonly find: (id: string) => object | undefined;
}

const expandParts = (value: unknown, parts: readonly string[], asked: Asked): void => {
  const [part, ...rest] = parts;
  if (part === undefined || value === null || value === undefined) return;
  if (Array.isArray(value)) {
    for (const each of value) expandParts(each, parts, asked);
    return;
  }
  if (typeof value !== 'object') throw notExpandable(asked.path);
  const told = value as Told;
  told[part] = expandedPart(told, part, asked);
  expandParts(told[part], rest, asked);
};

const expandedPart = (told: Told, part: string, { path, find }: Asked): unknown => {
  const hidden = onRequestOf(told)?.[part];
  if (hidden) return copy(hidden());
  const present = Object.hasOwn(told, part) ? told[part] : undefined;
  if (present === undefined) throw notExpandable(path);
  if (typeof present !== 'string') return present;
  const row = find(present);
  if (!row) throw notExpandable(path);
  return copy(row);
};

const notExpandable = (path: string) =>
  invalid(`This property cannot be expanded (${path}).`, 'expand', 'property_not_expandable');
