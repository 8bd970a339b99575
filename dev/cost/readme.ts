import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const README = fileURLToPath(new URL('../../README.md', import.meta.url));
const OPEN = '<!-- cost -->';
const CLOSE = '<!-- /cost -->';

/** What stands between the two comments of a text. @throws when they are not there, once each and in order */
export function between(text: string): { readonly before: string; readonly inside: string; readonly after: string } {
  const [before, rest, ...more] = text.split(OPEN);
  const [inside, after, ...others] = (rest ?? '').split(CLOSE);
  if (before === undefined || inside === undefined || after === undefined || more.length + others.length > 0)
    throw new Error(`README.md needs ${OPEN} and, after it, ${CLOSE}, once each.`);
  return { before, inside: inside.trim(), after };
}

export const readmeTables = (): string => between(readFileSync(README, 'utf8')).inside;

export function writeReadmeTables(tables: string): void {
  const { before, after } = between(readFileSync(README, 'utf8'));
  writeFileSync(README, `${before}${OPEN}\n${tables}\n${CLOSE}${after}`);
}
