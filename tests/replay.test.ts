import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { marketOfKey } from '../shared/adapters/odds-api/provider-keys.ts';
import { compressed, recordMarket } from './support/recording.ts';
import { childrenOf, isRunning, runScript } from './support/run.ts';

const HOCKEY = { league: 'icehockey_nhl', snapshots: 18 };
/** Begins a quarter of an hour later. */
const FOOTBALL = { league: 'americanfootball_nfl', snapshots: 12, from: 15 };
const SNAPSHOTS = HOCKEY.snapshots + FOOTBALL.snapshots;

let folder: string;
/** Stand-ins for everything, whatever keys the developer who runs the tests has set. */
let options: readonly string[];
let hockey: string;
let football: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recording-'));
  const settings = join(folder, 'settings.json');
  await writeFile(settings, '{"Values": {}}');
  options = ['--settings', settings, '--json', '--port', '0', '--verbose'];
  hockey = join(folder, 'hockey.jsonl');
  football = join(folder, 'football.jsonl.zst');
  await writeFile(hockey, recordMarket(HOCKEY));
  await writeFile(football, compressed(recordMarket(FOOTBALL)));
});
afterAll(() => rm(folder, { recursive: true }));

const start = (...args: readonly string[]) => runScript('dev/start/main.ts', [...options, ...args]);

const count = z.int().nonnegative();
const summarySchema = z.strictObject({
  polls: count,
  snapshots: count,
  changes: count,
  signals: count,
  alerts: count,
  deliveries: count,
  delivered: count,
  duplicates: count,
  lost: count,
  rejected: count,
  seconds: z.number().positive(),
});
const summaryIn = (lines: readonly string[]) => summarySchema.parse(JSON.parse(lines.at(-1) ?? ''));

/** One signal as both programs tell of it: when, its dedupe key, how sure, and the price to take. */
const raisedSchema = z.object({
  at: z.string(),
  key: z.string(),
  confidence: z.string(),
  book: z.string(),
  price: z.string(),
  point: z.string(),
});
const identity = (signal: z.infer<typeof raisedSchema>): string => Object.values(raisedSchema.parse(signal)).join(' ');

/** The fields of a console line `HH:MM:SS.mmm event name=value …`. */
const fieldsOf = (line: string) => ({
  at: line.slice(0, 12),
  ...Object.fromEntries([...line.matchAll(/ (\w+)=(\S+)/g)].map(([, name, value]) => [name, value])),
});
const raisedIn = (lines: readonly string[]): readonly string[] =>
  lines
    .filter((line) => line.includes(' signal_raised '))
    .map((line) => identity(raisedSchema.parse(fieldsOf(line))))
    .sort();

const alertSchema = z.object({
  at: z.string(),
  event_id: z.string(),
  market: z.string(),
  type: z.string(),
  level: z.string(),
  confidence: z.number(),
  book: z.string(),
  price: z.number(),
  point: z.number().nullable(),
});
const alertsIn = (jsonLines: string): readonly string[] =>
  jsonLines
    .trim()
    .split('\n')
    .map((line) => alertSchema.parse(JSON.parse(line)))
    .map(({ at, event_id, market, type, level, confidence, book, price, point }) =>
      identity({
        at: at.slice(11, 23),
        key: `${event_id}:${marketOfKey(market)}:${type}:${level[0]?.toUpperCase()}${level.slice(1)}`,
        confidence: String(confidence),
        book,
        price: String(price),
        point: String(point),
      }),
    )
    .sort();

describe('npm start -- --replay FILE --speed max --exit --json', () => {
  it('ends with the summary, and raises the very signals that the backtest finds in the same files', async () => {
    const replayed = start('--speed', 'max', '--exit', '--replay', hockey, football);
    expect(await replayed.ended).toBe(0);
    const summary = summaryIn(replayed.lines);
    expect(summary).toMatchObject({ snapshots: SNAPSHOTS, lost: 0, duplicates: 0, rejected: 0 });
    expect(summary.polls).toBeGreaterThanOrEqual(SNAPSHOTS);
    expect(summary.alerts).toBeGreaterThan(0);
    expect(summary.changes).toBeGreaterThan(summary.signals);
    expect(summary.delivered).toBe(summary.deliveries);
    expect(summary.deliveries).toBeGreaterThanOrEqual(summary.alerts);

    const out = join(folder, 'alerts.jsonl');
    const backtest = runScript('dev/backtest/main.ts', ['--out', out, hockey, football]);
    expect(await backtest.ended).toBe(0);
    const found = alertsIn(await readFile(out, 'utf8'));
    expect(found).toHaveLength(summary.signals);
    expect(new Set(found.map((signal) => signal.slice(0, 'HH:MM:SS.mmm'.length))).size).toBeGreaterThan(2);
    expect(raisedIn(replayed.lines)).toEqual(found);
    expect(backtest.lines.at(-1)).toContain(`${SNAPSHOTS} snapshots, ${found.length} alerts`);
  });
});

describe('Ctrl-C in the middle of a paced replay', () => {
  it('ends cleanly with a summary, and leaves no process behind', async () => {
    const run = start('--speed', '300', '--replay', hockey);
    await run.line(/ odds_polled /);
    const { pid = 0 } = run.child;
    const started = childrenOf(pid);
    expect(started.length).toBeGreaterThan(0);
    const asked = performance.now();
    // As a terminal does it: the whole group gets it, the app's own process too.
    process.kill(-pid, 'SIGINT');
    expect(await run.ended).toBe(0);
    expect(performance.now() - asked).toBeLessThan(5000);
    const summary = summaryIn(run.lines);
    expect(summary).toMatchObject({ duplicates: 0, rejected: 0 });
    expect(run.lines.join('\n')).not.toContain('app_process_ended');
    expect(summary.snapshots).toBeLessThan(HOCKEY.snapshots);
    await expect.poll(() => started.filter(isRunning)).toEqual([]);
  });
});

describe('a replay of nothing', () => {
  it.each([
    ['a file that is not there', ['--replay', '/nowhere/market.jsonl'], 1, /market\.jsonl/],
    ['an option that does not exist', ['--repaly', 'market.jsonl'], 2, /--repaly/],
  ])('%s is told in a line, with an exit code that says so', async (_what, args, code, says) => {
    const run = runScript('dev/start/main.ts', args);
    expect(await run.ended).toBe(code);
    expect(run.lines[0]).toMatch(says);
    expect(run.lines.join('\n')).not.toContain('    at ');
  });
});
