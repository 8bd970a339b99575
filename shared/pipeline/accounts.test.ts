import { describe, expect, it } from 'vitest';
import { memoryCache } from '../adapters/memory/memory-cache.ts';
import { memoryDocuments } from '../adapters/memory/memory-documents.ts';
import { newUser, type User } from '../domain/account/account.ts';
import { AFTER_START_MS } from '../domain/account/tidied.ts';
import { BENEFITS } from '../domain/account/tiers.ts';
import { watchOf } from '../domain/account/watch.ts';
import { withWatch } from '../domain/account/watch-edits.ts';
import { eventIdSchema } from '../domain/market/market.ts';
import type { Cache } from '../ports/cache.ts';
import type { Documents } from '../ports/documents.ts';
import { createAccounts } from './accounts.ts';
import { ANY_LEAGUE, watchedPartitions } from './fan-out-watchers.ts';

const ID = '42';
const KEY = { id: ID, partition: ID };
const NOW = Date.parse('2026-11-25T12:00:00Z');
const now = () => NOW;
const LEAGUES = ['americanfootball_nfl', 'baseball_mlb', 'basketball_nba'] as const;
const [NFL, MLB, NBA] = LEAGUES;
const PLACES = [...LEAGUES, ANY_LEAGUE];

const watching =
  (...leagues: readonly string[]) =>
  (user: User): User => ({
    ...user,
    subscription: { status: 'active', tier: 'core' },
    watches: leagues.map((league) => watchOf({ league, leastLevel: 'Medium' })),
  });

/** Called before each call of a store or the cache: it may throw, or let something else happen first. */
type Meanwhile = (call: {
  readonly number: number;
  readonly name: string;
  readonly argument: unknown;
}) => Promise<void>;

interface Watched {
  readonly meanwhile?: Meanwhile;
  /** The same after the call took effect. */
  readonly afterwards?: Meanwhile;
}

const accountsWorld = () => {
  const users = memoryDocuments<User>({ now });
  const watchers = memoryDocuments<User>({ now });
  const cache = memoryCache({ now });
  /** The accounts of one process, which share the stores with all others. */
  const accounts = ({ meanwhile, afterwards }: Watched = {}) => {
    let number = 0;
    const guarded = <T extends Documents<User> | Cache>(port: T, store: string): T =>
      new Proxy(port, {
        get(target, name) {
          const member: unknown = Reflect.get(target, name);
          if (typeof member !== 'function') return member;
          return async (...args: unknown[]) => {
            const call = { number: ++number, name: `${store}.${String(name)}`, argument: args[0] };
            await meanwhile?.(call);
            const result: unknown = await Reflect.apply(member, target, args);
            await afterwards?.(call);
            return result;
          };
        },
      });
    return createAccounts({
      users: guarded(users, 'users'),
      watchers: guarded(watchers, 'watchers'),
      cache: guarded(cache, 'cache'),
      now,
    });
  };
  return {
    users,
    watchers,
    accounts,
    onRecord: async () => (await users.read(KEY))?.value,
    /** The copies in the lists of watchers, by place. */
    copies: async () => {
      const found = await Promise.all(PLACES.map((partition) => watchers.read({ id: ID, partition })));
      return new Map(
        PLACES.flatMap((place, index) => {
          const copy = found[index]?.value;
          return copy ? [[place, copy] as const] : [];
        }),
      );
    },
  };
};
type World = ReturnType<typeof accountsWorld>;

/** Copies stand where a watch needs them and nowhere else, and say what the record says. */
async function expectAgreement(world: World, context: unknown) {
  const user = await world.onRecord();
  if (!user) throw new Error('nobody is on record');
  const copies = await world.copies();
  expect([context, [...copies.keys()].sort()]).toEqual([context, [...watchedPartitions(user)].sort()]);
  expect([context, user.listedIn]).toEqual([context, [...watchedPartitions(user)].sort()]);
  const { lastWatchEdit: _, ...shown } = user;
  for (const copy of copies.values()) expect([context, copy]).toEqual([context, { ...shown, listedIn: [] }]);
}

