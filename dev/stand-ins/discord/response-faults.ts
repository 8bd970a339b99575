import { z } from 'zod';
import { formFaults } from './form.ts';

const PONG = 1;
const MESSAGE = 4;
const DEFERRED = 5;
const DEFERRED_UPDATE = 6;
const UPDATE = 7;
const SUGGESTIONS = 8;
const EPHEMERAL = 64;

/** Types of options. */
const STRING = 3;
const INTEGER = 4;

/** What may be answered to which kind of interaction. */
const ALLOWED: Readonly<Record<string, readonly number[]>> = {
  ping: [PONG],
  command: [MESSAGE, DEFERRED],
  component: [MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE],
  autocomplete: [SUGGESTIONS],
};

const text = z.string().min(1).max(100);
const choicesSchema = z.object({
  choices: z.array(z.object({ name: text, value: z.union([text, z.number()]) })).max(25),
});
const deferredSchema = z.strictObject({ flags: z.union([z.literal(0), z.literal(EPHEMERAL)]).optional() }).optional();
const responseSchema = z.looseObject({ type: z.number().int(), data: z.looseObject({}).optional() });

const told = (error: z.ZodError): string[] =>
  error.issues.map(({ path, message }) => `${['data', ...path].join('.')}: ${message}`);

/** Suggestions for an option are of its type. */
const isOfType = (value: string | number, type: number): boolean =>
  type === STRING
    ? typeof value === 'string'
    : typeof value === 'number' && (type !== INTEGER || Number.isInteger(value));

const suggestionFaults = (data: unknown, type: number): string[] => {
  const checked = choicesSchema.safeParse(data);
  if (!checked.success) return told(checked.error);
  return checked.data.choices.flatMap(({ value }, index) =>
    isOfType(value, type) ? [] : [`data.choices.${index}.value: is not of the type of the option`],
  );
};

/**
 * Why Discord would not take an answer to an interaction; empty when it would.
 * @param focused the type of the option that is being typed, in an autocomplete
 */
export function responseFaults(response: unknown, kind: string, focused = STRING): string[] {
  const parsed = responseSchema.safeParse(response);
  if (!parsed.success) return ['the answer is no interaction response'];
  const { type, data } = parsed.data;
  if (!ALLOWED[kind]?.includes(type)) return [`type ${type} does not answer a ${kind}`];
  if (type === MESSAGE || type === UPDATE)
    return formFaults(data ?? {}).map(({ path, message }) => `data.${path.join('.')}: ${message}`);
  if (type === SUGGESTIONS) return suggestionFaults(data, focused);
  const checked = deferredSchema.safeParse(data);
  return checked.success ? [] : told(checked.error);
}
