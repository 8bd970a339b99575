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
import type { BillingEvent } from '../../messages/billing-event.ts';
import { applyBillingEvent } from './apply-billing-event.ts';
import { closeCase } from './cases.ts';
import { reconcileSubscriptions } from './reconcile-subscriptions.ts';

const ID = '42';
const CUSTOMER = 'cus_42';
const eventOf = (eventId: string): BillingEvent => ({
  v: 1,
  kind: 'stripe',
  eventId,
  type: 'charge.dispute.created',
  tries: 0,
});
const FRAUDS = [
  { id: 'dp_1', kind: 'dispute' },
  { id: 'issfr_1', kind: 'early-fraud-warning' },
] as const;

/** Somebody with Core, of whose frauds no event has come through. */
const world = async (customerId = CUSTOMER): Promise<BillingWorld> => {
  const of = billingWorld();
  of.stripe.customers.set(CUSTOMER, { userId: ID, subscriptions: [aSubscription()] });
  of.stripe.events.set('evt_0', { kind: 'about', customerId: CUSTOMER });
  of.server.members.set(ID, new Set(['5']));
  await applyBillingEvent(of.deps, eventOf('evt_0'));
  for (const [index, fraud] of FRAUDS.entries())
    of.stripe.events.set(`evt_fraud_${index}`, { kind: 'fraud', customerId, suspension: { ...fraud, at: NOON } });
  return of;
};
const compare = async ({ deps }: BillingWorld, dryRun = false) => {
  const report = await reconcileSubscriptions(deps, { dryRun });
  return report.differences.map(
    ({ userId, what, was, is, repaired }) => `${userId} ${what}: ${was} → ${is} ${repaired}`,
  );
};
const stateOf = async (of: BillingWorld) => ({
  user: await of.userOf(ID),
  roles: of.rolesOf(ID),
  cases: await of.casesOpen(),
  told: of.mail.messages.map(({ title }) => title),
});
const close = ({ deps }: BillingWorld, about: string) =>
  closeCase({ ...deps, queue: memoryQueues({ now: deps.now }) }, about);

const FOUND = [
  '42 fraud: core, renews 2026-12-25 → suspended, and a case: dispute dp_1',
  '42 fraud: none (suspended) → suspended, and a case: early-fraud-warning issfr_1',
];

describe('frauds of which no event came through', () => {
  it('are found, one by one, and end as their events would have ended', async () => {
    const [compared, told] = [await world(), await world()];
    expect(await compare(compared)).toEqual(FOUND.map((each) => `${each} true`));
    for (const id of ['evt_fraud_0', 'evt_fraud_1']) await applyBillingEvent(told.deps, eventOf(id));
    const state = await stateOf(compared);
    expect(state).toEqual(await stateOf(told));
    expect(state).toMatchObject({
      user: { subscription: { status: 'none', reason: 'suspended' } },
      roles: ['5'],
      cases: ['dp_1: dispute', 'issfr_1: early-fraud-warning'],
      told: ['Welcome to Core', 'Your tier is suspended'],
    });
    expect(compared.telemetry.total('reconcile_differences', { what: 'fraud' })).toBe(2);
    expect(compared.telemetry.total('billing_cases', {})).toBe(2);
    expect(await compare(compared)).toEqual([]);
  });

  it('do not ask Discord what was bought there', async () => {
    const of = await world();
    const asked: string[] = [];
    const entitlements = {
      ...of.deps.entitlements,
      of: async (userId: string) => {
        asked.push(userId);
        return { kind: 'ok', value: [] } as const;
      },
    };
    await reconcileSubscriptions({ ...of.deps, entitlements }, { dryRun: false });
    expect((await of.userOf(ID)).suspensions).toHaveLength(2);
    expect(asked).toEqual([]);
  });

  it('are only told of in a dry run', async () => {
    const of = await world();
    const before = await stateOf(of);
    expect(await compare(of, true)).toEqual([
      `${FOUND[0]} false`,
      '42 fraud: core, renews 2026-12-25 → suspended, and a case: early-fraud-warning issfr_1 false',
    ]);
    expect(await stateOf(of)).toEqual(before);
  });

  it('are left alone when they are older than 35 days', async () => {
    const of = await world();
    of.passTime(36 * DAY);
    expect((await compare(of)).filter((each) => each.includes('fraud'))).toEqual([]);
    expect(await of.casesOpen()).toEqual([]);
  });

  it('get the case that a crash left out', async () => {
    const of = await world();
    await compare(of);
    await of.stores.cases.remove({ id: 'dp_1', partition: 'open' });
    expect(await compare(of)).toEqual([
      '42 fraud: suspended, without a case → suspended, and a case: dispute dp_1 true',
    ]);
    expect(await of.casesOpen()).toEqual(['dp_1: dispute', 'issfr_1: early-fraud-warning']);
  });

  it('wait where Stripe asks to wait, and go on past one that cannot be looked at', async () => {
    const of = await world();
    of.stripe.outages.push(2000);
    const { users } = of.deps;
    let reads = 0;
    const broken = {
      ...users,
      read: (key: Parameters<typeof users.read>[0]) =>
        reads++ ? users.read(key) : Promise.reject(new Error('not understood')),
    };
    const { notes } = await reconcileSubscriptions({ ...of.deps, users: broken }, { dryRun: false });
    expect(of.pauses).toEqual([2000]);
    expect(notes).toContain('Users who could not be looked at: 1. The log says why.');
    expect(of.telemetry.records).toContainEqual(
      expect.objectContaining({
        event: 'reconcile_failed',
        fields: { fraud: 'dp_1', reason: 'Error: not understood' },
      }),
    );
    expect(await of.casesOpen()).toEqual(['issfr_1: early-fraud-warning']);
  });
});

