import { describe, expect, it } from 'vitest';
import { aSubscription, billingWorld, DAY, NOON } from '../../../tests/support/billing-world.ts';
import type { BillingEvent } from '../../messages/billing-event.ts';
import { applyBillingEvent } from './apply-billing-event.ts';
import { forgetUser } from './forget-user.ts';
import { reconcileSubscriptions } from './reconcile-subscriptions.ts';

/** Where the worker dies: at the n-th call to the outside, before that takes effect, or after it did and before we know. */
interface Crash {
  readonly at: number;
  readonly when: 'before' | 'after';
}

class PowerCut extends Error {}

const ID = '42';
const CUSTOMER = 'cus_42';
const LIST = { limit: 100 } as const;

/** A world whose every call to the outside is counted, and in which a worker dies once. */
function mortalWorld(crash: Crash | undefined) {
  let calls = 0;
  let isDead = false;
  const world = billingWorld(
    (port) =>
      new Proxy(port, {
        get(target, name) {
          const member: unknown = Reflect.get(target, name);
          if (typeof member !== 'function') return member;
          return async (...args: unknown[]) => {
            if (isDead) throw new PowerCut();
            const isHere = ++calls === crash?.at;
            isDead ||= isHere;
            if (isHere && crash?.when === 'before') throw new PowerCut();
            const result: unknown = await Reflect.apply(member, target, args);
            if (isDead) throw new PowerCut();
            return result;
          };
        },
      }),
  );
  /** Does some work, and again after a crash, as a queue or a timer would. */
  const survive = async (work: (deps: ReturnType<typeof world.boot>) => Promise<unknown>): Promise<void> => {
    for (;;) {
      try {
        await work(world.boot());
        if (!isDead) return;
      } catch (error) {
        if (!isDead) throw error;
      }
      isDead = false;
    }
  };
  return { world, survive, calls: () => calls };
}
type Mortal = ReturnType<typeof mortalWorld>;

const outcomeOf = async ({ world, calls }: Mortal) => {
  const { stores } = world;
  return {
    calls: calls(),
    state: {
      user: await stores.users.read({ id: ID, partition: ID }).then((found) => found?.value),
      cached: await world.deps.accounts.read(ID),
      copies: (await stores.watchers.list('americanfootball_nfl', LIST)).items.map(({ value }) => value.subscription),
      subscribers: (await stores.subscribers.list('all', LIST)).items,
      ends: (await stores.subscribers.list('ending', LIST)).items.map(({ value }) => [value.userId, value.endsAt]),
      cases: await world.casesOpen(),
      roles: world.rolesOf(ID),
      messages: world.mail.messages.map(({ title }) => title),
    },
  };
};

const seeded = async (crash?: Crash): Promise<Mortal> => {
  const mortal = mortalWorld(crash);
  const { world } = mortal;
  world.server.members.set(ID, new Set(['5']));
  world.stripe.customers.set(CUSTOMER, { userId: ID, subscriptions: [aSubscription()] });
  await world.stores.users.create(
    { id: ID, partition: ID },
    {
      ...(await world.userOf(ID)),
      watches: [{ id: 'w', league: 'americanfootball_nfl', leastLevel: 'Low' }],
      listedIn: ['americanfootball_nfl'],
    },
  );
  return mortal;
};

