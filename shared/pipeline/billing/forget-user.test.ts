import { describe, expect, it } from 'vitest';
import { aSubscription, billingWorld, DAY, NOON, ROLES } from '../../../tests/support/billing-world.ts';
import { weekOf } from '../../domain/signal/performance-week.ts';
import { applyBillingEvent } from './apply-billing-event.ts';
import { forgetUser } from './forget-user.ts';

const ID = '42';
const CUSTOMER = 'cus_42';
const NFL = 'americanfootball_nfl';
const key = { id: ID, partition: ID };
const week = (weeksAgo: number) => weekOf(NOON - weeksAgo * 7 * DAY);

const world = async () => {
  const made = billingWorld();
  const { deps, stripe, server, stores } = made;
  stripe.customers.set(CUSTOMER, { userId: ID, subscriptions: [aSubscription()] });
  stripe.events.set('evt_1', { kind: 'about', customerId: CUSTOMER });
  server.members.set(ID, new Set(['5']));
  await deps.accounts.change(ID, (user) => ({ ...user, watches: [{ id: 'w', league: NFL, leastLevel: 'Low' }] }));
  await applyBillingEvent(deps, { v: 1, kind: 'stripe', eventId: 'evt_1', type: 'invoice.paid', tries: 0 });
  await stores.cooldowns.create(key, { granted: [{ signalId: 's', at: NOON }] });
  for (const [userId, weeksAgo] of [
    [ID, 0],
    [ID, 51],
    ['43', 0],
  ] as const)
    await stores.feedback.create(
      { id: `s-${userId}`, partition: week(weeksAgo) },
      {
        ...{ signalId: 's', eventId: 'e', userId, type: 'SteamMove', level: 'High', league: NFL },
        ...{ verdict: 'useful', at: NOON },
      },
    );
  await stores.cases.create(
    { id: 'sub_2', partition: 'open' },
    { kind: 'two-subscriptions', customerId: CUSTOMER, userId: ID, at: NOON },
  );
  return made;
};

describe('forgetUser', () => {
  it('deletes what is held of a person, and says what had to stay', async () => {
    const of = await world();
    const { deleted, kept } = await forgetUser(of.deps, ID, { dryRun: false });
    expect(deleted).toEqual([
      `the customer ${CUSTOMER} at Stripe, with all subscriptions, and whose it was`,
      'the open case sub_2 (two-subscriptions)',
      '2 thumbs given to signals',
      'the place in the list of subscribers',
      'when direct messages were sent last',
      'the direct-message channel',
      'the settings, 1 watches and the state of the subscription',
      'the tier roles in the server',
    ]);
    expect(kept[0]?.what).toBe(`invoices and payments of ${CUSTOMER} at Stripe`);
    expect(of.stripe.customers.get(CUSTOMER)?.isDeleted).toBe(true);
    expect(of.rolesOf(ID)).toEqual(['5']);
    const { stores } = of;
    for (const store of [stores.users, stores.cooldowns]) expect(await store.read(key)).toBeUndefined();
    expect((await stores.watchers.list(NFL, { limit: 9 })).items).toEqual([]);
    expect((await stores.subscribers.list('all', { limit: 9 })).items).toEqual([]);
    expect((await stores.feedback.list(week(0), { limit: 9 })).items.map(({ value }) => value.userId)).toEqual(['43']);
    expect((await of.deps.accounts.read(ID)).subscription).toEqual({ status: 'none' });
  });

  it('finds nobody for the events that its own deletion sets off', async () => {
    const of = await world();
    await forgetUser(of.deps, ID, { dryRun: false });
    of.stripe.events.set('evt_2', { kind: 'about', customerId: CUSTOMER });
    const message = { v: 1, kind: 'stripe', eventId: 'evt_2', type: 'customer.deleted', tries: 0 } as const;
    expect(await applyBillingEvent(of.deps, message)).toEqual({ kind: 'drop', reason: 'not-ours' });
    expect(await of.stores.users.read(key)).toBeUndefined();
  });

  it('deletes every customer that somebody has been, also one that was never taken', async () => {
    const of = await world();
    of.stripe.customers.set('cus_2', { userId: ID, subscriptions: [aSubscription({ id: 'sub_9' })] });
    of.stripe.events.set('evt_2', { kind: 'about', customerId: 'cus_2' });
    const message = { v: 1, kind: 'stripe', eventId: 'evt_2', type: 'invoice.paid', tries: 0 } as const;
    expect(await applyBillingEvent(of.deps, message)).toEqual({ kind: 'drop', reason: 'second-customer' });
    await forgetUser(of.deps, ID, { dryRun: false });
    expect([...of.stripe.customers.values()].map(({ isDeleted }) => isDeleted)).toEqual([true, true]);
    for (const customerId of [CUSTOMER, 'cus_2'])
      expect(await of.stores.customers.read({ id: customerId, partition: customerId })).toBeUndefined();
  });

  it('waits until what was disputed is decided: whoever is forgotten could come back', async () => {
    const of = await world();
    await of.stores.cases.create(
      { id: 'dp_1', partition: 'open' },
      { kind: 'dispute', customerId: CUSTOMER, userId: ID, at: NOON },
    );
    for (const dryRun of [true, false])
      await expect(forgetUser(of.deps, ID, { dryRun })).rejects.toThrow('npm run ops -- close dp_1');
    expect(of.rolesOf(ID)).toEqual(['5', ROLES.core]);
  });

  it('has nothing to delete the second time', async () => {
    const of = await world();
    await forgetUser(of.deps, ID, { dryRun: false });
    expect((await forgetUser(of.deps, ID, { dryRun: false })).deleted).toEqual([]);
  });

  it('only says it in a dry run', async () => {
    const of = await world();
    const before = await of.userOf(ID);
    const dry = await forgetUser(of.deps, ID, { dryRun: true });
    expect(await of.userOf(ID)).toEqual(before);
    expect(of.rolesOf(ID)).toEqual(['5', ROLES.core]);
    expect((await forgetUser(of.deps, ID, { dryRun: false })).deleted).toEqual(dry.deleted);
  });

  it('says that the customer stays where payments are not set up', async () => {
    const of = await world();
    const { payments: _, ...without } = of.deps;
    const { kept } = await forgetUser(without, ID, { dryRun: false });
    expect(kept).toContainEqual({
      what: `the customer ${CUSTOMER} at Stripe`,
      why: 'payments are not set up here: delete it there',
    });
  });

  it('says that a role stays which the bot may not take', async () => {
    const of = await world();
    of.server.denied.add(ROLES.core);
    await expect(forgetUser(of.deps, ID, { dryRun: false })).rejects.toThrow('must stand above');
    of.server.denied.clear();
    expect((await forgetUser(of.deps, ID, { dryRun: false })).deleted).toEqual(['the tier roles in the server']);
  });
});
