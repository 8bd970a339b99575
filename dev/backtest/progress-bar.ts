import { realpathSync, statSync } from 'node:fs';
import { atMostEvery } from './at-most-every.ts';
import { progressLine } from './progress-line.ts';
import { readPositions } from './read-positions.ts';
import type { RunObserver } from './run-groups.ts';

export interface ProgressBar extends RunObserver {
  /** Takes the bar from the terminal. */
  readonly end: () => void;
}

const REDRAW_MS = 100;
const CLEAR_LINE = '\r\x1b[K';

/** What there has to be of standard error. */
export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns: number;
  write(text: string): unknown;
}

/** One line for all files on a terminal, redrawn at most ten times a second; anywhere else nothing but what has to be said. */
export function progressBar(out: Terminal, files: readonly string[]): ProgressBar {
  const say = (line: string): void => void out.write(`${out.isTTY ? CLEAR_LINE : ''}${line}\n`);
  const nothing = (): void => undefined;
  if (!out.isTTY) return { onStart: nothing, onProgress: nothing, onDone: nothing, say, end: nothing };
  const started = performance.now();
  const read = readShare(files);
  return {
    say,
    onStart: read.restart,
    onDone: read.done,
    onProgress: atMostEvery(REDRAW_MS, ({ snapshots, alerts }) => {
      const progress = { share: read.share(), snapshots, alerts, elapsedMs: performance.now() - started };
      out.write(CLEAR_LINE + progressLine(progress, out.columns));
    }),
    end: () => void out.write(CLEAR_LINE),
  };
}

/** Keeps count of how much of some files has been read. */
function readShare(files: readonly string[]) {
  const sizes = new Map(files.map((file) => [file, sizeOf(file)]));
  const total = [...sizes.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  const read = new Map<string, number>();
  return {
    restart: (some: readonly string[]): void => {
      for (const file of some) read.set(file, 0);
    },
    done: (some: readonly string[]): void => {
      for (const file of some) read.set(file, sizes.get(file)?.bytes ?? 0);
    },
    share: (): number | undefined => {
      const positions = readPositions();
      if (total === 0 || positions.size === 0) return undefined;
      let sum = 0;
      for (const [file, { path, bytes }] of sizes) {
        // A file that is closed again stays where it was last seen.
        const position = Math.max(read.get(file) ?? 0, Math.min(bytes, positions.get(path) ?? 0));
        read.set(file, position);
        sum += position;
      }
      return sum / total;
    },
  };
}

/** A file that is not there is for its reader to complain about. */
function sizeOf(file: string): { readonly path: string; readonly bytes: number } {
  try {
    return { path: realpathSync(file), bytes: statSync(file).size };
  } catch {
    return { path: file, bytes: 0 };
  }
}
