import { Worker } from 'node:worker_threads';
import { ChartError, type Order } from './order.ts';

type Task = { readonly kind: 'chart'; readonly order: Order } | { readonly kind: 'error'; readonly text: string };

export interface DrawingTask {
  readonly id: number;
  readonly task: Task;
}

export type DrawingDone = { readonly id: number } & ({ readonly png: Uint8Array } | { readonly refusal: string });

export interface Drawing {
  /** A picture as PNG. Rejects with a {@link ChartError} for what Chart.js does not draw. */
  draw(task: Task): Promise<Uint8Array>;
  stop(): Promise<void>;
}

/** Draws in a thread of its own, begun with the first picture: one takes as long as hundreds of other answers. */
export const createDrawing = (): Drawing => {
  const waiting = new Map<number, PromiseWithResolvers<Uint8Array>>();
  let thread: Worker | undefined;
  let tasks = 0;

  const begin = (): Worker => {
    const begun = new Worker(new URL('./drawing-thread.ts', import.meta.url), { env: {}, execArgv: [] });
    begun.unref();
    begun.on('message', (done: DrawingDone) => {
      const asked = waiting.get(done.id);
      waiting.delete(done.id);
      if ('png' in done) asked?.resolve(done.png);
      else asked?.reject(new ChartError(done.refusal));
    });
    begun.on('error', (error) => {
      for (const { reject } of waiting.values()) reject(error);
      waiting.clear();
      thread = undefined;
    });
    return begun;
  };

  return {
    draw: (task) => {
      thread ??= begin();
      const id = ++tasks;
      const asked = Promise.withResolvers<Uint8Array>();
      waiting.set(id, asked);
      thread.postMessage({ id, task } satisfies DrawingTask);
      return asked.promise;
    },
    stop: async () => void (await thread?.terminate()),
  };
};
