import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

/** A program of ours in a process of its own, as a person starts it. */
export interface Run {
  readonly child: ChildProcess;
  /** What it printed so far, line by line, errors included. */
  readonly lines: readonly string[];
  /** Resolves with the first line that matches; rejects when the program ends without one. */
  line(pattern: RegExp): Promise<string>;
  /** Resolves when it has ended, with its exit code; null when a signal ended it. */
  readonly ended: Promise<number | null>;
}

/** @param script relative to the project, e.g. `dev/start/main.ts` */
export function runScript(script: string, args: readonly string[]): Run {
  const child = spawn(process.execPath, [script, ...args], {
    cwd: PROJECT,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true, // a process group of its own, as a terminal gives it
  });
  // Nothing of ours outlives this process, however a test ends.
  const killWithUs = () => child.kill('SIGKILL');
  process.once('exit', killWithUs);
  const lines: string[] = [];
  const waiting = new Set<(line: string) => void>();
  for (const stream of [child.stdout, child.stderr])
    createInterface(stream).on('line', (line) => {
      lines.push(line);
      for (const wake of waiting) wake(line);
    });
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  void ended.then(() => process.off('exit', killWithUs));
  return {
    child,
    lines,
    ended,
    line: (pattern) =>
      new Promise((resolve, reject) => {
        const wake = (line: string) => {
          if (!pattern.test(line)) return;
          waiting.delete(wake);
          resolve(line);
        };
        waiting.add(wake);
        lines.forEach(wake);
        void ended.then(() => reject(new Error(`ended without ${pattern}:\n${lines.join('\n')}`)));
      }),
  };
}

/** Processes that this one started and that still run (Linux). */
export const childrenOf = (pid: number): readonly number[] =>
  readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry) && statusOf(entry, 'PPid') === String(pid))
    .map(Number);

/** Whether a process still does anything: one that ended and waits for its parent to notice does not. */
export const isRunning = (pid: number): boolean => !['Z', undefined].includes(statusOf(pid, 'State'));

/** The first word of a line of `/proc/PID/status`; undefined when there is no such process. */
function statusOf(pid: number | string, field: string): string | undefined {
  try {
    return new RegExp(`^${field}:\\s*(\\S+)`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  } catch {
    return undefined;
  }
}
