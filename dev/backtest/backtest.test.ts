import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { recordingTelemetry } from '../../shared/adapters/telemetry/recording-telemetry.ts';
import { led, opening, steamed } from '../../tests/support/games.ts';
import { HOUR, MINUTE, NOON } from '../../tests/support/odds.ts';
import { silentTelemetry } from '../silent-telemetry.ts';
import { backtest } from './backtest.ts';

const folder = mkdtempSync(join(tmpdir(), 'backtest-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
const fileOf = (...lines: readonly string[]): string => {
  const file = join(folder, `${++files}.jsonl`);
  writeFileSync(file, lines.map((line) => `${line}\n`).join(''));
  return file;
};
const at = (minute: number): string => new Date(NOON + minute * MINUTE).toISOString();
const line = (minute: number, ...body: readonly unknown[]): string => JSON.stringify({ captured_at: at(minute), body });

/** A game that goes the way of steam in three snapshots, five minutes apart. */
const steam = (number: number, from: number, league?: string): readonly string[] => {
  const game = { number, start: NOON + 3 * HOUR };
  return [opening, led, steamed].map((state, index) =>
    line(from + 5 * index, { ...state(game), ...(league === undefined ? {} : { sport_key: league }) }),
  );
};
const run = async (...recordings: readonly string[]) => {
  const found: string[] = [];
  const progress: number[] = [];
  const snapshots = await backtest({
    files: recordings,
    telemetry: silentTelemetry,
    onSignal: (signal, when) => found.push(`${when} ${signal.event.id} ${signal.type}`),
    onProgress: (count) => progress.push(count),
  });
  return { snapshots, found, progress };
};

describe('backtest', () => {
  it('finds a signal in the snapshot that shows it, under the recording’s own time', async () => {
    const { snapshots, found, progress } = await run(fileOf(...steam(1, 0)));
    expect(snapshots).toBe(3);
    expect(found).toEqual([`${at(10)} game1 SteamMove`]);
    expect(progress).toEqual([1, 2, 3]);
  });

  it('runs several leagues’ recordings together, in the order of time', async () => {
    const nba = fileOf(...steam(2, 2, 'basketball_nba'));
    const { snapshots, found } = await run(fileOf(...steam(1, 0)), nba);
    expect(snapshots).toBe(6);
    expect(found).toEqual([`${at(10)} game1 SteamMove`, `${at(12)} game2 SteamMove`]);
  });

  it('finds the same in every run', async () => {
    const file = fileOf(...steam(1, 0), ...steam(1, 75));
    const [one, other] = [await run(file), await run(file)];
    expect(one.found).toEqual(other.found);
    expect(one.found.length).toBeGreaterThan(0);
  });

  it('polls every snapshot: no plan’s credits stand in the way', async () => {
    const telemetry = recordingTelemetry();
    const game = { start: NOON + HOUR };
    const lines = Array.from({ length: 60 }, (_, minute) => line(minute, opening(game)));
    await backtest({ files: [fileOf(...lines)], telemetry, onSignal: () => undefined });
    expect(telemetry.total('odds_polls')).toBe(60);
  });

  it('has nothing to tell of an empty recording', async () => {
    expect(await run(fileOf())).toMatchObject({ snapshots: 0, found: [] });
    expect(await run(fileOf(line(0)))).toMatchObject({ snapshots: 1, found: [] });
  });

  it.each([
    ['{"captured_at": "2026-', /:2: not JSON/],
    ['{"captured_at": "yesterday", "body": []}', /:2: captured_at is not an ISO time/],
    ['{"body": []}', /:2: expected/],
  ])('names file and line of what it cannot read: %s', async (bad, says) => {
    await expect(run(fileOf(line(0, opening({ start: NOON + HOUR })), bad))).rejects.toThrow(says);
  });
});
