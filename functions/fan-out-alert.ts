// In: queue `alerts`, one signal. Out: one message a destination on queue `deliveries`; a next page back on `alerts`.
import type { App } from '../shared/app.ts';
import { onQueue } from './queue-trigger.ts';

export const fanOutAlert = (app: App): void => onQueue('fan-out-alert', 'alerts', app.fanOutAlert);
