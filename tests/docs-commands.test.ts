import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readOptions as readOps } from '../dev/ops/options.ts';
import { readOptions as readPreflight } from '../dev/preflight/options.ts';
import { readOptions as readDiscord } from '../dev/setup-discord/options.ts';
import { readOptions as readStripe } from '../dev/setup-stripe/options.ts';
import { filesOf, found, readFile } from './support/pages.ts';

const PAGES = ['README.md', ...filesOf('docs/*.md')].map(readFile).join('\n');

const { scripts } = z.object({ scripts: z.record(z.string(), z.string()) }).parse(JSON.parse(readFile('package.json')));
const scriptsIn = (text: string): string[] => [...new Set(found(text, /\bnpm run ([a-z][\w:-]*)/g))];
const unknownScripts = (text: string): string[] => scriptsIn(text).filter((name) => !(name in scripts));

/** Those that read their line by a function of their own. */
const READERS = { ops: readOps, preflight: readPreflight, 'setup:discord': readDiscord, 'setup:stripe': readStripe };
type Name = keyof typeof READERS;

/** What somebody would type in the place of each name in capitals, or the shell in the place of a variable. */
const EXAMPLES: Readonly<Record<string, string>> = {
  QUEUE: 'deliveries',
  LEAGUE: 'americanfootball_nfl',
  SIGNAL_ID: 'abc123',
  CASE: 'dp_123',
  ID: '1',
  COMMAND: 'cases',
  'odds-LEAGUE': 'odds-americanfootball_nfl',
  URL: 'https://app.azurewebsites.net',
  'https://$APP.azurewebsites.net': 'https://app.azurewebsites.net',
  '$(azd env get-value discordInteractionsUrl)': 'https://app.azurewebsites.net/api/discord/interactions',
};
const wordsOf = (line: string): string[] =>
  found(line, /("[^"]*"|\S+)/g)
    .map((word) => word.replace(/^"|"$/g, ''))
    .map((word) => EXAMPLES[word] ?? word);

/** Whole lines of blocks of code, and what stands in a line as code. */
const linesOf = (text: string, name: Name): string[] => [
  ...found(text, new RegExp(`\`npm run ${name} -- ([^\`\n]+)\``, 'g')),
  ...found(text, new RegExp(`^npm run ${name} -- ([^#\n]+)`, 'gm')),
];
const problems = (text: string, name: Name): string[] =>
  linesOf(text, name).flatMap((line) => {
    try {
      READERS[name](wordsOf(line));
      return [];
    } catch (error) {
      return [`${line}: ${error instanceof Error ? error.message : String(error)}`];
    }
  });

describe('the commands of README and docs', () => {
  it('are in package.json', () => {
    expect(scriptsIn(PAGES)).toEqual(expect.arrayContaining(['ops', 'setup:discord', 'package']));
    expect(unknownScripts(PAGES)).toEqual([]);
    expect(unknownScripts('npm run repair -- all')).toEqual(['repair']);
  });

  it.each(Object.keys(READERS) as Name[])('of %s are understood by it, with their arguments', (name) => {
    expect(linesOf(PAGES, name).length).toBeGreaterThan(2);
    expect(problems(PAGES, name)).toEqual([]);
  });

  it.each<[Name, string]>([
    ['ops', '`npm run ops -- poison burn QUEUE`'],
    ['ops', '`npm run ops -- poison replay QUEUE`'],
    ['ops', '\nnpm run ops -- forget-user Nora --dry-run # who\n'],
    ['preflight', '`npm run preflight -- --only weather`'],
    ['setup:discord', '`npm run setup:discord -- --wrote`'],
    ['setup:stripe', '`npm run setup:stripe -- --url somewhere`'],
  ])('that %s does not understand are found: %s', (name, text) => {
    expect(problems(text, name)).toHaveLength(1);
  });
});
