import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { resolve } from 'node:path';

/** A file that is written whole, or not at all. */
export interface OutputFile {
  /** What was in the file before stays until all of the new text is there. */
  readonly write: (text: string) => void;
}

/**
 * Prepares to write a file, before anything is read: minutes of work must not end in a folder that is not there.
 * @param option what the person who named the file calls it, for errors: `--out`
 * @param others files that it must not take the place of
 */
export function outputFile(option: string, file: string, others: readonly string[]): OutputFile {
  const path = realPath(file);
  if (isDevice(path)) return device(path);
  const overwritten = others.find((other) => realPath(other) === path);
  if (overwritten !== undefined) throw new Error(`${option} ${file} would overwrite ${overwritten}: name another file`);
  try {
    return replacement(path);
  } catch (cause) {
    throw new Error(`${option} ${file} cannot be written: name a file in a folder that is there (${String(cause)})`, {
      cause,
    });
  }
}

/** Where a link leads to; a file that is not there yet keeps its name. */
const realPath = (file: string): string => (existsSync(file) ? realpathSync(file) : resolve(file));

/** A device or a pipe, such as /dev/null: there is nothing in it to keep, and no file may take its place. */
function isDevice(path: string): boolean {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat !== undefined && !stat.isFile() && !stat.isDirectory();
}

function device(path: string): OutputFile {
  const descriptor = openSync(path, 'w');
  return {
    write: (text) => {
      writeFileSync(descriptor, text);
      closeSync(descriptor);
    },
  };
}

/** Written beside the file under another name, then renamed: a reader finds the old text or the new one. */
function replacement(path: string): OutputFile {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw new Error('it is a folder');
  if (existsSync(path)) accessSync(path, constants.W_OK);
  const beside = `${path}.${process.pid}.tmp`;
  const writeBeside = (text: string): void => writeFileSync(beside, text, { flag: 'wx' });
  writeBeside('');
  rmSync(beside);
  return {
    write: (text) => {
      try {
        writeBeside(text);
        renameSync(beside, path);
      } catch (error) {
        rmSync(beside, { force: true });
        throw error;
      }
    },
  };
}
