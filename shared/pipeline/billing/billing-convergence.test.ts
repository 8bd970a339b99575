import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aSubscription, type BillingWorld, billingWorld, DAY, NOON } from '../../../tests/support/billing-world.ts';
import type { StripeSubscription } from '../../domain/account/billing-facts.ts';
import { subscriptionAt } from '../../domain/account/entitlement.ts';
import { TIERS, type Tier } from '../../domain/account/tier.ts';
import type { BillingEvent } from '../../messages/billing-event.ts';
import { later, type Outcome } from '../outcome.ts';
import { applyBillingEvent } from './apply-billing-event.ts';
import { createLooks, SEEN } from './looks.ts';
import { roleChanges } from './sync-roles.ts';

const ID = '42';
const HISTORIES = 1000;

/** Something that happens at Stripe or inside Discord; an event tells of each. */
type Happening =
  | { readonly kind: 'status'; readonly status: string; readonly tier: Tier | undefined }
  | { readonly kind: 'ends'; readonly endsAt: number }
  | { readonly kind: 'deleted' }
  | { readonly kind: 'dispute'; readonly number: number }
  | { readonly kind: 'discord'; readonly tier: Tier | undefined };

const tier = fc.constantFrom(...TIERS);
const statuses = ['trialing', 'past_due', 'unpaid', 'canceled', 'paused', 'novel'] as const;
const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 10, arbitrary: fc.record({ kind: fc.constant('status'), status: fc.constant('active'), tier }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('status'),
      status: fc.constantFrom(...statuses),
      tier: fc.option(tier, { nil: undefined }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('ends'), endsAt: fc.constant(NOON + 9 * DAY) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('deleted') }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('dispute'), number: fc.nat(2) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('discord'), tier: fc.option(tier, { nil: undefined }) }) },
);

/**
 * An event's way: how long after it each copy comes to our door, and how long it lies in the queue then, both counted in happenings;
 * which instance works it, and after how many calls that dies.
 */
const copies = fc.array(
  fc.record({
    late: fc.nat(6),
    lies: fc.nat(3),
    instance: fc.constantFrom(0, 1),
    diesAt: fc.option(fc.nat(40), { freq: 3 }),
  }),
  { minLength: 1, maxLength: 3 },
);
/** One copy each that comes at once: whatever a look misses of the last, nobody sees later. */
const promptCopies = fc.array(
  fc.record({
    late: fc.constant(0),
    lies: fc.nat(1),
    instance: fc.constantFrom(0, 1),
    diesAt: fc.constant(null),
  }),
  { minLength: 1, maxLength: 1 },
);
/** Clocks differ by two seconds: that of the door, and of each instance (ms). */
const DOOR_SKEW = -1000;
const SKEWS = [1000, -1000] as const;
/** More than a worker needs for all of its work. */
const MOST_CALLS_BETWEEN = 60;
/** Longer than clocks differ, and than a look that is not hindered takes. */
const LONG_PAUSE_MS = 7000;
const historyOf = (ways: typeof copies): fc.Arbitrary<History> =>
  fc.array(
    fc.record({
      happening,
      copies: ways,
      calls: fc.nat(MOST_CALLS_BETWEEN),
      pause: fc.constantFrom(0, 0, LONG_PAUSE_MS),
    }),
    {
      minLength: 1,
      maxLength: 10,
      size: 'max',
    },
  );
type History = readonly {
  readonly happening: Happening;
  readonly copies: readonly Copy[];
  /** As many calls of a worker as there is time for until the next happening. */
  readonly calls: number;
  /** Time that passes before it (ms), while workers wait. */
  readonly pause: number;
}[];
interface Copy {
  readonly late: number;
  readonly lies: number;
  readonly instance: 0 | 1;
  readonly diesAt: number | null;
}

