// In: queue `fingerprint-changes`, one transition of one market. Out: signals, recorded, on queue `alerts`.
import type { App } from '../shared/app.ts';
import { onQueue } from './queue-trigger.ts';

export const scoreMarket = (app: App): void => onQueue('score-market', 'fingerprint-changes', app.scoreMarket);
