import { describe, expect, it } from 'vitest';
import { recordingTelemetry } from '../../shared/adapters/telemetry/recording-telemetry.ts';
import { opening } from '../../tests/support/games.ts';
import { sureOf } from '../../tests/support/models.ts';
import { HOUR, NOON } from '../../tests/support/odds.ts';
import { silentTelemetry } from '../silent-telemetry.ts';
import { backtest } from './backtest.ts';
import { at, line, recordings, steam } from './fixtures.ts';

const { fileOf } = recordings();
const run = async (...files: readonly string[]) => {
  const found: string[] = [];
  const progress: number[] = [];
  const { snapshots, leagues } = await backtest({
    files,
    telemetry: silentTelemetry,
    model: sureOf(0.7),
    onSignal: (signal, when) => found.push(`${when} ${signal.event.id} ${signal.type}`),
    onProgress: (count) => progress.push(count),
  });
  return { snapshots, leagues, found, progress };
};

describe('backtest', () => {
  it('finds a signal in the snapshot that shows it, under the recording’s own time', async () => {
    const { snapshots, leagues, found, progress } = await run(fileOf(...steam(1, 0)));
    expect(snapshots).toBe(3);
    expect(leagues).toEqual(['americanfootball_nfl']);
    expect(found).toEqual([`${at(10)} game1 SteamMove`]);
    expect(progress).toEqual([1, 2, 3]);
  });

  it('runs several leagues’ recordings together, in the order of time', async () => {
    const nba = fileOf(...steam(2, 2, 'basketball_nba'));
    const { snapshots, leagues, found } = await run(fileOf(...steam(1, 0)), nba);
    expect(snapshots).toBe(6);
    expect(leagues).toEqual(['americanfootball_nfl', 'basketball_nba']);
    expect(found).toEqual([`${at(10)} game1 SteamMove`, `${at(12)} game2 SteamMove`]);
  });

  it('finds in each of several leagues what it finds in it alone, though their snapshots fall on the same instants', async () => {
    const nfl = fileOf(...steam(1, 0), ...steam(3, 75));
    const nba = fileOf(...steam(2, 0, 'basketball_nba'));
    const alone = [...(await run(nfl)).found, ...(await run(nba)).found];
    const { found } = await run(nfl, nba);
    expect(found.toSorted()).toEqual(alone.toSorted());
    expect(found.length).toBeGreaterThan(2);
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
    expect(await run(fileOf())).toMatchObject({ snapshots: 0, leagues: [], found: [] });
    expect(await run(fileOf(line(0)))).toMatchObject({ snapshots: 1, leagues: [], found: [] });
  });

  it.each([
    ['{"captured_at": "2026-', /:2: not JSON/],
    ['{"captured_at": "yesterday", "body": []}', /:2: captured_at is not an ISO time/],
    ['{"body": []}', /:2: expected/],
  ])('names file and line of what it cannot read: %s', async (bad, says) => {
    await expect(run(fileOf(line(0, opening({ start: NOON + HOUR })), bad))).rejects.toThrow(says);
  });
});