/** Buys, moves to another tier, and has the payment disputed. */
async function life(crash?: Crash) {
  const reasons = new Set<string>();
  const mortal = await seeded(crash);
  const { world, survive } = mortal;
  const { customers, events } = world.stripe;
  /** Several events tell of the same: one lies in the queue behind two that are taken at once. */
  const deliver = async (eventId: string, told: Parameters<typeof events.set>[1]) => {
    const messages = ['', 'b', 'c'].map((suffix): BillingEvent => {
      events.set(`${eventId}${suffix}`, told);
      const arrivedAt = world.deps.now();
      return { v: 1, kind: 'stripe', eventId: `${eventId}${suffix}`, type: 'invoice.paid', arrivedAt, tries: 0 };
    });
    world.passTime(6000);
    for (const batch of [messages.slice(0, 2), messages.slice(2)])
      await survive(async (deps) => {
        // After a crash the messages come again; a `later` would be a defect here.
        for (const outcome of await Promise.all(batch.map((message) => applyBillingEvent(deps, message)))) {
          if (outcome.kind === 'later') throw new Error(outcome.reason);
          if (outcome.kind === 'drop') reasons.add(outcome.reason);
        }
      });
  };
  await deliver('evt_1', { kind: 'checkout', customerId: CUSTOMER, buyerId: ID });
  customers.set(CUSTOMER, { userId: ID, subscriptions: [aSubscription({ tier: 'sharp', endsAt: NOON + DAY })] });
  await deliver('evt_2', { kind: 'about', customerId: CUSTOMER });
  const suspension = { id: 'dp_1', kind: 'dispute', at: NOON } as const;
  await deliver('evt_3', { kind: 'fraud', customerId: CUSTOMER, suspension });
  if (!crash) expect([...reasons]).toEqual(['seen-before']);
  return outcomeOf(mortal);
}

/** Finds at night what no event told of. */
async function night(crash?: Crash) {
  const mortal = await seeded(crash);
  const { world, survive } = mortal;
  world.server.members.set('43', new Set(['901']));
  world.shop.bought.set('44', [{ id: '7', tier: 'sharp' }]);
  world.server.members.set('44', new Set());
  // A customer of nobody's, and one whose owner is only written at Stripe; no event of either fraud came through.
  const suspension = { id: 'dp_1', kind: 'dispute', at: NOON } as const;
  world.stripe.customers.set('cus_45', { userId: '45', subscriptions: [] });
  world.server.members.set('45', new Set(['902']));
  world.stripe.events.set('evt_1', { kind: 'fraud', customerId: 'cus_45', suspension });
  world.stripe.events.set('evt_2', { kind: 'fraud', customerId: 'cus_x', suspension: { ...suspension, id: 'dp_2' } });
  await survive((deps) => reconcileSubscriptions(deps, { dryRun: false }));
  const { calls, state } = await outcomeOf(mortal);
  return {
    calls,
    state: {
      ...state,
      // Whose comes first is of no matter.
      messages: state.messages.toSorted(),
      others: [
        ...[await world.userOf('44'), await world.userOf('45')],
        ...[world.rolesOf('43'), world.rolesOf('44'), world.rolesOf('45')],
      ],
    },
  };
}

async function forgotten(crash?: Crash) {
  const mortal = await seeded(crash);
  const { world, survive } = mortal;
  world.server.members.set(ID, new Set(['5', '902']));
  const { stores } = world;
  const user = await world.userOf(ID);
  const key = { id: ID, partition: ID };
  await stores.users.replace(
    key,
    { ...user, stripe: { customerId: CUSTOMER, isDeleted: false, subscriptions: [aSubscription()] } },
    (await stores.users.read(key))?.etag ?? '',
  );
  await stores.watchers.create({ id: ID, partition: 'americanfootball_nfl' }, user);
  await stores.subscribers.create({ id: ID, partition: 'all' }, { userId: ID, since: NOON });
  await survive((deps) => forgetUser(deps, ID, { dryRun: false }));
  const { calls, state } = await outcomeOf(mortal);
  return { calls, state: { ...state, isDeleted: world.stripe.customers.get(CUSTOMER)?.isDeleted } };
}

describe('a worker that dies at any await loses nothing, and doubles nothing', () => {
  it.each([
    ['while events are applied', life, ['5'], ['Welcome to Core', 'You have Sharp now', 'Your tier is suspended'], 100],
    [
      'while all is reconciled',
      night,
      ['5', '902'],
      ['Welcome to Core', 'Welcome to Sharp', 'Your tier is suspended'],
      100,
    ],
    ['while a person is forgotten', forgotten, ['5'], [], 20],
  ] as const)('%s', async (_, run, roles, messages, least) => {
    const whole = await run();
    expect(whole.calls).toBeGreaterThan(least);
    expect(whole.state).toMatchObject({ roles, messages });
    for (const when of ['before', 'after'] as const)
      for (let at = 1; at <= whole.calls; at++)
        expect({ at, when, state: (await run({ at, when })).state }).toEqual({ at, when, state: whole.state });
  });
});
