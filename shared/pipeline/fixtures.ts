import { z } from 'zod';
import type { SportEvent } from '../domain/market/market.ts';
import type { Documents, Key } from '../ports/documents.ts';
import { sortableTime } from './line-history.ts';

/**
 * An event that is to be settled after its start. The id sorts by start, so that one short list shows what is due; an event whose
 * start moved has an entry for each, of which the board tells the right one.
 */
export const fixtureSchema = z.object({
  eventId: z.string().min(1).max(64),
  league: z.string().min(1).max(64),
  /** Epoch ms. */
  commenceTime: z.number().int(),
});
export type Fixture = z.infer<typeof fixtureSchema>;

const PARTITION = 'open';

const fixtureKey = ({ eventId, commenceTime }: Fixture): Key => ({
  id: `${sortableTime(commenceTime)}-${eventId}`,
  partition: PARTITION,
});

/** Has an event settled after its present start. A repeat finds its own entry. */
export async function openFixture(
  fixtures: Documents<Fixture>,
  { id: eventId, league, commenceTime }: SportEvent,
): Promise<void> {
  const fixture = { eventId, league, commenceTime };
  await fixtures.create(fixtureKey(fixture), fixture);
}

export const closeFixture = (fixtures: Documents<Fixture>, fixture: Fixture): Promise<void> =>
  fixtures.remove(fixtureKey(fixture));

export interface DueFixtures {
  readonly due: readonly Fixture[];
  /** Where to go on; undefined when there are no more. */
  readonly next: string | undefined;
}

const PAGE_SIZE = 50;

/** A page of the fixtures whose start was at `until` (epoch ms) or before, the earliest first. */
export async function dueFixtures(
  fixtures: Documents<Fixture>,
  until: number,
  after: string | undefined,
): Promise<DueFixtures> {
  const { items, next } = await fixtures.list(PARTITION, { limit: PAGE_SIZE, after });
  const due = items.map(({ value }) => value).filter(({ commenceTime }) => commenceTime <= until);
  return { due, next: due.length === items.length ? next : undefined };
}
