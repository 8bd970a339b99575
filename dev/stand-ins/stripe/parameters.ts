import { z } from 'zod';
import type { Form } from './form.ts';
import { invalid, type Refusal } from './refusal.ts';

const MOST_TEXT = 5000;

/** Kinds of parameters. Forms hold nothing but text. */
export const text = z.string().min(1).max(MOST_TEXT);
export const flag = z.enum(['true', 'false']).transform((value) => value === 'true');
export const whole = z
  .string()
  .regex(/^-?\d{1,15}$/, 'integer')
  .transform(Number);
/** Whole and not below 0. */
export const amount = whole.pipe(z.number().min(0));
export const webAddress = z
  .string()
  .max(MOST_TEXT)
  .url({ protocol: /^https?$/ });

/** Empty text takes a value away: null. */
export const emptyable = <T extends z.ZodType>(kind: T) => z.union([z.literal('').transform(() => null), kind]);

const asList = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  const keys = Object.keys(value);
  return keys.every((key, index) => key === String(index)) ? Object.values(value) : value;
};
export const list = <T extends z.ZodType>(item: T) => z.preprocess(asList, z.array(item).max(100));

const MOST_KEY = 40;
const MOST_VALUE = 500;
/** Null: all of it is taken away. Empty values take their key away. */
export const metadata = z.union([
  z.literal('').transform(() => null),
  z.record(
    z.string().max(MOST_KEY, `Metadata keys can have up to ${MOST_KEY} characters.`),
    z.string().max(MOST_VALUE, `Metadata values can have up to ${MOST_VALUE} characters.`),
  ),
]);

const range = z.strictObject({
  gt: whole.optional(),
  gte: whole.optional(),
  lt: whole.optional(),
  lte: whole.optional(),
});
/** What every list can be asked with. */
export const paging = {
  limit: whole.pipe(z.number().min(1, 'limit').max(100, 'limit')).optional(),
  starting_after: text.optional(),
  ending_before: text.optional(),
  created: z.union([whole, range]).optional(),
};

/** The parameters as `schema` wants them. Throws a `Refusal` that names the first one that Stripe would not take. */
export const readParameters = <T>(schema: z.ZodType<T>, form: Form): T => {
  const parsed = schema.safeParse(form);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(innermost);
  throw refusalOf(issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0], form);
};

type Issue = z.core.$ZodIssue;

/** Of a choice, what is wrong with the last form that it may have: the first is mostly that it may be empty. */
const innermost = (issue: Issue): Issue => {
  if (issue.code !== 'invalid_union') return issue;
  const inner = issue.errors.at(-1)?.[0];
  return inner ? innermost({ ...inner, path: [...issue.path, ...inner.path] }) : issue;
};

const bracketed = ([first, ...rest]: readonly PropertyKey[]): string =>
  `${String(first)}${rest.map((part) => `[${String(part)}]`).join('')}`;

const valueAt = (form: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, part) => (typeof value === 'object' && value !== null ? Reflect.get(value, part) : undefined),
    form,
  );

const refusalOf = (issue: Issue | undefined, form: Form): Refusal => {
  if (!issue) return invalid('Invalid parameters.', '');
  if (issue.code === 'unrecognized_keys') {
    const param = bracketed([...issue.path, issue.keys[0] ?? '']);
    return invalid(`Received unknown parameter: ${param}`, param, 'parameter_unknown');
  }
  const param = bracketed(issue.path);
  const value = valueAt(form, issue.path);
  if (value === undefined) return invalid(`Missing required param: ${param}.`, param, 'parameter_missing');
  if (value === '' && issue.code !== 'invalid_key')
    return invalid(
      `You passed an empty string for '${param}'. '${param}' cannot be unset.`,
      param,
      'parameter_invalid_empty',
    );
  if (issue.message === 'integer') return invalid(`Invalid integer: ${value}`, param, 'parameter_invalid_integer');
  if (issue.code === 'invalid_value')
    return invalid(`Invalid ${param}: must be one of ${issue.values.join(', ')}`, param);
  if (issue.code === 'invalid_format' && issue.format === 'url')
    return invalid('Not a valid URL', param, 'url_invalid');
  return invalid(`Invalid ${param}: ${issue.message}`, param);
};
