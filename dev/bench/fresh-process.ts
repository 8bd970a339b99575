import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** What one run of a script cost. */
export interface Usage {
  /** From the start of the process to its end. */
  readonly ms: number;
  /** The most that it had resident, 10⁶ bytes. */
  readonly peakMB: number;
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const REPORTER = new URL('./report-usage.ts', import.meta.url).href;

/**
 * Runs Node with these arguments in a process of its own. Rejects when it does not end well; what it prints on stdout is not kept.
 */
export async function runFresh(args: readonly string[]): Promise<Usage> {
  const child = spawn(process.execPath, ['--import', REPORTER, ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
  });
  const [report, [code, signal]] = await Promise.all([text(child.stdio[3] as Readable), once(child, 'close')]);
  if (code !== 0) throw new Error(`node ${args.join(' ')} ended with ${signal ?? code}`);
  return JSON.parse(report) as Usage;
}
