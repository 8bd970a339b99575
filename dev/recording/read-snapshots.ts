import { RecordingError, readLines } from './read-lines.ts';

/** One recorded answer of `/v4/sports/{sport}/odds`. */
export interface Snapshot {
  /** When it was captured, epoch ms. */
  readonly capturedAt: number;
  /** The same, as the recorder wrote it: outside tools match alerts to snapshots by this text. */
  readonly at: string;
  /** The answer as it came, not checked. Fresh for every snapshot: the reader of it may change it. */
  readonly body: unknown;
}

const EXPECTED = '{"captured_at": ISO time, "body": answer}';

/** Reads one line of a recording; `where` names it in errors. Throws RecordingError. */
export const parseSnapshot = (text: string, where: string): Snapshot => {
  let line: unknown;
  try {
    line = JSON.parse(text);
  } catch (cause) {
    throw new RecordingError(`${where}: not JSON; expected ${EXPECTED}`, { cause });
  }
  if (typeof line !== 'object' || line === null || !('captured_at' in line) || !('body' in line)) {
    throw new RecordingError(`${where}: expected ${EXPECTED}`);
  }
  const { captured_at: at, body } = line;
  const capturedAt = typeof at === 'string' ? Date.parse(at) : Number.NaN;
  if (typeof at !== 'string' || Number.isNaN(capturedAt)) {
    throw new RecordingError(`${where}: captured_at is not an ISO time`);
  }
  return { capturedAt, at, body };
};

async function* readFile(file: string): AsyncGenerator<Snapshot, void> {
  let line = 0;
  for await (const bytes of readLines(file)) {
    line += 1;
    const text = bytes.toString('utf8');
    if (text.trim() !== '') yield parseSnapshot(text, `${file}:${line}`);
  }
}

interface Open {
  readonly head: Snapshot;
  readonly rest: AsyncGenerator<Snapshot, void>;
}

const open = async (file: string): Promise<Open | undefined> => {
  const rest = readFile(file);
  const first = await rest.next();
  return first.done ? undefined : { head: first.value, rest };
};

/** When each file begins. Reads its first line only and closes it again: an open decompressor holds up to 128 MiB. */
const beginnings = async (files: readonly string[]): Promise<{ file: string; begins: number }[]> => {
  const begun: { file: string; begins: number }[] = [];
  for (const file of files) {
    const opened = await open(file);
    if (!opened) continue;
    begun.push({ file, begins: opened.head.capturedAt });
    await opened.rest.return();
  }
  return begun.sort((a, b) => a.begins - b.begins);
};

/**
 * Snapshots of several recordings in time order across the files, each file being in time order itself, as recorders write
 * them. Snapshots of one instant come in the order in which their files begin. A file is opened only when its time has come.
 *
 * @param files JSON lines `{"captured_at": ISO, "body": …}`, plain or `.zst`; blank lines are skipped
 * @throws RecordingError naming the file and, where it is a line that is wrong, the line
 */
export async function* readSnapshots(files: readonly string[]): AsyncGenerator<Snapshot, void> {
  const [only, second] = files;
  if (only !== undefined && second === undefined) return yield* readFile(only);
  const waiting = await beginnings(files);
  const running: Open[] = [];
  try {
    for (;;) {
      const soonest = Math.min(...running.map(({ head }) => head.capturedAt));
      const due = waiting[0];
      if (due && due.begins < soonest) {
        const opened = await open(due.file);
        waiting.shift();
        if (opened) running.push(opened);
        continue;
      }
      const index = running.findIndex(({ head }) => head.capturedAt === soonest);
      const current = running[index];
      if (!current) return;
      yield current.head;
      const next = await current.rest.next();
      if (next.done) running.splice(index, 1);
      else running[index] = { head: next.value, rest: current.rest };
    }
  } finally {
    for (const { rest } of running) await rest.return();
  }
}
