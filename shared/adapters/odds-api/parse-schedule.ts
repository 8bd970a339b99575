import type { Rejection, ScheduledEvent } from '../../ports/odds-source.ts';
import { isKey, isObject, timeOf } from './raw.ts';
import { createRejects, type RejectReason } from './rejects.ts';

export interface ParsedSchedule {
  readonly events: readonly ScheduledEvent[];
  readonly rejected: readonly Rejection[];
}

/** Reads the body of an answer of `/v4/sports/{sport}/events`, each event on its own. Never throws. */
export const parseSchedule = (body: unknown): ParsedSchedule => {
  const rejects = createRejects();
  const events: ScheduledEvent[] = [];
  if (!Array.isArray(body)) rejects.add('not-a-list', body);
  for (const record of Array.isArray(body) ? body : []) {
    const event = readScheduled(record);
    if (typeof event === 'string') rejects.add(event, record, isObject(record) ? record.id : undefined);
    else events.push(event);
  }
  return { events, rejected: rejects.all() };
};

const readScheduled = (record: unknown): ScheduledEvent | RejectReason => {
  if (!isObject(record)) return 'event-not-an-object';
  if (!isKey(record.id)) return 'event-without-id';
  const commenceTime = timeOf(record.commence_time);
  return Number.isNaN(commenceTime) ? 'event-without-start' : { id: record.id, commenceTime };
};
