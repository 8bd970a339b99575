import { describe, expect, it } from 'vitest';
import {
  aSubscription,
  type BillingWorld,
  billingWorld,
  DAY,
  NOON,
  ROLES,
} from '../../../tests/support/billing-world.ts';
import { memoryQueues } from '../../adapters/memory/memory-queues.ts';
import { type BillingEvent, billingEventSchema } from '../../messages/billing-event.ts';
import { applyBillingEvent } from './apply-billing-event.ts';
import { closeCase, openCases } from './cases.ts';

const ID = '42';
const CUSTOMER = 'cus_42';
const eventOf = (eventId: string, tries = 0): BillingEvent => ({
  v: 1,
  kind: 'stripe',
  eventId,
  type: 'customer.subscription.updated',
  tries,
});
const userMessage: BillingEvent = { v: 1, kind: 'user', userId: ID, why: 'test', tries: 0 };

const world = (): BillingWorld => {
  const made = billingWorld();
  made.stripe.customers.set(CUSTOMER, { userId: ID, subscriptions: [aSubscription()] });
  made.stripe.events.set('evt_1', { kind: 'about', customerId: CUSTOMER });
  made.server.members.set(ID, new Set(['5']));
  return made;
};
const apply = (of: BillingWorld, message: BillingEvent) => applyBillingEvent(of.deps, message);
const titles = ({ mail }: BillingWorld) => mail.messages.map(({ title }) => title);

