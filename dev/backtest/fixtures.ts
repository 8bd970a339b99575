import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { led, opening, steamed } from '../../tests/support/games.ts';
import { HOUR, MINUTE, NOON } from '../../tests/support/odds.ts';

/** A moment as a recorder writes it, so many minutes after noon. */
export const at = (minute: number): string => new Date(NOON + minute * MINUTE).toISOString();

/** A line of a recording. */
export const line = (minute: number, ...body: readonly unknown[]): string =>
  JSON.stringify({ captured_at: at(minute), body });

/** A game that goes the way of steam in three snapshots, five minutes apart; it begins three hours after noon. */
export const steam = (number: number, from: number, league?: string): readonly string[] => {
  const game = { number, start: NOON + 3 * HOUR };
  return [opening, led, steamed].map((state, index) =>
    line(from + 5 * index, { ...state(game), ...(league === undefined ? {} : { sport_key: league }) }),
  );
};

/** A folder for one test file's recordings, which goes with its end. */
export function recordings() {
  const folder = mkdtempSync(join(tmpdir(), 'backtest-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  let files = 0;
  return {
    folder,
    /** Writes a recording, and names it. */
    fileOf: (...lines: readonly string[]): string => {
      const file = join(folder, `${++files}.jsonl`);
      writeFileSync(file, lines.map((text) => `${text}\n`).join(''));
      return file;
    },
  };
}