describe('a case that was closed', () => {
  it('is not opened again, and its suspension stays lifted', async () => {
    const of = await world();
    await compare(of);
    for (const { id } of FRAUDS) await close(of, id);
    expect(await compare(of)).toEqual([expect.stringContaining('42 tier'), expect.stringContaining('42 notices')]);
    expect(await compare(of)).toEqual([]);
    expect(await of.casesOpen()).toEqual([]);
    expect(of.rolesOf(ID)).toEqual(['5', ROLES.core]);
  });

  it('is not opened again although nothing is on record of its user any more', async () => {
    const of = await world();
    await compare(of);
    for (const { id } of FRAUDS) await close(of, id);
    await of.stores.users.remove({ id: ID, partition: ID });
    await of.stores.customers.remove({ id: CUSTOMER, partition: CUSTOMER });
    of.stripe.customers.set(CUSTOMER, { isDeleted: true, subscriptions: [] });
    await compare(of);
    expect(await of.casesOpen()).toEqual([]);
    await applyBillingEvent(of.deps, eventOf('evt_fraud_0'));
    expect(await of.casesOpen()).toEqual([]);
    const [closed] = (await of.stores.cases.list('closed', { limit: 1 })).items;
    expect(closed?.value).toEqual({ kind: 'dispute', customerId: CUSTOMER, at: NOON });
  });
});

describe('a fraud that is nobody’s', () => {
  it('stands on the list, once', async () => {
    const of = await world('cus_unknown');
    expect(await compare(of, true)).toEqual(
      FRAUDS.map(({ id, kind }) => `unknown fraud: no case → a case: ${kind} ${id} false`),
    );
    expect(await of.casesOpen()).toEqual([]);
    expect(await compare(of)).toHaveLength(2);
    expect(await of.casesOpen()).toEqual(['dp_1: unknown-customer', 'issfr_1: unknown-customer']);
    expect(await compare(of)).toEqual([]);
  });

  it('suspends whose it turns out to be', async () => {
    const of = await world('cus_unknown');
    await compare(of);
    of.stripe.customers.set('cus_unknown', { userId: '43', subscriptions: [] });
    expect(await compare(of)).toHaveLength(2);
    expect((await of.userOf('43')).subscription).toEqual({ status: 'none', reason: 'suspended' });
    await close(of, 'dp_1');
    expect((await of.userOf('43')).suspensions.map(({ liftedAt }) => liftedAt)).toEqual([NOON, undefined]);
  });
});