describe('applyBillingEvent', () => {
  it('gives what was paid for: on record, as a role, and tells of it', async () => {
    const of = world();
    expect(await apply(of, eventOf('evt_1'))).toEqual({ kind: 'done', value: undefined });
    const user = await of.userOf(ID);
    expect(user).toMatchObject({
      subscription: { status: 'active', tier: 'core', source: 'stripe', renewsAt: NOON + 30 * DAY },
      stripe: { customerId: CUSTOMER, isDeleted: false, subscriptions: [aSubscription()] },
      notices: [],
    });
    expect(of.rolesOf(ID)).toEqual(['5', ROLES.core]);
    expect(of.mail.messages).toMatchObject([{ channelId: `7${ID}`, title: 'Welcome to Core' }]);
  });

  it('applies an event once', async () => {
    const of = world();
    await apply(of, eventOf('evt_1'));
    expect(await apply(of, eventOf('evt_1'))).toEqual({ kind: 'drop', reason: 'applied-before' });
  });

  it('lets a tier that stood in the cache fall at once when a payment fails for good', async () => {
    const of = world();
    await apply(of, eventOf('evt_1'));
    expect((await of.deps.accounts.read(ID)).subscription).toMatchObject({ tier: 'core' });
    of.stripe.customers.set(CUSTOMER, { userId: ID, subscriptions: [aSubscription({ status: 'unpaid' })] });
    of.stripe.events.set('evt_2', { kind: 'about', customerId: CUSTOMER });
    await apply(of, eventOf('evt_2'));
    expect((await of.deps.accounts.read(ID)).subscription).toEqual({ status: 'none', reason: 'payment-overdue' });
    expect(of.rolesOf(ID)).toEqual(['5']);
    expect(titles(of)).toEqual(['Welcome to Core', 'Your tier is closed until it is paid']);
  });

  it('leaves the tier for seven days when a payment fails, and tells of it', async () => {
    const of = world();
    await apply(of, eventOf('evt_1'));
    const overdue = aSubscription({ status: 'past_due', overdueSince: NOON });
    of.stripe.customers.set(CUSTOMER, { userId: ID, subscriptions: [overdue] });
    await apply(of, userMessage);
    expect((await of.userOf(ID)).subscription).toMatchObject({ tier: 'core', paymentDueBy: NOON + 7 * DAY });
    expect(titles(of)).toEqual(['Welcome to Core', 'Your payment did not go through']);
    of.passTime(7 * DAY);
    await apply(of, userMessage);
    expect((await of.userOf(ID)).subscription).toEqual({ status: 'none', reason: 'payment-overdue' });
    expect(of.rolesOf(ID)).toEqual(['5']);
    expect(titles(of).at(-1)).toBe('Your tier is closed until it is paid');
  });

  it('tells of an end that came by itself although other things were changed since', async () => {
    const of = world();
    of.stripe.customers.set(CUSTOMER, { userId: ID, subscriptions: [aSubscription({ endsAt: NOON + DAY })] });
    await apply(of, eventOf('evt_1'));
    of.passTime(2 * DAY);
    await of.deps.accounts.change(ID, (user) => ({ ...user, cooldownMinutes: 30 }));
    expect((await of.userOf(ID)).notices).toMatchObject([{ kind: 'ended' }]);
    of.stripe.customers.set(CUSTOMER, { userId: ID, subscriptions: [aSubscription({ status: 'canceled' })] });
    await apply(of, userMessage);
    expect(titles(of)).toEqual(['Welcome to Core', 'Your subscription has ended']);
  });

  it('changes roles from one tier to another', async () => {
    const of = world();
    await apply(of, eventOf('evt_1'));
    of.stripe.customers.set(CUSTOMER, { userId: ID, subscriptions: [aSubscription({ tier: 'sharp' })] });
    await apply(of, userMessage);
    expect(of.rolesOf(ID)).toEqual(['5', ROLES.sharp]);
    expect(of.server.calls).toEqual([`give 42 902`, `give 42 903`, `take 42 902`]);
    expect(titles(of)).toEqual(['Welcome to Core', 'You have Sharp now']);
  });

  it('takes what was bought inside Discord', async () => {
    const of = world();
    of.stripe.customers.clear();
    of.shop.bought.set(ID, [{ id: '77', tier: 'sharp' }]);
    await apply(of, userMessage);
    expect((await of.userOf(ID)).subscription).toEqual({ status: 'active', tier: 'sharp', source: 'discord' });
    expect(of.rolesOf(ID)).toEqual(['5', ROLES.sharp]);
  });

  it('goes on without somebody who is not in the server', async () => {
    const of = world();
    of.server.members.clear();
    expect(await apply(of, eventOf('evt_1'))).toMatchObject({ kind: 'done' });
    expect(of.telemetry.total('roles_synced', { result: 'not-in-guild' })).toBe(1);
  });

  it('goes on when the bot may not give a role, and says so', async () => {
    const of = world();
    of.server.denied.add(ROLES.core);
    expect(await apply(of, eventOf('evt_1'))).toMatchObject({ kind: 'done' });
    expect(of.telemetry.total('roles_denied', { code: '50013' })).toBe(1);
    expect(titles(of)).toEqual(['Welcome to Core']);
  });

  it.each([
    [0, 10_000],
    [1, 20_000],
    [4, 160_000],
    [5, 300_000],
    [60, 300_000],
  ])('waits longer with each try while Stripe is down: %i tries', async (tries, afterMs) => {
    const of = world();
    of.stripe.outages.push(1000);
    expect(await apply(of, eventOf('evt_1', tries))).toEqual({
      kind: 'later',
      afterMs,
      reason: 'billing-unavailable',
      instead: eventOf('evt_1', tries + 1),
    });
    expect(await apply(of, eventOf('evt_1', tries + 1))).toMatchObject({ kind: 'done' });
  });

  it('writes what Stripe says while Discord is down, and comes back', async () => {
    const of = world();
    await apply(of, eventOf('evt_1'));
    of.stripe.customers.set(CUSTOMER, { userId: ID, subscriptions: [aSubscription({ tier: 'sharp' })] });
    of.shop.refusals.push(
      ...Array<{ kind: 'unavailable'; afterMs: number }>(2).fill({ kind: 'unavailable', afterMs: 5 }),
    );
    expect(await apply(of, userMessage)).toMatchObject({ kind: 'later', reason: 'billing-unavailable' });
    expect((await of.userOf(ID)).subscription).toMatchObject({ tier: 'sharp' });
    expect(await apply(of, { ...userMessage, tries: 1 })).toMatchObject({ kind: 'done' });
    expect(of.rolesOf(ID)).toEqual(['5', ROLES.sharp]);
  });

  it('does not ask Discord what was bought there because of something at Stripe', async () => {
    const of = world();
    of.shop.refusals.push({ kind: 'permanent', code: 50001, reason: 'Missing Access' });
    await apply(of, eventOf('evt_1'));
    expect(of.shop.refusals).toHaveLength(1);
  });

  it('keeps what Discord said last when it refuses to say', async () => {
    const of = world();
    of.shop.bought.set(ID, [{ id: '77', tier: 'sharp' }]);
    await apply(of, userMessage);
    of.shop.refusals.push({ kind: 'permanent', code: 50001, reason: 'Missing Access' });
    expect(await apply(of, userMessage)).toMatchObject({ kind: 'done' });
    expect((await of.userOf(ID)).subscription).toMatchObject({ tier: 'sharp' });
  });

  it('waits for as long as a limit of the shop lasts, and not as for an outage', async () => {
    const of = world();
    of.shop.refusals.push(
      ...Array<{ kind: 'retry'; afterMs: number; reason: string }>(2).fill({
        kind: 'retry',
        afterMs: 900,
        reason: 'x',
      }),
    );
    expect(await apply(of, { ...userMessage, tries: 5 })).toMatchObject({ kind: 'later', afterMs: 900 });
  });

  it('does not ask Stripe again when only a role has to wait', async () => {
    const of = world();
    of.server.refusals.push({ kind: 'retry', afterMs: 1500, reason: 'discord-limit' });
    const outcome = await apply(of, eventOf('evt_1'));
    expect(outcome).toMatchObject({
      kind: 'later',
      instead: { kind: 'user', userId: ID, areFactsKnown: true, tries: 1 },
    });
    of.stripe.outages.push(1, 1, 1);
    const rest = billingEventSchema.parse(outcome.kind === 'later' ? outcome.instead : undefined);
    expect(await apply(of, rest)).toMatchObject({ kind: 'done' });
    expect(of.rolesOf(ID)).toEqual(['5', ROLES.core]);
  });

  it('tries again what nobody foresaw, tells of it, and gives it up in the end', async () => {
    const of = world();
    const users = { ...of.deps.users, read: () => Promise.reject(new TypeError('the database is away')) };
    const broken = { ...of.deps, users };
    expect(await applyBillingEvent(broken, eventOf('evt_1'))).toMatchObject({
      kind: 'later',
      afterMs: 10_000,
      reason: 'failed',
    });
    expect(of.telemetry.records).toContainEqual(expect.objectContaining({ event: 'billing_failed' }));
    await expect(applyBillingEvent(broken, eventOf('evt_1', 10))).rejects.toThrow('the database is away');
  });

  it('waits for as long as a limit lasts', async () => {
    const of = world();
    of.server.refusals.push({ kind: 'retry', afterMs: 1500, reason: 'discord-limit' });
    expect(await apply(of, eventOf('evt_1'))).toMatchObject({ kind: 'later', afterMs: 1500, reason: 'discord-limit' });
    of.mail.refusals.push({ kind: 'unavailable', afterMs: 5 });
    expect(await apply(of, eventOf('evt_1', 1))).toMatchObject({ afterMs: 20_000, reason: 'discord-unavailable' });
    expect(await apply(of, eventOf('evt_1', 2))).toMatchObject({ kind: 'done' });
    expect(titles(of)).toEqual(['Welcome to Core']);
  });

  it('drops what cannot be told to somebody who takes no direct messages', async () => {
    const of = world();
    of.mail.refusals.push({ kind: 'permanent', code: 50007, reason: 'Cannot send messages to this user' });
    expect(await apply(of, eventOf('evt_1'))).toMatchObject({ kind: 'done' });
    expect((await of.userOf(ID)).notices).toEqual([]);
    expect(of.telemetry.total('notices', { kind: 'welcome', result: 'dropped' })).toBe(1);
  });

  it('opens another direct-message channel when the kept one is gone', async () => {
    const of = world();
    const key = { id: `user-${ID}`, partition: `user-${ID}` };
    await of.stores.destinations.create(key, { dmChannelId: '7' });
    of.mail.refusals.push({ kind: 'permanent', code: 10003, reason: 'Unknown Channel' });
    expect(await apply(of, eventOf('evt_1'))).toMatchObject({ reason: 'direct-message-channel-gone' });
    expect(await apply(of, eventOf('evt_1', 1))).toMatchObject({ kind: 'done' });
    expect(titles(of)).toEqual(['Welcome to Core']);
  });

  it('rejects an event that Stripe does not know, and drops one about nothing of ours', async () => {
    const of = world();
    of.stripe.events.set('evt_3', { kind: 'none', reason: 'not-our-checkout' });
    expect(await apply(of, eventOf('evt_2'))).toEqual({ kind: 'reject', reason: 'unknown-event' });
    expect(await apply(of, eventOf('evt_3'))).toEqual({ kind: 'drop', reason: 'not-our-checkout' });
    const { payments: _, ...without } = of.deps;
    expect(await applyBillingEvent(without, eventOf('evt_1'))).toEqual({
      kind: 'reject',
      reason: 'payments-not-set-up',
    });
  });
});

