import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Figure } from '../figure.ts';

/** Where the last load test is kept, for whoever is about to open to people. */
export const LOAD_RECORD = fileURLToPath(new URL('../../../docs/load-test.json', import.meta.url));
const PACKAGE = new URL('../../../package.json', import.meta.url);

const loadRecordSchema = z.object({
  /** When it ended. */
  at: z.iso.datetime(),
  /** The app's version. */
  version: z.string(),
  people: z.int().positive(),
  seconds: z.number().positive(),
  questions: z.int().positive(),
  /** Until 95 % had read an answer. */
  p95Ms: z.number().nonnegative(),
  /** The same for answers that needed no call outside. */
  atOnceP95Ms: z.number().nonnegative(),
  failed: z.int().nonnegative(),
  unanswered: z.int().nonnegative(),
});
export type LoadRecord = z.infer<typeof loadRecordSchema>;

/** Keeps what a load test found. */
export async function recordLoad(
  figures: readonly Figure[],
  test: { readonly people: number; readonly seconds: number; readonly at: number },
  file = LOAD_RECORD,
): Promise<void> {
  const roundedOf = (name: string): number => Math.round(figures.find(({ figure }) => figure === name)?.value ?? 0);
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(await readFile(PACKAGE, 'utf8')));
  const questions = figures.find(({ figure }) => figure === 'p95')?.details?.['questions'];
  const record = loadRecordSchema.parse({
    at: new Date(test.at).toISOString(),
    version,
    people: test.people,
    seconds: test.seconds,
    questions,
    p95Ms: roundedOf('p95'),
    atOnceP95Ms: roundedOf('at_once_p95'),
    failed: roundedOf('failed'),
    unanswered: roundedOf('unanswered'),
  });
  await writeFile(file, `${JSON.stringify(record, undefined, 2)}\n`);
}

/** The last load test; undefined when none was recorded. Throws when what is kept is not understood. */
export async function readLoadRecord(file = LOAD_RECORD): Promise<LoadRecord | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : loadRecordSchema.parse(JSON.parse(text));
}
