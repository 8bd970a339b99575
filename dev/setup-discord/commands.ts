import { isDeepStrictEqual } from 'node:util';

/** What a definition says; Discord answers with more, and leaves out what says nothing. */
const FIELDS = [
  'name',
  'name_localizations',
  'description',
  'description_localizations',
  'options',
  'default_member_permissions',
  'nsfw',
];

type Fields = readonly (readonly [string, unknown])[];
const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];

const saysNothing = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  value === false ||
  (typeof value === 'object' && Object.keys(value).length === 0);

/** Without what is no more than its absence: null, false, an empty list. */
const tidied = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(tidied);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    fieldsOf(value)
      .map(([key, part]) => [key, tidied(part)] as const)
      .filter(([, part]) => !saysNothing(part)),
  );
};

const definitionOf = (command: unknown, fields: readonly string[]): unknown =>
  tidied(Object.fromEntries(fieldsOf(command).filter(([key]) => fields.includes(key))));

const nameOf = (command: unknown): unknown => fieldsOf(command).find(([key]) => key === 'name')?.[1];

/** Whether the registered commands are the wanted ones, in whatever order; ids, versions and defaults aside. */
export const sameCommands = (registered: readonly unknown[], wanted: readonly unknown[]): boolean =>
  registered.length === wanted.length &&
  wanted.every((command) => {
    const twin = registered.find((other) => nameOf(other) === nameOf(command));
    // Where a command may be used is the application's own choice, unless a definition says it.
    const said = fieldsOf(command).flatMap(([key]) => (['contexts', 'integration_types'].includes(key) ? [key] : []));
    const fields = [...FIELDS, ...said];
    return isDeepStrictEqual(definitionOf(twin, fields), definitionOf(command, fields));
  });

/** Whether some command stands in both lists: people would see it twice. */
export const shareNames = (some: readonly unknown[], others: readonly unknown[]): boolean =>
  some.some((command) => others.some((other) => nameOf(other) === nameOf(command)));
