import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runScript } from '../tests/support/run.ts';
import { listenOnLoopback } from './services/loopback.ts';

const BACKTEST = 'dev/backtest/main.ts';
const START = 'dev/start/main.ts';
const BENCH = 'dev/bench/main.ts';

const folder = mkdtempSync(join(tmpdir(), 'command-'));
afterAll(() => rmSync(folder, { recursive: true }));
const MISSING = join(folder, 'no-such-folder', 'recording.jsonl');

describe('a command that fails', () => {
  it.each([
    [BACKTEST, ['--out', '/dev/null', MISSING], `${MISSING}: there is no such file`],
    [BACKTEST, ['--out', '/dev/null', '/dev/null'], 'There is no snapshot in /dev/null'],
    [BACKTEST, ['--out', MISSING, '/dev/null'], `--out ${MISSING} cannot be written`],
    [BACKTEST, ['--out', '/dev/null', '--model', MISSING, '/dev/null'], `--model ${MISSING} is not a model`],
    [START, ['--settings', MISSING, '--port', '0'], `${MISSING}: there is no such file`],
    [START, ['--replay', MISSING, '--exit', '--port', '0'], `${MISSING}: there is no such file`],
  ])('%s %j ends with 1 and one line that says why', async (script, args, says) => {
    const run = runScript(script, args);
    expect(await run.ended).toBe(1);
    expect(run.lines).toEqual([expect.stringContaining(says)]);
  });

  it('npm start says how to go on when its port is taken', async () => {
    const server = createServer();
    const port = await listenOnLoopback(server);
    const settings = join(folder, 'settings.json');
    writeFileSync(settings, '{"Values": {}}');
    const run = runScript(START, ['--settings', settings, '--port', String(port)]);
    expect(await run.ended).toBe(1);
    expect(run.lines).toEqual([expect.stringMatching(new RegExp(`^Port ${port} is in use: .*--port 0$`))]);
    server.close();
  });
});

describe('a command line that makes no sense', () => {
  it.each([
    [BACKTEST, ['recording.jsonl'], '--out and at least one FILE are needed.'],
    [BACKTEST, ['--outt', 'x'], "Unknown option '--outt'"],
    [START, ['--port', 'http'], '--port takes a whole number'],
    [BENCH, ['speed'], 'There is no benchmark "speed".'],
    [BENCH, ['--recording', MISSING], `There is no recording ${MISSING}.`],
  ])('%s %j ends with 2, what is wrong, and the help', async (script, args, says) => {
    const run = runScript(script, args);
    expect(await run.ended).toBe(2);
    expect(run.lines[0]).toContain(says);
    expect(run.lines).toContainEqual(expect.stringContaining('--help'));
  });
});
