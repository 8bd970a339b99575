import type { SafeValue } from './safe-fields.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

export interface Line {
  /** Epoch ms. */
  readonly at: number;
  readonly level: LogLevel;
  readonly event: string;
  readonly fields: Readonly<Record<string, SafeValue>>;
}

const COLOURS: Readonly<Record<LogLevel, string>> = { debug: '90', info: '36', warn: '33', error: '31' };
const DIM = '2';

/** Printable, and without what has a meaning in a line of ours: stands there as it is. All else is quoted. */
const PLAIN = /^[^\s"=\\\p{C}]+$/u;
/** Control, formatting and line-separating characters, which JSON leaves as they are. */
const UNPRINTABLE = /[\p{C}\u2028\u2029]/gu;

/** `HH:MM:SS.mmm event key=value …`, UTC. Always one line: whatever a value holds, it can't begin another or colour the screen. */
export function textLine({ at, level, event, fields }: Line, colour: boolean): string {
  const paint = (code: string, text: string) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  const time = new Date(at).toISOString().slice(11, 23);
  const pairs = Object.entries(fields).map(([name, value]) => `${paint(DIM, `${readable(name)}=`)}${readable(value)}`);
  return [paint(DIM, time), paint(COLOURS[level], readable(event)), ...pairs].join(' ');
}

/** The same as one JSON object, for machines. */
export function jsonLine({ at, level, event, fields }: Line): string {
  const own = { time: new Date(at).toISOString(), level, event };
  return escapeUnprintable(JSON.stringify({ ...own, ...fields, ...own })); // ours come first, and no field replaces them
}

function readable(value: SafeValue): string {
  const text = typeof value === 'object' && value !== null ? value.join(',') : String(value);
  return PLAIN.test(text) ? text : escapeUnprintable(JSON.stringify(text));
}

const escapeUnprintable = (json: string): string =>
  json.replace(UNPRINTABLE, (character) =>
    character
      .split('') // UTF-16 units, as JSON escapes them
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );
