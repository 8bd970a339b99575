// In: queue `deliveries`, one signal for one destination. Out: one message in Discord.
import type { App } from '../shared/app.ts';
import { onQueue } from './queue-trigger.ts';

export const deliverAlert = (app: App): void => onQueue('deliver-alert', 'deliveries', app.deliverAlert);
