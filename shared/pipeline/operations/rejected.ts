import { QUEUE_NAMES } from '../../messages/messages.ts';
import type { Documents, Page } from '../../ports/documents.ts';

/** An input that was refused, or that failed for good. */
export interface Refused {
  readonly source: string;
  readonly kind: 'rejected' | 'failed';
  readonly reason: string;
  readonly input: string;
  /** Epoch ms. */
  readonly at: number;
}

export interface RejectedDeps {
  /** Partition: the source. */
  readonly rejected: Documents<Refused>;
  /** Leagues whose odds may have been refused. */
  readonly knownLeagues: () => Promise<readonly string[]>;
}

export interface RefusedView extends Refused {
  readonly id: string;
}

export interface RefusedList {
  /** Newest first. */
  readonly newest: readonly RefusedView[];
  readonly count: number;
  /** There are more than were looked at. */
  readonly isCut: boolean;
}

const PAGE_SIZE = 100;
/** Of each source: what is refused more often than that has one reason. */
const MOST_PAGES = 20;
const MOST_LISTED = 50;

/** Where something may have come in that was refused. */
async function sources({ knownLeagues }: RejectedDeps): Promise<readonly string[]> {
  return [...QUEUE_NAMES, ...(await knownLeagues()).map((league) => `odds-${league}`)];
}

/**
 * What was refused, newest first.
 * @throws when there is no such source, naming those that there are
 */
export async function listRejected(deps: RejectedDeps, source: string | undefined): Promise<RefusedList> {
  const known = await sources(deps);
  if (source !== undefined && !known.includes(source))
    throw new Error(`Nothing comes in by "${source}". It is one of: ${known.join(', ')}.`);
  const lists = await Promise.all(
    (source === undefined ? known : [source]).map((each) => ofSource(deps.rejected, each)),
  );
  const all = lists
    .flatMap(({ views }) => views)
    .sort((one, other) => other.at - one.at || (one.id < other.id ? -1 : 1));
  return { newest: all.slice(0, MOST_LISTED), count: all.length, isCut: lists.some(({ isCut }) => isCut) };
}

/** The one with that id, wherever it came in; undefined when there is none. */
export async function showRejected(deps: RejectedDeps, id: string): Promise<RefusedView | undefined> {
  for (const partition of await sources(deps)) {
    const found = await deps.rejected.read({ id, partition });
    if (found) return { id, ...found.value };
  }
  return undefined;
}

async function ofSource(rejected: Documents<Refused>, source: string) {
  const views: RefusedView[] = [];
  let after: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const { items, next }: Page<Refused> = await rejected.list(source, { limit: PAGE_SIZE, after });
    views.push(...items.map(({ key, value }) => ({ id: key.id, ...value })));
    if (next === undefined) return { views, isCut: false };
    after = next;
  }
  return { views, isCut: true };
}
