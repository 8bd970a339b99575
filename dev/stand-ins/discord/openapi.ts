import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { z } from 'zod';

/** What is wrong with a request's body; empty when nothing is, or when the path takes none. */
export type BodyValidator = (method: string, path: string, body: unknown) => string[];

const operationSchema = z.object({
  requestBody: z.object({ content: z.record(z.string(), z.unknown()) }).optional(),
});
const specSchema = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });

const SPEC = 'discord';
/** A body that fits no variant of many is told once, not once a variant. */
const MOST_ERRORS = 5;
const pointer = (...steps: readonly string[]): string =>
  steps.map((step) => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/');

/** Where Discord's OpenAPI file lies: `DISCORD_OPENAPI`, or beside the project. It need not be there. */
export const discordOpenApiPath = (env: Readonly<Record<string, string | undefined>> = process.env): string =>
  env['DISCORD_OPENAPI'] ?? fileURLToPath(new URL('../../../../shared/specs/discord-openapi.json', import.meta.url));

const matches = (template: string, path: string): boolean => {
  const [wanted, given] = [template.split('/'), path.split('/')];
  return wanted.length === given.length && wanted.every((step, index) => step.startsWith('{') || step === given[index]);
};

/** `/users/@me/channels` is more to the point than `/users/{id}/channels`. */
const bestTemplate = (templates: readonly string[], path: string): string | undefined =>
  templates
    .filter((template) => matches(template, path))
    .sort((a, b) => a.split('{').length - b.split('{').length)
    .at(0);

/**
 * Discord's file says integer where its documentation says decimal string ("in API v8 and above, all permissions are serialized as
 * strings"), and its API takes both.
 */
const BIT_SETS = ['permissions', 'allow', 'deny', 'default_member_permissions'];

const withWholeNumbers = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withWholeNumbers);
  if (typeof value !== 'object' || value === null) return value;
  const numbered = ([key, part]: [string, unknown]): [string, unknown] =>
    BIT_SETS.includes(key) && typeof part === 'string' && /^\d+$/.test(part)
      ? [key, Number(part)]
      : [key, withWholeNumbers(part)];
  return Object.fromEntries(Object.entries(value).map(numbered));
};

/**
 * Validates bodies sent to Discord against its OpenAPI 3.1 file. Paths are relative to the base, e.g. `/channels/1/messages`; an
 * operation that the file does not know is an error. Throws when the file cannot be read or is no OpenAPI file.
 */
export const createDiscordValidator = (specPath: string): BodyValidator => {
  const spec = specSchema.loose().parse(JSON.parse(readFileSync(specPath, 'utf8')));
  const ajv = new Ajv2020({ strict: false, allErrors: true, logger: false });
  addFormats.default(ajv);
  ajv.addFormat('snowflake', /^(?:0|[1-9]\d{0,19})$/);
  ajv.addFormat('nonce', true);
  ajv.addSchema({ ...spec, $id: SPEC });
  const compiled = new Map<string, ValidateFunction>();

  const compile = (template: string, method: string): ValidateFunction => {
    const place = pointer('paths', template, method, 'requestBody', 'content', 'application/json', 'schema');
    const validate = compiled.get(place) ?? ajv.compile({ $ref: `${SPEC}#/${place}` });
    compiled.set(place, validate);
    return validate;
  };

  return (method, path, body) => {
    const template = bestTemplate(Object.keys(spec.paths), path);
    const operation = template === undefined ? undefined : spec.paths[template]?.[method.toLowerCase()];
    if (template === undefined || operation === undefined) return [`${method} ${path}: no such operation`];
    const content = operationSchema.parse(operation).requestBody?.content;
    if (!content?.['application/json']) return [];
    const validate = compile(template, method.toLowerCase());
    if (validate(withWholeNumbers(body))) return [];
    return (validate.errors ?? [])
      .slice(0, MOST_ERRORS)
      .map((error) => `${method} ${template}: ${error.instancePath || '/'} ${error.message}`);
  };
};
