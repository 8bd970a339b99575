import { isDeepStrictEqual } from 'node:util';
import { newUser, type User, userSchema } from '../domain/account/account.ts';
import { asOf } from '../domain/account/entitlement.ts';
import { noticesAfter } from '../domain/account/notices.ts';
import { tidied } from '../domain/account/tidied.ts';
import type { Cache } from '../ports/cache.ts';
import type { Clock } from '../ports/clock.ts';
import type { Documents, Key } from '../ports/documents.ts';
import { changeDocument } from './change-document.ts';
import { saveWatcher, type Watchers, watchedPartitions } from './fan-out-watchers.ts';

/** Our users. Somebody who is not on record is a user without a subscription. */
export interface Accounts {
  /** At most as old as the cache's copy: a change forgets it. */
  read(userId: string): Promise<User>;
  /**
   * Applies a change, again on what another wrote in between, and gives the user as on record afterwards. Repeating it
   * completes what a crash left undone. Throws, and writes nothing, when the change makes no valid user.
   * @param change pure, or one that asks outside what the truth is; of the user as of now, and as on record if there is one
   */
  change(userId: string, change: (user: User, stored?: User) => User | Promise<User>): Promise<User>;
}

export interface AccountsDeps {
  /** Id and partition: the user's id. */
  readonly users: Documents<User>;
  readonly watchers: Watchers;
  readonly cache: Cache;
  readonly now: Clock;
}

const MOST_TRIES = 8;
const keyOf = (userId: string): Key => ({ id: userId, partition: userId });

export const createAccounts = (deps: AccountsDeps): Accounts => ({
  async read(userId) {
    const stored = async () => (await deps.users.read(keyOf(userId)))?.value ?? newUser(userId);
    // A copy that another version wrote counts as none.
    const copy = userSchema.safeParse(await deps.cache.getOrFill<unknown>('subscription', userId, stored)).data;
    return asOf(copy ?? (await stored()), deps.now());
  },
  async change(userId, change) {
    const changed = await write(deps, userId, async (stored) => {
      const now = deps.now();
      const before = stored ?? newUser(userId);
      const after = await change(tidied(asOf(before, now), now), stored);
      return withListings(stored, withNotices(before, after, deps.now()));
    });
    return changed.listedIn.length === 0 ? changed : copyToWatchers(deps, changed);
  },
});

/** Writes a user; forgets the copy before, so that a crash leaves no old one, and after, because somebody may have read in between. */
async function write(
  { users, cache }: AccountsDeps,
  userId: string,
  change: (stored: User | undefined) => User | Promise<User>,
): Promise<User> {
  await cache.forget('subscription', userId);
  const { value } = await changeDocument(users, keyOf(userId), async (stored) =>
    userSchema.parse(await change(stored)),
  );
  await cache.forget('subscription', userId);
  return value;
}

/**
 * Makes the copies in the lists of watchers agree with what is on record, again for as long as others change that meanwhile: the
 * last to write a copy has then looked at the record after it did. Only then are the places that are no longer watched forgotten.
 */
async function copyToWatchers(deps: AccountsDeps, changed: User): Promise<User> {
  let user = changed;
  let places = changed.listedIn;
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    await saveWatcher(deps.watchers, copyOf(user), places);
    const onRecord = (await deps.users.read(keyOf(user.id)))?.value ?? user;
    if (isDeepStrictEqual(copyOf(onRecord), copyOf(user))) return forgetPlaces(deps, onRecord, places);
    places = [...new Set([...places, ...onRecord.listedIn])];
    user = onRecord;
  }
  throw new Error(`the user ${user.id} was changed by others ${MOST_TRIES} times while the copies were written`);
}

/** Unless somebody changed the user since: then that change clears up, and may need a place again meanwhile. */
async function forgetPlaces(deps: AccountsDeps, user: User, cleared: readonly string[]): Promise<User> {
  const watched = watchedPartitions(user);
  const listedIn = user.listedIn.filter((place) => watched.includes(place) || !cleared.includes(place));
  if (listedIn.length === user.listedIn.length) return user;
  return write(deps, user.id, (stored) =>
    !stored || isDeepStrictEqual(stored, user) ? { ...user, listedIn } : stored,
  );
}

/** What those who read the lists need: not where the lists are, nor what was asked for last. */
const copyOf = ({ lastWatchEdit: _, ...user }: User): User => ({ ...user, notices: [], listedIn: [] });

/** Whatever changed the subscription since it was last written, time itself included, the user is owed to be told. */
const withNotices = (before: User, after: User, now: number): User => ({
  ...after,
  notices: [...noticesAfter(before.subscription, after.subscription, after.notices, now)],
});

/** Until the copies that watches need are written and others removed, a user is on record with both places. */
const withListings = (before: User | undefined, after: User): User => ({
  ...after,
  listedIn: [...new Set([...(before?.listedIn ?? []), ...watchedPartitions(after)])].sort(),
});