/** Lets a happening be true at Stripe or Discord. Gives the message that tells of it. */
async function happen({ stripe, shop, stores }: BillingWorld, of: Happening, index: number): Promise<BillingEvent> {
  const eventId = `evt_${index}`;
  const current = [...stripe.customers].findLast(([, { isDeleted }]) => !isDeleted)?.[0] ?? `cus_${index}`;
  const known = stripe.customers.get(current) ?? { userId: ID, subscriptions: [] };
  stripe.events.set(eventId, { kind: 'about', customerId: current });
  // As on the way to a checkout: whose a customer is stands on record before it can buy.
  await stores.customers.create({ id: current, partition: current }, { userId: ID, since: NOON });
  const write = (subscription: StripeSubscription) =>
    stripe.customers.set(current, { ...known, subscriptions: [subscription] });
  const first = known.subscriptions[0] ?? aSubscription();
  const message = { v: 1, kind: 'stripe', eventId, type: 'customer.subscription.updated', tries: 0 } as const;
  switch (of.kind) {
    case 'status': {
      const { tier: _, endsAt: __, overdueSince: ___, ...rest } = first;
      const owes = of.status === 'past_due' ? { overdueSince: NOON - DAY } : {};
      write({ ...rest, ...owes, status: of.status, ...(of.tier ? { tier: of.tier } : {}) });
      return message;
    }
    case 'ends':
      write({ ...first, endsAt: of.endsAt });
      return message;
    case 'deleted':
      stripe.customers.set(current, { userId: ID, isDeleted: true, subscriptions: [] });
      return { ...message, type: 'customer.deleted' };
    case 'dispute': {
      write(first);
      const suspension = { id: `dp_${of.number}`, kind: 'dispute', at: NOON } as const;
      stripe.events.set(eventId, { kind: 'fraud', customerId: current, suspension });
      return { ...message, type: 'charge.dispute.created' };
    }
    case 'discord':
      shop.bought.set(ID, of.tier ? [{ id: '7', tier: of.tier }] : []);
      return { v: 1, kind: 'user', userId: ID, why: 'discord-entitlement', tries: 0 };
  }
}

interface Due {
  readonly at: number;
  readonly message: BillingEvent;
  readonly copy: Copy;
}
/** So long after the last happening a message may still come. */
const LAST_MESSAGES = 10;

class PowerCut extends Error {}
const MOST_TRIES = 60;
/** Longer than another worker takes for all of its work. */
const LONG_TURNS = 600;

/** Delivers until it is done, as a queue would: what died or has to wait comes again. Gives how it ended. */
async function deliver(deps: BillingWorld['deps'], message: BillingEvent): Promise<Outcome> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const outcome = await applyBillingEvent(deps, message).catch(() => later(0, 'died'));
    if (outcome.kind !== 'later') return outcome;
  }
  throw new Error('never done');
}

/** Waits that differ from call to call, now and then a long one; the same ones for the same seed. Each takes up to 60 ms. */
function unevenWaits(seed: number, passTime: (ms: number) => void): () => Promise<void> {
  let state = seed;
  return async () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    passTime((state >>> 8) % 60);
    const short = state >>> 29;
    for (let turns = short === 7 ? LONG_TURNS : short; turns > 0; turns--) await undefined;
  };
}

