import { leagueOf } from './league-of.ts';
import { readLines } from './read-lines.ts';
import { parseSnapshot } from './read-snapshots.ts';

/** What there is in some recordings. */
export interface Survey {
  /** By league key, the first answer that holds a game. */
  readonly first: ReadonlyMap<string, unknown>;
  /** When the last snapshot was captured, epoch ms; undefined when there is none. */
  readonly until: number | undefined;
}

const CAPTURED_AT = /^\{\s*"captured_at"\s*:\s*"([^"]+)"/;
const LEAGUE = /"sport_key"\s*:\s*"([^"]+)"/;
/** Enough of a line to hold its time and its first game's league, as recorders write them. */
const HEAD_BYTES = 1000;

/** Goes through recordings to their end; of most lines it looks at the beginning only. Throws what reading them throws. */
export async function survey(files: readonly string[]): Promise<Survey> {
  const first = new Map<string, unknown>();
  let until: number | undefined;
  for (const file of files) {
    let number = 0;
    for await (const line of readLines(file)) {
      number += 1;
      const head = line.subarray(0, HEAD_BYTES).toString('latin1');
      if (head.trim() === '') continue;
      const isKnown = first.has(LEAGUE.exec(head)?.[1] ?? '');
      const at = isKnown ? Date.parse(CAPTURED_AT.exec(head)?.[1] ?? '') : meet(first, line, `${file}:${number}`);
      if (at > (until ?? Number.NEGATIVE_INFINITY)) until = at;
    }
  }
  return { first, until };
}

/** Reads a whole line, keeps its answer when it is the first of its league, and answers when it was captured. */
function meet(first: Map<string, unknown>, line: Buffer, where: string): number {
  const { body, capturedAt } = parseSnapshot(line.toString('utf8'), where);
  const league = leagueOf(body);
  if (league !== undefined && !first.has(league)) first.set(league, body);
  return capturedAt;
}
