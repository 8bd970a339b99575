import { closeSync, existsSync, openSync, readSync, realpathSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readPositions } from './read-positions.ts';

it.runIf(existsSync('/proc/self/fd'))('tells how far a file is read while it is open', () => {
  const path = realpathSync(import.meta.filename);
  const file = openSync(path, 'r');
  readSync(file, Buffer.alloc(100));
  expect(readPositions().get(path)).toBe(100);
  closeSync(file);
  expect(readPositions().has(path)).toBe(false);
});
