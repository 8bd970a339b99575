import { readLines } from './read-lines.ts';

const CAPTURED_AT = /^\{\s*"captured_at"\s*:\s*"([^"]+)"/;
/** Enough of a line to hold its time. */
const HEAD_BYTES = 100;

/** When the last snapshot of some recordings was captured, epoch ms, without reading what is in them; undefined when unclear. */
export async function endOf(files: readonly string[]): Promise<number | undefined> {
  let end = Number.NEGATIVE_INFINITY;
  for (const file of files)
    for await (const line of readLines(file)) {
      const at = Date.parse(CAPTURED_AT.exec(line.subarray(0, HEAD_BYTES).toString('latin1'))?.[1] ?? '');
      if (at > end) end = at;
    }
  return Number.isFinite(end) ? end : undefined;
}
