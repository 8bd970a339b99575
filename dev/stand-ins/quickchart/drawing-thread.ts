// Draws what it is sent, one after another, and sends back the picture or why there is none.
import { parentPort } from 'node:worker_threads';
import { drawChart, drawError } from './draw.ts';
import type { DrawingDone, DrawingTask } from './drawing.ts';
import { ChartError } from './order.ts';

const done = ({ id, task }: DrawingTask): DrawingDone => {
  try {
    return { id, png: task.kind === 'chart' ? drawChart(task.order) : drawError(task.text) };
  } catch (error) {
    if (error instanceof ChartError) return { id, refusal: error.message };
    throw error;
  }
};

parentPort?.on('message', (task: DrawingTask) => parentPort?.postMessage(done(task)));
