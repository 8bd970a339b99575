import { isDeepStrictEqual } from 'node:util';
import type { User } from '../domain/account/account.ts';
import type { Documents, Page } from '../ports/documents.ts';
import type { WatchersCursor } from './fan-out-cursor.ts';

/** Users by what they watch: a copy of the user in the partition of each league that is watched. Id: the user's id. */
export type Watchers = Documents<User>;

/** The partition of those with a watch that names no league. */
export const ANY_LEAGUE = 'any';

const MAX_ATTEMPTS = 5;

/** The partitions in which a user with these watches stands. */
export const watchedPartitions = (user: User): readonly string[] => [
  ...new Set(user.watches.map((watch) => watch.league ?? ANY_LEAGUE)),
];

const put = async (watchers: Watchers, user: User, partition: string): Promise<void> => {
  const key = { id: user.id, partition };
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const stored = await watchers.read(key);
    if (stored && isDeepStrictEqual(stored.value, user)) return;
    const written = stored ? await watchers.replace(key, user, stored.etag) : await watchers.create(key, user);
    if (written === 'replaced' || written === 'created') return;
  }
  throw new Error(`Watcher ${user.id} kept changing under ${MAX_ATTEMPTS} attempts to write it`);
};

/**
 * Makes the users listed by league agree with this user. `mayStandIn`: where an older copy may stand, i.e. the partitions of the
 * user's former watches. New copies are written before old ones are removed, so that a crash in between leaves a user who is
 * still found; calling it again completes the work. Save the user first, and project what you saved.
 */
export const saveWatcher = async (
  watchers: Watchers,
  user: User,
  mayStandIn: readonly string[] = [],
): Promise<void> => {
  const standsIn = watchedPartitions(user);
  for (const partition of standsIn) await put(watchers, user, partition);
  await removeWatcher(
    watchers,
    user.id,
    mayStandIn.filter((partition) => !standsIn.includes(partition)),
  );
};

/** Takes a user out of these partitions. */
const removeWatcher = async (watchers: Watchers, userId: string, partitions: readonly string[]): Promise<void> => {
  for (const partition of partitions) await watchers.remove({ id: userId, partition });
};

export interface WatcherPage {
  readonly users: readonly User[];
  readonly next: WatchersCursor | undefined;
}

const valuesOf = (page: Page<User>): readonly User[] => page.items.map((item) => item.value);

/**
 * The next users who may want a league's signals, `size` at most: first those who watch the league, then those who watch any.
 * A user who does both comes once, with the league.
 */
export const watchersPage = async (
  watchers: Watchers,
  league: string,
  { list, after }: WatchersCursor,
  size: number,
): Promise<WatcherPage> => {
  if (list === 'any') return anyLeaguePage(watchers, league, after, size);
  const page = await watchers.list(league, { limit: size, after });
  const users = valuesOf(page);
  if (page.next !== undefined) return { users, next: { list: 'league', after: page.next } };
  if (users.length === size) return { users, next: { list: 'any', after: undefined } };
  const rest = await anyLeaguePage(watchers, league, undefined, size - users.length);
  return { users: [...users, ...rest.users], next: rest.next };
};

const anyLeaguePage = async (
  watchers: Watchers,
  league: string,
  after: string | undefined,
  limit: number,
): Promise<WatcherPage> => {
  const page = await watchers.list(ANY_LEAGUE, { limit, after });
  return {
    users: valuesOf(page).filter((user) => !watchedPartitions(user).includes(league)),
    next: page.next === undefined ? undefined : { list: 'any', after: page.next },
  };
};
