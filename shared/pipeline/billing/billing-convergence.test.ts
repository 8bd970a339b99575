import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aSubscription, type BillingWorld, billingWorld, DAY, NOON } from '../../../tests/support/billing-world.ts';
import type { StripeSubscription } from '../../domain/account/billing-facts.ts';
import { subscriptionAt } from '../../domain/account/entitlement.ts';
import { TIERS, type Tier } from '../../domain/account/tier.ts';
import type { BillingEvent } from '../../messages/billing-event.ts';
import { applyBillingEvent } from './apply-billing-event.ts';
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

/** An event's way: how long after it each copy arrives, counted in happenings, and after how many calls its worker dies. */
const copies = fc.array(fc.record({ late: fc.nat(6), diesAt: fc.option(fc.nat(40), { freq: 3 }) }), {
  minLength: 1,
  maxLength: 3,
});
/** More than a worker needs for all of its work. */
const MOST_CALLS_BETWEEN = 60;
const history = fc.array(fc.record({ happening, copies, calls: fc.nat(MOST_CALLS_BETWEEN) }), {
  minLength: 1,
  maxLength: 10,
  size: 'max',
});
type History = readonly {
  readonly happening: Happening;
  readonly copies: readonly Copy[];
  /** As many calls of a worker as there is time for until the next happening. */
  readonly calls: number;
}[];
interface Copy {
  readonly late: number;
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

class PowerCut extends Error {}
const MOST_TRIES = 60;
/** Longer than another worker takes for all of its work. */
const LONG_TURNS = 600;

/** Delivers until it is done, as a queue would: what died or has to wait comes again. */
async function deliver(deps: BillingWorld['deps'], message: BillingEvent): Promise<void> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const outcome = await applyBillingEvent(deps, message).catch(() => ({ kind: 'later' }));
    if (outcome.kind !== 'later') return;
  }
  throw new Error('never done');
}

/** Waits that differ from call to call, now and then a long one; the same ones for the same seed. */
function unevenWaits(seed: number): () => Promise<void> {
  let state = seed;
  return async () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const short = state >>> 29;
    for (let turns = short === 7 ? LONG_TURNS : short; turns > 0; turns--) await undefined;
  };
}

/** All messages at their times, beside each other: which call comes before which, the seed decides. */
async function disorderly(history: History, seed: number): Promise<BillingWorld> {
  const wait = unevenWaits(seed);
  const world = billingWorld((port) => guardedBy(port, wait));
  world.server.members.set(ID, new Set(['5']));
  const due: { readonly at: number; readonly message: BillingEvent; readonly copy: Copy }[] = [];
  const running: Promise<void>[] = [];
  const arrive = ({ message, copy }: { message: BillingEvent; copy: Copy }) => {
    let calls = 0;
    const dying = <T extends object>(port: T): T =>
      guardedBy(port, async () => {
        if (calls++ === copy.diesAt) throw new PowerCut();
      });
    const { accounts, payments, guild, users, customers } = world.boot();
    const deps = { ...world.deps, accounts: dying(accounts), payments: dying(payments), guild: dying(guild) };
    running.push(deliver({ ...deps, users: dying(users), customers: dying(customers) }, message));
  };
  for (let now = 0; now < history.length + 8; now++) {
    const next = history[now];
    if (next) {
      const message = await happen(world, next.happening, now);
      due.push(...next.copies.map((copy) => ({ at: now + copy.late, message, copy })));
    }
    for (const each of due) if (each.at === now) arrive(each);
    for (let calls = next?.calls ?? 0; calls > 0; calls--) await wait();
  }
  await Promise.all(running);
  return world;
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
    roles: world.rolesOf(ID),
    read: (await world.boot().accounts.read(ID)).subscription,
  };
};

describe('events that come twice, late, in any order, beside each other, to workers that die', () => {
  it(`end as the true order does, in ${HISTORIES} histories`, { timeout: 120_000 }, async () => {
    const tiers = new Set<string>();
    await fc.assert(
      fc.asyncProperty(history, fc.nat(), async (each, seed) => {
        const [world, inOrder] = [await disorderly(each, seed), await orderly(each)];
        const state = await stateOf(world);
        expect(state).toEqual(await stateOf(inOrder));
        const user = await world.userOf(ID);
        expect(state.subscription).toEqual(subscriptionAt(user, NOON));
        expect(roleChanges(world.deps.roles, user, state.roles)).toEqual({ give: [], take: [] });
        tiers.add(user.subscription.status === 'active' ? user.subscription.tier : `none ${user.subscription.reason}`);
      }),
      { numRuns: HISTORIES },
    );
    expect([...tiers].length).toBeGreaterThanOrEqual(6);
  });
});
