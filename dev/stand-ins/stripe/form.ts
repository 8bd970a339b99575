import { invalid } from './refusal.ts';

/** Parameters as they were sent: text, or named parts. Lists are parts with the names 0, 1, … */
export interface Form {
  [name: string]: string | Form;
}

const MOST_FIELDS = 1000;
const MOST_DEPTH = 8;
const NAME = /^([^[\]]+)((?:\[[^[\]]*\])*)$/;

/** Without a prototype: a parameter may have any name. */
const emptyForm = (): Form => Object.create(null) as Form;

/** Reads `a=1&b[c][0]=2&d[]=3`, a body's or an address's. Throws a `Refusal`. */
export const parseForm = (text: string): Form => {
  const form = emptyForm();
  const fields = [...new URLSearchParams(text)];
  if (fields.length > MOST_FIELDS) throw invalid('Too many parameters.', '');
  for (const [name, value] of fields) put(form, pathOf(name), value, name);
  return form;
};

const pathOf = (name: string): readonly string[] => {
  const [, first, rest = ''] = NAME.exec(name) ?? [];
  const path =
    first === undefined ? [] : [first, ...rest.slice(1, -1).split('][')].slice(0, rest === '' ? 1 : undefined);
  if (path.length === 0 || path.length > MOST_DEPTH) throw invalid(`Invalid parameter name: ${name}`, name);
  return path;
};

const put = (form: Form, path: readonly string[], value: string, name: string): void => {
  const [first = '', ...rest] = path;
  const key = first === '' ? String(Object.keys(form).length) : first;
  const present = form[key];
  if (rest.length === 0) {
    if (typeof present === 'object') throw invalid(`Invalid parameter: ${name} is given twice.`, name);
    form[key] = value;
    return;
  }
  if (typeof present === 'string') throw invalid(`Invalid parameter: ${name} is given twice.`, name);
  const inner = present ?? emptyForm();
  form[key] = inner;
  put(inner, rest, value, name);
};
