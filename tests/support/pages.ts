import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Paths within the repository. */
export const filesOf = (pattern: string): string[] => globSync(pattern, { cwd: ROOT }).sort();
export const readFile = (file: string): string => readFileSync(`${ROOT}${file}`, 'utf8');

/** What the first group of a pattern found, each time. */
export const found = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([, name]) => name ?? '');

/** A text that has something else in place of what must be there: to show that a check would notice. */
export function spoil(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`there is nothing to spoil: ${from}`);
  return text.replaceAll(from, to);
}

/** What stands under a heading, up to the next of its rank or above; undefined when there is none. */
export function sectionOf(page: string, heading: string): string | undefined {
  const [, marks = '', title = ''] = /^(#+) (.*)$/.exec(heading) ?? [];
  const begins = `${marks} ${title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`;
  return page.match(new RegExp(`^${begins}\\n([\\s\\S]*?)(?=^#{1,${marks.length}} |(?![\\s\\S]))`, 'm'))?.[1];
}

const blocks = (language: string): RegExp => new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm');
/** The blocks of code in a language. */
export const codeIn = (page: string, language: string): string[] => found(page, blocks(language));
export const withoutCode = (page: string): string => page.replace(blocks('\\w*'), '');
