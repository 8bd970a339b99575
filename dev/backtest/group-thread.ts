// One group's own thread: runs it, tells now and then how far it is, and ends with the result.
import { parentPort, workerData } from 'node:worker_threads';
import { atMostEvery } from './at-most-every.ts';
import { type GroupProgress, type GroupResult, type GroupTask, runGroup } from './run-group.ts';

/** What the thread tells. */
export type ThreadMessage =
  | { readonly kind: 'progress'; readonly progress: GroupProgress }
  | { readonly kind: 'result'; readonly result: GroupResult };

const TELL_MS = 100;

const tell = (message: ThreadMessage): void => parentPort?.postMessage(message);
const tellProgress = atMostEvery(TELL_MS, (progress: GroupProgress) => tell({ kind: 'progress', progress }));
tell({ kind: 'result', result: await runGroup(workerData as GroupTask, tellProgress) });
