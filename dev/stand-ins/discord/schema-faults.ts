import type { z } from 'zod';
import type { Reply } from '../reply.ts';
import { type FormFault, invalidForm } from './errors.ts';

type Issue = z.core.$ZodIssue;

/** Discord's names for what can be wrong with a field, as near as a schema can tell. */
const codeOf = (issue: Issue): string => {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'BASE_TYPE_REQUIRED' : 'MODEL_TYPE_CONVERT';
    case 'too_big':
    case 'too_small':
      return issue.origin === 'number' ? 'NUMBER_TYPE_RANGE' : 'BASE_TYPE_BAD_LENGTH';
    case 'invalid_value':
      return 'BASE_TYPE_CHOICES';
    case 'invalid_format':
      return 'STRING_TYPE_REGEX';
    default:
      return 'BASE_TYPE_INVALID';
  }
};

const pathOf = (path: readonly PropertyKey[]): FormFault['path'] =>
  path.map((step) => (typeof step === 'number' ? step : String(step)));

/** What a schema found, as faults of a form. */
const schemaFaults = ({ issues }: z.ZodError): FormFault[] =>
  issues.map((issue) => ({ path: pathOf(issue.path), code: codeOf(issue), message: issue.message }));

/** The form as the schema reads it, or Discord's refusal. */
export const readForm = <T>(
  schema: z.ZodType<T>,
  form: unknown,
): { readonly value: T } | { readonly refusal: Reply } => {
  const parsed = schema.safeParse(form, { reportInput: true });
  return parsed.success ? { value: parsed.data } : { refusal: invalidForm(schemaFaults(parsed.error)) };
};
