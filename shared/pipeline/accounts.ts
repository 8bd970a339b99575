import { newUser, type User, userSchema } from '../domain/account/account.ts';
import type { Cache } from '../ports/cache.ts';
import type { Documents, Key } from '../ports/documents.ts';
import { changeDocument } from './change-document.ts';
import { saveWatcher, type Watchers, watchedPartitions } from './fan-out-watchers.ts';

/** Our users. Somebody who is not on record is a user without a subscription. */
export interface Accounts {
  /** At most as old as the cache's copy: a change forgets it. */
  read(userId: string): Promise<User>;
  /** Applies a pure change, again on what another wrote in between. Repeating it completes what a crash left undone. */
  change(userId: string, change: (user: User) => User): Promise<User>;
}

export interface AccountsDeps {
  /** Id and partition: the user's id. */
  readonly users: Documents<User>;
  readonly watchers: Watchers;
  readonly cache: Cache;
}

const keyOf = (userId: string): Key => ({ id: userId, partition: userId });

export const createAccounts = ({ users, watchers, cache }: AccountsDeps): Accounts => ({
  async read(userId) {
    const stored = await cache.getOrFill<unknown>(
      'subscription',
      userId,
      async () => (await users.read(keyOf(userId)))?.value ?? newUser(userId),
    );
    return userSchema.parse(stored);
  },
  async change(userId, change) {
    // Before, so that a crash leaves no old copy; after, because somebody may have read in between.
    await cache.forget('subscription', userId);
    const { value } = await changeDocument(users, keyOf(userId), (stored) =>
      withListings(stored, change(stored ?? newUser(userId))),
    );
    await cache.forget('subscription', userId);
    const listed = watchedPartitions(value);
    await saveWatcher(watchers, value, value.listedIn);
    if (value.listedIn.every((partition) => listed.includes(partition))) return value;
    const settled = await changeDocument(users, keyOf(userId), (stored) =>
      withoutStale(stored ?? value, value.listedIn),
    );
    await cache.forget('subscription', userId);
    return settled.value;
  },
});

/** Until the copies that watches need are written and others removed, a user is on record with both places. */
const withListings = (before: User | undefined, after: User): User => ({
  ...after,
  listedIn: [...new Set([...(before?.listedIn ?? []), ...watchedPartitions(after)])].sort(),
});

/** Forgets the places that were cleared, but for those that a watch needs by now. */
const withoutStale = (user: User, cleared: readonly string[]): User => {
  const needed = watchedPartitions(user);
  return { ...user, listedIn: user.listedIn.filter((place) => needed.includes(place) || !cleared.includes(place)) };
};
