import type { Fields } from '../../ports/telemetry.ts';

/** Names of secrets; a bare `key` is none: operators read dedupe keys in the log. */
const SECRET_NAME =
  /token|secret|authorization|password|signature|cookie|connection_?string|(api|access|account|private|public|shared|service)[_-]?key/i;

/** Secrets inside a text, e.g. in the message of a foreign error: in an address, a header, or known by their form. */
const SECRET_TEXTS: readonly (readonly [RegExp, string])[] = [
  [/\b((?:api|account|access|shared)?_?-?key|sig|signature|token|secret|password)=[^\s&;,"']+/gi, '$1=[redacted]'],
  [/\b(bearer|bot|basic|sharedkey)\s+[\w.:+/=-]{12,}/gi, '$1 [redacted]'],
  [/:\/\/[^\s/@]*:[^\s/@]+@/g, '://[redacted]@'],
  [/\b(?:sk|rk|whsec)[_-][\w-]{8,}/g, '[redacted]'],
];

const MAX_TEXT = 500;
const MAX_LIST = 20;

export type SafeValue = string | number | boolean | null | readonly string[];

/**
 * Fields as they may be written anywhere. Texts under a name that sounds secret, and what looks like a secret in any other text,
 * are replaced: a second line of defence, since nobody should log them. Texts are cut to 500 characters and lists to 20, numbers
 * that JSON cannot hold become text, undefined disappears.
 */
export function safeFields(fields: Fields): Record<string, SafeValue> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, safeValue(name, value)]])),
  );
}

function safeValue(name: string, value: Exclude<Fields[string], undefined>): SafeValue {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (SECRET_NAME.test(name)) return '[redacted]';
  if (typeof value === 'string') return safeText(value);
  const items = value.slice(0, MAX_LIST).map(safeText);
  return value.length > MAX_LIST ? [...items, `… ${value.length - MAX_LIST} more`] : items;
}

function safeText(text: string): string {
  // Cut first, generously, so that a huge text costs nothing; then again, since replacing may lengthen it.
  const redacted = SECRET_TEXTS.reduce(
    (rest, [form, replacement]) => rest.replace(form, replacement),
    text.slice(0, 4 * MAX_TEXT),
  );
  return redacted.length > MAX_TEXT ? `${redacted.slice(0, MAX_TEXT)}…` : redacted;
}
