import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { LEAGUE, opening } from '../../tests/support/games.ts';
import { HOUR, MINUTE, NOON } from '../../tests/support/odds.ts';
import { openRecording } from './recording.ts';

const folder = mkdtempSync(join(tmpdir(), 'recording-'));
afterAll(() => rmSync(folder, { recursive: true }));

const fileOf = (name: string, ...snapshots: readonly (readonly [minute: number, ...events: readonly object[]])[]) => {
  const file = join(folder, name);
  const lines = snapshots.map(([minute, ...body]) =>
    JSON.stringify({ captured_at: new Date(NOON + minute * MINUTE).toISOString(), body }),
  );
  writeFileSync(file, lines.join('\n'));
  return file;
};
const game = opening({ number: 1, start: NOON + HOUR });
const other = { ...opening({ number: 2, start: NOON + HOUR }), sport_key: 'basketball_nba' };

describe('openRecording', () => {
  it('tells the leagues, and when the first and the last snapshot of all files were captured', async () => {
    const files = [fileOf('a', [0, game], [10, game]), fileOf('b', [15], [20, other], [40, other])];
    const { leagues, from, until, feed } = await openRecording(files);
    expect(leagues).toEqual([LEAGUE, 'basketball_nba']);
    expect([from, until]).toEqual([NOON, NOON + 40 * MINUTE]);
    await feed.close();
  });

  it('has a league that begins later on the list and the schedule, unquoted until its first snapshot', async () => {
    const { feed } = await openRecording([fileOf('a', [0, game]), fileOf('b', [20, other])]);
    await feed.next();
    expect(feed.sports().map(({ key }) => key)).toEqual([LEAGUE, 'basketball_nba']);
    expect(feed.events(LEAGUE)).toEqual([game]);
    expect(feed.events('basketball_nba')).toEqual([{ ...other, bookmakers: [] }]);
    await feed.next();
    expect(feed.sports().map(({ key }) => key)).toEqual([LEAGUE, 'basketball_nba']);
    expect(feed.events('basketball_nba')).toEqual([other]);
    expect(feed.events('darts')).toBeUndefined();
    await feed.close();
  });

  it('finds every league of a file that holds several', async () => {
    const { leagues, feed } = await openRecording([fileOf('mixed', [0, game], [1, other], [2, game])]);
    expect(leagues).toEqual([LEAGUE, 'basketball_nba']);
    await feed.close();
  });

  it('refuses files without a snapshot, or without a game in any: there would be nothing to poll', async () => {
    await expect(openRecording([fileOf('empty')])).rejects.toThrow('There is no snapshot');
    await expect(openRecording([fileOf('gameless', [0], [10])])).rejects.toThrow('There is no snapshot with a game');
  });
});
