import { Worker } from 'node:worker_threads';
import pLimit from 'p-limit';
import type { FileGroup } from './group-files.ts';
import type { ThreadMessage } from './group-thread.ts';
import { type FoundAlert, type GroupProgress, type GroupResult, type GroupTask, runGroup } from './run-group.ts';

/** Told how it goes. */
export interface RunObserver {
  /** These files are read from their beginning. */
  readonly onStart: (files: readonly string[]) => void;
  /** Sums over all groups. */
  readonly onProgress: (progress: GroupProgress) => void;
  readonly onDone: (files: readonly string[]) => void;
  /** Something that a person should know. */
  readonly say: (line: string) => void;
}

export interface RunGroupsOptions extends Omit<GroupTask, 'files'> {
  /** The biggest first. */
  readonly groups: readonly FileGroup[];
  /** Threads at the same time; with one, or for one group, all is done in this thread. */
  readonly workers: number;
  readonly observer: RunObserver;
}

/**
 * Runs every group, and gives their results in the same order. What is found does not depend on the number of threads: a group never
 * meets another one. Only where one league turns up in two groups it was wrong to split them, and all run again, together.
 * Throws RecordingError.
 */
export async function runGroups(options: RunGroupsOptions): Promise<readonly GroupResult[]> {
  const { groups, withReport, model, observer } = options;
  const results = await runApart(options);
  const shared = sharedLeague(results);
  if (shared === undefined) return results;
  observer.say(
    `${shared} is in files that begin with different leagues: all files run again, together, in one thread.`,
  );
  const files = groups.flatMap((group) => group.files);
  observer.onStart(files);
  return [await runGroup({ files, withReport, model }, observer.onProgress)];
}

async function runApart({
  groups,
  workers,
  withReport,
  model,
  observer,
}: RunGroupsOptions): Promise<readonly GroupResult[]> {
  const run = workers === 1 || groups.length === 1 ? runGroup : runInThread;
  const limit = pLimit(workers);
  const ended = new AbortController();
  const sum = summed(observer.onProgress);
  const runOne = async ({ files }: FileGroup): Promise<GroupResult> => {
    observer.onStart(files);
    const result = await run({ files, withReport, model }, sum(), ended.signal);
    observer.onDone(files);
    return result;
  };
  try {
    return await Promise.all(groups.map((group) => limit(runOne, group)));
  } finally {
    // After a failure: nothing more is begun, and nothing goes on.
    limit.clearQueue();
    ended.abort();
  }
}

function runInThread(
  workerData: GroupTask,
  onProgress: (progress: GroupProgress) => void,
  ended: AbortSignal,
): Promise<GroupResult> {
  const thread = new Worker(new URL('./group-thread.ts', import.meta.url), { workerData });
  ended.addEventListener('abort', () => void thread.terminate(), { once: true });
  return new Promise((resolve, reject) => {
    thread.on('message', (message: ThreadMessage) => {
      if (message.kind === 'progress') onProgress(message.progress);
      else resolve(message.result);
    });
    thread.once('error', reject);
    thread.once('exit', (code) => reject(new Error(`a thread ended with ${code} before it was done`)));
  });
}

/** Gives each of several runs a listener; `listen` hears their sums. */
function summed(listen: (progress: GroupProgress) => void): () => (progress: GroupProgress) => void {
  const parts: GroupProgress[] = [];
  return () => {
    const index = parts.push({ snapshots: 0, alerts: 0 }) - 1;
    return (progress) => {
      parts[index] = progress;
      const sum = { snapshots: 0, alerts: 0 };
      for (const part of parts) {
        sum.snapshots += part.snapshots;
        sum.alerts += part.alerts;
      }
      listen(sum);
    };
  };
}

/** A league that more than one group had games of. */
function sharedLeague(results: readonly GroupResult[]): string | undefined {
  const met = new Set<string>();
  for (const league of results.flatMap(({ leagues }) => leagues)) {
    if (met.has(league)) return league;
    met.add(league);
  }
  return undefined;
}

/**
 * The alerts of all groups in the order of their list: by time; at the same time by league key; within a league as they were found.
 * The number of threads, and which was the first to end, change nothing.
 */
export const inOrder = (results: readonly GroupResult[]): readonly FoundAlert[] =>
  results
    .flatMap(({ alerts }) => alerts)
    .sort((a, b) => a.time - b.time || (a.league < b.league ? -1 : a.league > b.league ? 1 : 0));
