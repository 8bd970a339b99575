import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { recordMarket } from '../../tests/support/recording.ts';
import { runScript } from '../../tests/support/run.ts';
import { line, recordings } from './fixtures.ts';

const { folder, fileOf } = recordings();
const SNAPSHOTS = 12;
const LEAGUES = ['icehockey_nhl', 'americanfootball_nfl', 'basketball_nba'] as const;
/** The lines of a league's simulated recording. */
const market = (league: string, from = 0): readonly string[] =>
  recordMarket({ league, snapshots: SNAPSHOTS, from }).trimEnd().split('\n');

let outputs = 0;
/** Runs the command in a folder of its own for what it writes. */
const backtest = async (args: readonly string[], before?: string) => {
  const own = join(folder, `out-${++outputs}`);
  mkdirSync(own);
  const out = join(own, 'alerts.jsonl');
  if (before !== undefined) writeFileSync(out, before);
  const run = runScript('dev/backtest/main.ts', ['--out', out, ...args]);
  const code = await run.ended;
  return {
    code,
    out,
    lines: run.lines,
    files: readdirSync(own),
    text: existsSync(out) ? readFileSync(out, 'utf8') : '',
  };
};

describe('npm run backtest, in threads', () => {
  let files: readonly string[];
  let alone: Awaited<ReturnType<typeof backtest>>;
  beforeAll(async () => {
    files = LEAGUES.map((league) => fileOf(...market(league)));
    alone = await backtest(['--workers', '1', ...files]);
  });

  it('writes with two, for three leagues, the very bytes that one writes', async () => {
    const { code, text, lines } = await backtest(['--workers', '2', ...files.toReversed()]);
    expect({ code, text }).toEqual({ code: 0, text: alone.text });
    expect(lines).toEqual([expect.stringMatching(/^36 snapshots, \d+ alerts in /)]);
  });

  it('writes the alerts of all leagues in the order of time', () => {
    const alerts = alone.text
      .trimEnd()
      .split('\n')
      .map((text) => JSON.parse(text) as { at: string; event_id: string });
    const times = alerts.map((alert) => alert.at);
    expect(times).toEqual(times.toSorted());
    expect(new Set(times).size).toBeGreaterThan(3);
    expect(alone.lines.at(-1)).toContain(`36 snapshots, ${alerts.length} alerts`);
  });

  it('runs files of one league together, as one recording that was cut in two', async () => {
    const whole = market('icehockey_nhl');
    const halves = [fileOf(...whole.slice(0, 7)), fileOf(...whole.slice(7))];
    const football = fileOf(...market('americanfootball_nfl'));
    const cut = await backtest(['--workers', '2', ...halves, football]);
    expect(cut.text).toBe((await backtest(['--workers', '2', fileOf(...whole), football])).text);
  });

  it('runs all together, and says so, when a file goes on with a league of another one', async () => {
    const [hockey, basketball] = [market('icehockey_nhl'), market('basketball_nba')];
    const mixed = fileOf(...hockey.flatMap((text, index) => [text, basketball[index] ?? '']).slice(0, 16));
    const rest = fileOf(...basketball.slice(8));
    const [threads, one] = [
      await backtest(['--workers', '2', mixed, rest]),
      await backtest(['--workers', '1', rest, mixed]),
    ];
    expect(threads).toMatchObject({ code: 0, text: one.text });
    expect(threads.lines[0]).toBe(
      'basketball_nba is in files that begin with different leagues: all files run again, together, in one thread.',
    );
    const whole = await backtest([fileOf(...hockey.slice(0, 8)), fileOf(...basketball)]);
    expect(threads.text).toBe(whole.text);
    expect(threads.text).not.toBe('');
  });
});

describe('npm run backtest, when something is wrong', () => {
  const football = () => fileOf(...market('americanfootball_nfl'));
  const before = 'the alerts of yesterday\n';

  it.each([[1], [2]])(
    'names file and line that it cannot read, with %i at a time, and leaves --out as it was',
    async (workers) => {
      const bad = fileOf(...market('icehockey_nhl').slice(0, 3), '{"captured_at": "2026-');
      const run = await backtest(
        ['--workers', String(workers), '--report', join(folder, 'r.html'), football(), bad],
        before,
      );
      expect(run.code).toBe(1);
      expect(run.lines).toEqual([expect.stringContaining(`${bad}:4: not JSON`)]);
      expect(run.text).toBe(before);
      expect(run.files).toEqual(['alerts.jsonl']);
      expect(existsSync(join(folder, 'r.html'))).toBe(false);
    },
  );

  it('leaves --out as it was when there is nothing to read', async () => {
    const run = await backtest([fileOf()], before);
    expect(run).toMatchObject({ code: 1, text: before, files: ['alerts.jsonl'] });
  });

  it('does not overwrite a recording, nor the alerts with the report', async () => {
    const file = football();
    const run = runScript('dev/backtest/main.ts', ['--out', file, file]);
    expect(await run.ended).toBe(1);
    expect(run.lines).toEqual([`--out ${file} would overwrite ${file}: name another file`]);
    const out = join(folder, 'same');
    const both = runScript('dev/backtest/main.ts', ['--out', out, '--report', out, file]);
    expect(await both.ended).toBe(1);
    expect(both.lines).toEqual([`--report ${out} would overwrite ${out}: name another file`]);
    expect(readFileSync(file, 'utf8')).toBe(`${market('americanfootball_nfl').join('\n')}\n`);
  });

  it.each(['0', 'two'])('does not take --workers %s', async (workers) => {
    const run = await backtest([`--workers=${workers}`, football()]);
    expect(run.code).toBe(2);
    expect(run.lines[0]).toBe('--workers takes a whole number, at least 1.');
  });
});

describe('npm run backtest -- --report', () => {
  it('writes the page beside the alerts, the same from threads, and the alerts as without it', async () => {
    const files = LEAGUES.map((league) => fileOf(...market(league)));
    const [one, other] = [join(folder, 'one.html'), join(folder, 'other.html')];
    const plain = await backtest(files);
    const reported = await backtest(['--workers', '1', '--report', one, ...files]);
    expect(reported).toMatchObject({ code: 0, text: plain.text });
    expect(await backtest(['--workers', '3', '--report', other, ...files])).toMatchObject({ text: plain.text });
    const page = readFileSync(one, 'utf8');
    expect(page).toBe(readFileSync(other, 'utf8'));
    expect(page).toContain(`${plain.text.trimEnd().split('\n').length} alerts`);
  });

  it('writes a page that says so when there is no alert', async () => {
    const file = join(folder, 'none.html');
    expect(await backtest(['--report', file, fileOf(line(0))])).toMatchObject({ code: 0, text: '' });
    expect(readFileSync(file, 'utf8')).toContain('There is no game in these recordings.');
  });
});
