import { stat } from 'node:fs/promises';
import { leagueOf } from '../recording/league-of.ts';
import { readSnapshots } from '../recording/read-snapshots.ts';

/** Recordings that run together, in time order. */
export interface FileGroup {
  readonly files: readonly string[];
  /** On disk. */
  readonly bytes: number;
}

/**
 * Puts recordings of one league together, the biggest group first: leagues have nothing to do with each other, so groups can run
 * at the same time. Of each file only the beginning is read, up to the first game; a file that begins with one league and goes on
 * with another is found out when it runs. Throws RecordingError.
 */
export async function groupFiles(files: readonly string[]): Promise<readonly FileGroup[]> {
  const groups = new Map<string | undefined, { files: string[]; bytes: number }>();
  for (const file of files) {
    const league = await firstLeague(file);
    const group = groups.get(league) ?? { files: [], bytes: 0 };
    group.files.push(file);
    group.bytes += (await stat(file)).size;
    groups.set(league, group);
  }
  return [...groups.values()].sort((a, b) => b.bytes - a.bytes);
}

/** The league of a recording's first game; undefined when there is none. */
async function firstLeague(file: string): Promise<string | undefined> {
  for await (const { body } of readSnapshots([file])) {
    const league = leagueOf(body);
    if (league !== undefined) return league;
  }
  return undefined;
}
