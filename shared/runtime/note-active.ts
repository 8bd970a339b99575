import { createHmac } from 'node:crypto';
import type { Clock } from '../ports/clock.ts';
import type { Telemetry } from '../ports/telemetry.ts';

const DAY_MS = 24 * 3_600_000;
/** Beyond it a person may be told of twice, which counts no person twice. */
const MOST_REMEMBERED = 10_000;

/**
 * Tells of everybody who uses the app, once a day and process, under a name of that day: enough to count people, by tier, and nothing by
 * which a person is known or followed from one day to the next.
 * @param secret what nobody reads who reads logs: Discord ids are few enough to try them all
 */
export function activityLog(secret: string, now: Clock, telemetry: Pick<Telemetry, 'info'>) {
  let day = 0;
  const told = new Set<string>();
  return (userId: string, tier: string): void => {
    const today = Math.floor(now() / DAY_MS);
    if (today !== day || told.size >= MOST_REMEMBERED) told.clear();
    day = today;
    const person = createHmac('sha256', secret).update(`${today}:${userId}`).digest('hex').slice(0, 16);
    if (told.has(`${person}:${tier}`)) return;
    told.add(`${person}:${tier}`);
    telemetry.info('person_active', { person, tier });
  };
}
