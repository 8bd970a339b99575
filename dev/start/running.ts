import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const FOLDER = fileURLToPath(new URL('../../.local', import.meta.url));
const FILE = `${FOLDER}/running.json`;

/** The app that `npm start` runs at the moment, for programs that look after it. */
const runningSchema = z.object({
  pid: z.number().int().positive(),
  url: z.string(),
  /** The app's settings, stand-ins and all. */
  Values: z.record(z.string(), z.string()),
});
export type Running = z.infer<typeof runningSchema>;

/** Tells other programs of this one; answers how to take that back. Settings hold secrets: only their owner may read the file. */
export function announce(running: Omit<Running, 'pid'>): () => void {
  mkdirSync(FOLDER, { recursive: true });
  rmSync(FILE, { force: true });
  writeFileSync(FILE, JSON.stringify({ pid: process.pid, ...running }, undefined, 2), { mode: 0o600 });
  return () => {
    if (findRunning()?.pid === process.pid) rmSync(FILE, { force: true });
  };
}

/** Undefined when none runs: what a killed one left behind counts as nothing. */
export function findRunning(): Running | undefined {
  if (!existsSync(FILE)) return undefined;
  try {
    const running = runningSchema.parse(JSON.parse(readFileSync(FILE, 'utf8')));
    process.kill(running.pid, 0);
    return running;
  } catch {
    return undefined;
  }
}