describe('a status or a price that is not known', () => {
  it.each([
    [{ status: 'novel' }, 'unknown-status', 'status'],
    [{ tier: undefined }, 'unknown-price', 'price'],
  ])('opens nothing and is told: %o', async (parts, reason, what) => {
    const of = world();
    of.stripe.customers.set(CUSTOMER, { userId: ID, subscriptions: [aSubscription(parts)] });
    await apply(of, eventOf('evt_1'));
    expect((await of.userOf(ID)).subscription).toEqual({ status: 'none', reason });
    expect(of.telemetry.total('billing_status_unknown', { what })).toBe(1);
  });
});

describe('fraud', () => {
  const suspension = { id: 'dp_1', kind: 'dispute', at: NOON } as const;
  const disputed = async () => {
    const of = world();
    await apply(of, eventOf('evt_1'));
    of.stripe.events.set('evt_2', { kind: 'fraud', customerId: CUSTOMER, suspension });
    await apply(of, eventOf('evt_2'));
    return of;
  };

  it('suspends the tier, takes the role, and stands on the operators’ list', async () => {
    const of = await disputed();
    expect((await of.userOf(ID)).subscription).toEqual({ status: 'none', reason: 'suspended' });
    expect(of.rolesOf(ID)).toEqual(['5']);
    expect(await of.casesOpen()).toEqual(['dp_1: dispute']);
    expect(titles(of).at(-1)).toBe('Your tier is suspended');
  });

  it('stays lifted when it is told again', async () => {
    const of = await disputed();
    await of.deps.accounts.change(ID, (user) => ({
      ...user,
      suspensions: user.suspensions.map((each) => ({ ...each, liftedAt: NOON })),
    }));
    await of.stores.cases.remove({ id: 'dp_1', partition: 'open' });
    of.stripe.events.set('evt_3', { kind: 'fraud', customerId: CUSTOMER, suspension });
    await apply(of, eventOf('evt_3'));
    expect((await of.userOf(ID)).subscription).toMatchObject({ tier: 'core' });
    expect(await of.casesOpen()).toEqual([]);
  });

  it('is on the list when nobody knows whose it is, and names the user once somebody does', async () => {
    const of = world();
    of.stripe.events.set('evt_2', { kind: 'fraud', customerId: 'cus_unknown', suspension });
    expect(await apply(of, eventOf('evt_2'))).toEqual({ kind: 'drop', reason: 'unknown-customer' });
    expect(await of.casesOpen()).toEqual(['dp_1: unknown-customer']);
    of.stripe.customers.set('cus_unknown', { userId: ID, subscriptions: [] });
    await apply(of, eventOf('evt_2'));
    expect(await openCases(of.deps)).toEqual([expect.objectContaining({ about: 'dp_1', kind: 'dispute', userId: ID })]);
  });

  it('is whose customer it was first, whatever name stands on it by now', async () => {
    const of = world();
    await apply(of, eventOf('evt_1'));
    of.stripe.customers.set(CUSTOMER, { userId: '43', subscriptions: [aSubscription()] });
    of.stripe.events.set('evt_2', { kind: 'fraud', customerId: CUSTOMER, suspension });
    await apply(of, eventOf('evt_2'));
    expect((await of.userOf(ID)).subscription).toEqual({ status: 'none', reason: 'suspended' });
  });

  it('is told when somebody who is suspended pays again', async () => {
    const of = await disputed();
    of.stripe.customers.set(CUSTOMER, { userId: ID, subscriptions: [aSubscription({ id: 'sub_2' })] });
    of.stripe.events.set('evt_3', { kind: 'about', customerId: CUSTOMER });
    await apply(of, eventOf('evt_3'));
    expect(await of.casesOpen()).toEqual(['dp_1: dispute', 'sub_2: paid-while-suspended']);
    expect(of.rolesOf(ID)).toEqual(['5']);
  });

  it('is decided by closing its case: the queue has the rest before the case is gone', async () => {
    const of = await disputed();
    const queue = memoryQueues({ now: of.deps.now });
    expect(await closeCase({ ...of.deps, queue }, 'dp_1')).toMatchObject({ kind: 'dispute', userId: ID });
    expect(await of.casesOpen()).toEqual([]);
    await queue.drain({ 'billing-events': async (message) => void (await apply(of, message)) });
    expect(of.rolesOf(ID)).toEqual(['5', ROLES.core]);
    expect(await closeCase({ ...of.deps, queue }, 'dp_1')).toBeUndefined();
  });

  it('brings nobody back who was forgotten meanwhile', async () => {
    const of = await disputed();
    await of.stores.users.remove({ id: ID, partition: ID });
    await closeCase({ ...of.deps, queue: memoryQueues({ now: of.deps.now }) }, 'dp_1');
    expect(await of.stores.users.read({ id: ID, partition: ID })).toBeUndefined();
  });
});