describe('createAccounts', () => {
  it('knows somebody who is not on record as a new user, and keeps nothing of them', async () => {
    const world = accountsWorld();
    expect(await world.accounts().read(ID)).toEqual(newUser(ID));
    expect(await world.onRecord()).toBeUndefined();
  });

  it('writes a change, and forgets the copies at hand', async () => {
    const world = accountsWorld();
    const accounts = world.accounts();
    await accounts.read(ID);
    const changed = await accounts.change(ID, (user) => ({ ...user, oddsFormat: 'american' }));
    expect(changed).toEqual({ ...newUser(ID), oddsFormat: 'american' });
    expect(await accounts.read(ID)).toEqual(changed);
    expect(await world.onRecord()).toEqual(changed);
  });

  it('keeps no old copy when somebody reads while it is written', async () => {
    const world = accountsWorld();
    const reader = world.accounts();
    const writer = world.accounts({ meanwhile: async () => void (await reader.read(ID)) });
    await writer.change(ID, watching(NFL));
    expect((await reader.read(ID)).watches).toHaveLength(1);
  });

  it('applies a change again on what another wrote in between', async () => {
    const world = accountsWorld();
    const other = world.accounts();
    let isDone = false;
    const slow = world.accounts({
      meanwhile: async ({ name }) => {
        if (isDone || name !== 'users.create') return;
        isDone = true;
        await other.change(ID, (user) => ({ ...user, cooldownMinutes: 15 }));
      },
    });
    const seen: number[] = [];
    await slow.change(ID, (user) => {
      seen.push(user.cooldownMinutes);
      return { ...user, directMessages: false };
    });
    expect(seen).toEqual([0, 15]);
    expect(await world.onRecord()).toMatchObject({ cooldownMinutes: 15, directMessages: false });
  });

  it('loses none of many changes at once, and keeps to the tier’s number exactly', async () => {
    const world = accountsWorld();
    const most = BENEFITS.starter.watches;
    await world.accounts().change(ID, (user) => ({ ...user, subscription: { status: 'active', tier: 'starter' } }));
    const outcomes: string[] = [];
    const add = async (index: number) => {
      const watch = watchOf({ team: `Team ${index}`, leastLevel: 'Medium' });
      let last = '';
      await world.accounts().change(ID, (user) => {
        const { user: changed, outcome } = withWatch(user, watch, String(index));
        last = outcome;
        return changed;
      });
      outcomes.push(last);
    };
    await Promise.all([1, 2, 3, 4, 5].map(add));
    expect((await world.onRecord())?.watches).toHaveLength(most);
    expect(outcomes.sort()).toEqual([...Array<string>(most).fill('added'), 'full', 'full']);
    await expectAgreement(world, 'at once');
  });

  it('refuses what makes no valid user, and writes nothing', async () => {
    const world = accountsWorld();
    await expect(world.accounts().change(ID, (user) => ({ ...user, cooldownMinutes: -1 }))).rejects.toThrow();
    expect(await world.onRecord()).toBeUndefined();
  });

  it('lets go of what is over, whatever is changed', async () => {
    const world = accountsWorld();
    const id = eventIdSchema.parse('game');
    const over = NOW - AFTER_START_MS;
    const old: User = {
      ...newUser(ID),
      watches: [watchOf({ league: NFL, event: { id, label: 'A at B', commenceTime: over }, leastLevel: 'Medium' })],
      mutes: [{ eventId: id, market: 'total', until: NOW }],
    };
    await world.users.create(KEY, old);
    const changed = await world.accounts().change(ID, (user) => ({ ...user, oddsFormat: 'american' }));
    expect(changed).toMatchObject({ watches: [], mutes: [] });
  });
});

describe('the copies in the lists of watchers', () => {
  it('follow the user’s watches, and every other change', async () => {
    const world = accountsWorld();
    const accounts = world.accounts();
    await accounts.change(ID, watching(NFL, MLB));
    await expectAgreement(world, 'added');
    await accounts.change(ID, (user) => ({ ...user, directMessages: false }));
    await expectAgreement(world, 'changed');
    await accounts.change(ID, watching(NBA));
    await expectAgreement(world, 'moved');
    await accounts.change(ID, watching());
    expect(await world.copies()).toEqual(new Map());
    await expectAgreement(world, 'removed');
  });

  it('cost a read each when nothing has changed', async () => {
    const world = accountsWorld();
    await world.accounts().change(ID, watching(NFL, MLB));
    const calls: string[] = [];
    const accounts = world.accounts({ meanwhile: async ({ name }) => void calls.push(name) });
    await accounts.change(ID, watching(NFL, MLB));
    expect(calls.filter((name) => !name.startsWith('cache'))).toEqual([
      'users.read',
      'watchers.read',
      'watchers.read',
      'users.read',
    ]);
  });

  const steps = [watching(NFL, MLB), watching(MLB, NBA), watching()];
  const run = async (world: World, from = 0) => {
    for (const step of steps.slice(from)) await world.accounts().change(ID, step);
  };

  it.each(['meanwhile', 'afterwards'] as const)(
    'agree with the record after a crash at any await, once the change is repeated: %s',
    async (when) => {
      for (const [at, step] of steps.entries()) {
        let calls = Number.POSITIVE_INFINITY;
        for (let number = 1; number <= calls; number++) {
          const world = accountsWorld();
          for (const before of steps.slice(0, at)) await world.accounts().change(ID, before);
          let made = 0;
          const crashing = world.accounts({
            [when]: async (call: { readonly number: number }) => {
              made = call.number;
              if (call.number === number) throw new Error('power cut');
            },
          });
          const crashed = await crashing.change(ID, step).then(
            () => false,
            () => true,
          );
          if (!crashed) calls = made;
          await world.accounts().change(ID, step);
          await expectAgreement(world, { at, number, when });
        }
        expect(calls).toBeGreaterThan(5);
      }
    },
  );

  it('agree with the record after a crash at any await, once any other change is made', async () => {
    for (let number = 1; number <= 12; number++) {
      const world = accountsWorld();
      await world.accounts().change(ID, watching(NFL, MLB));
      const crashing = world.accounts({
        meanwhile: async (call) => {
          if (call.number === number) throw new Error('power cut');
        },
      });
      await expect(crashing.change(ID, watching(NBA))).rejects.toThrow('power cut');
      await world.accounts().change(ID, (user) => ({ ...user, cooldownMinutes: 5 }));
      await expectAgreement(world, { number });
    }
  });

  it('agree with the record when another change comes at any await', async () => {
    const others = [watching(), watching(NFL), watching(NBA)];
    for (const [index, other] of others.entries()) {
      for (let number = 1; number <= 20; number++) {
        const world = accountsWorld();
        await world.accounts().change(ID, watching(MLB));
        const slow = world.accounts({
          meanwhile: async (call) => {
            if (call.number === number) await world.accounts().change(ID, other);
          },
        });
        await slow.change(ID, watching(NFL, MLB));
        await expectAgreement(world, { index, number });
      }
    }
  });

  it('stand as the last change says', async () => {
    const world = accountsWorld();
    await run(world);
    await run(world, 1);
    expect([...(await world.copies()).keys()]).toEqual([]);
  });
});