/** All messages at their times, beside each other: which call comes before which, the seed decides. */
async function disorderly(history: History, seed: number): Promise<{ world: BillingWorld; seen: number }> {
  const wait = unevenWaits(seed, (ms) => world.passTime(ms));
  const world: BillingWorld = billingWorld((port) => guardedBy(port, wait));
  world.server.members.set(ID, new Set(['5']));
  const instances = SKEWS.map((skew) => {
    const now = () => world.deps.now() + skew;
    return { now, looks: createLooks({ cache: world.deps.cache, now }) };
  });
  const queued: Due[] = [];
  const due: Due[] = [];
  const running: Promise<Outcome>[] = [];
  const take = (message: BillingEvent, copy: Copy) => {
    let calls = 0;
    const dying = <T extends object>(port: T): T =>
      guardedBy(port, async () => {
        if (calls++ === copy.diesAt) throw new PowerCut();
      });
    const { accounts, payments, guild, users, customers } = world.boot();
    const deps = { ...world.deps, ...instances[copy.instance], accounts: dying(accounts), payments: dying(payments) };
    const rest = { guild: dying(guild), users: dying(users), customers: dying(customers) };
    running.push(deliver({ ...deps, ...rest }, message));
  };
  for (let now = 0; now < history.length + LAST_MESSAGES; now++) {
    const next = history[now];
    world.passTime(next?.pause ?? LONG_PAUSE_MS);
    if (next) {
      const message = await happen(world, next.happening, now);
      due.push(...next.copies.map((copy) => ({ at: now + copy.late, message, copy })));
    }
    for (const { at, message, copy } of due.filter((each) => each.at === now)) {
      const arrivedAt = world.deps.now() + DOOR_SKEW;
      queued.push({ at: at + copy.lies, message: { ...message, arrivedAt }, copy });
    }
    for (const { message, copy } of queued.filter((each) => each.at === now)) take(message, copy);
    for (let calls = next?.calls ?? MOST_CALLS_BETWEEN; calls > 0; calls--) await wait();
  }
  const outcomes = await Promise.all(running);
  return { world, seen: outcomes.filter((each) => each.kind === 'drop' && each.reason === SEEN).length };
}

/** Before each call of a port something else may come first. */
function guardedBy<T extends object>(port: T, before: () => Promise<unknown>): T {
  return new Proxy(port, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return async (...args: unknown[]) => {
        await before();
        return Reflect.apply(member, target, args) as unknown;
      };
    },
  });
}

async function orderly(history: History): Promise<BillingWorld> {
  const world = billingWorld();
  world.server.members.set(ID, new Set(['5']));
  for (const [index, { happening }] of history.entries())
    await deliver(world.deps, await happen(world, happening, index));
  return world;
}

const stateOf = async (world: BillingWorld) => {
  const user = await world.userOf(ID);
  const { stripe, discordEntitlements, subscription, suspensions, notices } = user;
  // Of customers that are all deleted any one will do.
  return {
    ...{ subscription, discordEntitlements, notices, stripe: stripe?.isDeleted ? 'deleted' : stripe },
    suspensions: suspensions.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    // What was so for a while may have been seen, or not.
    cases: (await world.casesOpen()).filter((each) => !each.endsWith('paid-while-suspended')),
    ends: (await world.stores.subscribers.list('ending', { limit: 9 })).items.map(({ value }) => value.endsAt),
    roles: world.rolesOf(ID),
    read: (await world.boot().accounts.read(ID)).subscription,
  };
};

describe('events that come twice, late, in any order, beside each other, to workers that die', () => {
  it.each([
    ['at their worst', copies, HISTORIES],
    ['at their best', promptCopies, HISTORIES / 2],
  ] as const)('end as the true order does: %s, in many histories', { timeout: 120_000 }, async (_, ways, numRuns) => {
    const tiers = new Set<string>();
    let spared = 0;
    await fc.assert(
      fc.asyncProperty(historyOf(ways), fc.nat(), async (each, seed) => {
        const [{ world, seen }, inOrder] = [await disorderly(each, seed), await orderly(each)];
        spared += seen;
        const state = await stateOf(world);
        expect(state).toEqual(await stateOf(inOrder));
        const user = await world.userOf(ID);
        expect(state.subscription).toEqual(subscriptionAt(user, NOON));
        expect(roleChanges(world.deps.roles, user, state.roles)).toEqual({ give: [], take: [] });
        tiers.add(user.subscription.status === 'active' ? user.subscription.tier : `none ${user.subscription.reason}`);
      }),
      { numRuns },
    );
    expect([...tiers].length).toBeGreaterThanOrEqual(6);
    // Looks that another one made superfluous, and rightly so.
    expect(spared).toBeGreaterThan(numRuns / 4);
  });
});