describe('customers', () => {
  it('refuses a checkout of another’s customer: nobody’s tier changes', async () => {
    const of = world();
    of.stripe.events.set('evt_2', { kind: 'checkout', customerId: CUSTOMER, buyerId: '43' });
    expect(await apply(of, eventOf('evt_2'))).toEqual({ kind: 'drop', reason: 'foreign-customer' });
    expect(await of.casesOpen()).toEqual([`${CUSTOMER}: foreign-customer`]);
    for (const id of [ID, '43']) expect((await of.userOf(id)).subscription).toEqual({ status: 'none' });
  });

  it('refuses a customer that was another’s first, whatever is written on it later', async () => {
    const of = world();
    await apply(of, eventOf('evt_1'));
    of.stripe.customers.set(CUSTOMER, { userId: '43', subscriptions: [aSubscription({ tier: 'sharp' })] });
    of.stripe.events.set('evt_2', { kind: 'about', customerId: CUSTOMER });
    expect(await apply(of, eventOf('evt_2'))).toEqual({ kind: 'drop', reason: 'foreign-customer' });
    expect((await of.userOf('43')).subscription).toEqual({ status: 'none' });
  });

  it('gives a customer to the first of two users who are seen with it at once', async () => {
    const of = world();
    of.stripe.customers.set('cus_new', { subscriptions: [aSubscription()] });
    const outcomes = await Promise.all(
      ['1', '2'].map((userId) => {
        of.stripe.events.set(`evt_${userId}x`, { kind: 'checkout', customerId: 'cus_new', buyerId: userId });
        of.stripe.customers.set('cus_new', { userId, subscriptions: [aSubscription()] });
        return apply(of, eventOf(`evt_${userId}x`));
      }),
    );
    expect(outcomes.filter(({ kind }) => kind === 'done').length).toBeLessThanOrEqual(1);
    expect(await of.casesOpen()).toEqual(['cus_new: foreign-customer']);
  });

  it('refuses a second customer beside one that stands', async () => {
    const of = world();
    await apply(of, eventOf('evt_1'));
    of.stripe.customers.set('cus_2', { userId: ID, subscriptions: [aSubscription({ id: 'sub_2', tier: 'sharp' })] });
    of.stripe.events.set('evt_2', { kind: 'about', customerId: 'cus_2' });
    expect(await apply(of, eventOf('evt_2'))).toEqual({ kind: 'drop', reason: 'second-customer' });
    expect(await of.casesOpen()).toEqual(['cus_2: second-customer']);
    expect((await of.userOf(ID)).subscription).toMatchObject({ tier: 'core' });
  });

  it('takes another customer in the place of one that was deleted, in either order', async () => {
    for (const order of [
      ['evt_gone', 'evt_new'],
      ['evt_new', 'evt_gone'],
    ]) {
      const of = world();
      await apply(of, eventOf('evt_1'));
      of.stripe.customers.set(CUSTOMER, { userId: ID, isDeleted: true, subscriptions: [] });
      of.stripe.customers.set('cus_2', { userId: ID, subscriptions: [aSubscription({ id: 'sub_2', tier: 'sharp' })] });
      of.stripe.events.set('evt_gone', { kind: 'about', customerId: CUSTOMER });
      of.stripe.events.set('evt_new', { kind: 'about', customerId: 'cus_2' });
      for (const id of order) expect(await apply(of, eventOf(id))).toMatchObject({ kind: 'done' });
      expect(await of.userOf(ID)).toMatchObject({ stripe: { customerId: 'cus_2' }, subscription: { tier: 'sharp' } });
      expect(await of.casesOpen()).toEqual([]);
    }
  });

  it('passes over a customer that is nobody’s, unless somebody bought with it', async () => {
    const of = world();
    of.stripe.customers.set('cus_x', { subscriptions: [aSubscription()] });
    of.stripe.events.set('evt_2', { kind: 'about', customerId: 'cus_x' });
    expect(await apply(of, eventOf('evt_2'))).toEqual({ kind: 'drop', reason: 'not-ours' });
    expect(await of.casesOpen()).toEqual([]);
    of.stripe.events.set('evt_3', { kind: 'checkout', customerId: 'cus_x', buyerId: ID });
    expect(await apply(of, eventOf('evt_3'))).toEqual({ kind: 'drop', reason: 'unknown-customer' });
    expect(await of.casesOpen()).toEqual(['cus_x: unknown-customer']);
  });

  it('puts two subscriptions of one user on the list; the higher one counts', async () => {
    const of = world();
    of.stripe.customers.set(CUSTOMER, {
      userId: ID,
      subscriptions: [aSubscription(), aSubscription({ id: 'sub_2', tier: 'starter' })],
    });
    await apply(of, eventOf('evt_1'));
    expect((await of.userOf(ID)).subscription).toMatchObject({ tier: 'core' });
    expect(await of.casesOpen()).toEqual(['sub_2: two-subscriptions']);
  });
});
