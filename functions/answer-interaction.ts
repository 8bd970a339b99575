// In: queue `interactions`, one question whose answer was promised. Out: the answer, in place of "thinking…".
import type { App } from '../shared/app.ts';
import { onQueue } from './queue-trigger.ts';

export const answerInteraction = (app: App): void =>
  onQueue('answer-interaction', 'interactions', app.answerInteraction);
