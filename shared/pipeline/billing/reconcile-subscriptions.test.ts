import { describe, expect, it } from 'vitest';
import { aSubscription, billingWorld, DAY, NOON, ROLES } from '../../../tests/support/billing-world.ts';
import { newUser } from '../../domain/account/account.ts';
import { reconcileSubscriptions } from './reconcile-subscriptions.ts';
import { refreshUser } from './refresh-user.ts';

/** 1 pays and nobody heard of it; 2 stopped paying; 3 holds a role for nothing; 4 bought in Discord; 5 is as it should be. */
const world = async () => {
  const made = billingWorld();
  const { stripe, server, shop, deps } = made;
  for (const id of ['1', '2', '5'])
    stripe.customers.set(`cus_${id}`, { userId: id, subscriptions: [aSubscription({ id: `sub_${id}` })] });
  stripe.customers.set('cus_x', { subscriptions: [aSubscription({ id: 'sub_x' })] });
  for (const id of ['2', '5']) {
    await refreshUser(deps, id, { customerId: `cus_${id}` });
    await deps.accounts.change(id, (user) => ({ ...user, notices: [] }));
    await made.stores.customers.create({ id: `cus_${id}`, partition: `cus_${id}` }, { userId: id, since: NOON });
    server.members.set(id, new Set([ROLES.core]));
  }
  stripe.customers.set('cus_2', { userId: '2', subscriptions: [aSubscription({ id: 'sub_2', status: 'canceled' })] });
  server.members.set('1', new Set(['77']));
  server.members.set('3', new Set([ROLES.sharp, '77']));
  server.members.set('4', new Set());
  server.members.set('6', new Set(['77']));
  shop.bought.set('4', [{ id: '9', tier: 'sharp', endsAt: NOON + 9 * DAY }]);
  return made;
};
type World = Awaited<ReturnType<typeof world>>;
const run = ({ deps }: World, dryRun = false) => reconcileSubscriptions(deps, { dryRun });
const short = ({ differences }: Awaited<ReturnType<typeof run>>) =>
  differences.map(({ userId, what, was, is }) => `${userId} ${what}: ${was} → ${is}`).sort();

const TIERS_DIFFER = [
  '1 tier: none → core, renews 2026-12-25',
  '2 tier: core, renews 2026-12-25 → none',
  '4 tier: none → sharp, ends 2026-12-04',
];
const standings = async ({ userOf, rolesOf }: World) =>
  Promise.all(
    ['1', '2', '3', '4', '5', '6'].map(async (id) => {
      const { subscription } = await userOf(id);
      return [subscription.status === 'active' ? subscription.tier : 'none', ...rolesOf(id)].join(' ');
    }),
  );
const RIGHT = ['core 77 902', 'none', 'none 77', 'sharp 903', 'core 902', 'none 77'];

describe('reconcileSubscriptions', () => {
  it('finds and repairs what nobody heard of, and tells of it', async () => {
    const of = await world();
    const report = await run(of);
    expect(report).toMatchObject({ users: 4, subscriptions: 3, entitlements: 1, members: 6, more: 0 });
    expect(report.notes).toEqual(['1 paying customers at Stripe are nobody’s here.']);
    expect(report.differences.every(({ repaired }) => repaired)).toBe(true);
    expect(short(report)).toEqual([
      ...['1 notices: owed: welcome → told', TIERS_DIFFER[0]],
      ...['2 notices: owed: ended → told', TIERS_DIFFER[1]],
      '3 roles: sharp → none',
      ...['4 notices: owed: welcome → told', TIERS_DIFFER[2]],
    ]);
    expect(await standings(of)).toEqual(RIGHT);
    expect(of.mail.messages.map(({ channelId }) => channelId).sort()).toEqual(['71', '72', '74']);
    expect(of.telemetry.total('reconcile_differences', { what: 'tier' })).toBe(3);
  });

  it('finds nothing the second time', async () => {
    const of = await world();
    await run(of);
    expect((await run(of)).differences).toEqual([]);
  });

  it('only says it in a dry run', async () => {
    const of = await world();
    const before = await standings(of);
    const report = await run(of, true);
    expect(short(report)).toEqual([...TIERS_DIFFER.slice(0, 2), '3 roles: sharp → none', TIERS_DIFFER[2]]);
    expect(report.differences.some(({ repaired }) => repaired)).toBe(false);
    expect(await standings(of)).toEqual(before);
    expect(of.mail.messages).toEqual([]);
    expect(await of.stores.customers.read({ id: 'cus_1', partition: 'cus_1' })).toBeUndefined();
    expect((await of.stores.subscribers.list('all', { limit: 9 })).items).toHaveLength(2);
  });

  it('ends what time has ended, of which nobody sends an event', async () => {
    const of = await world();
    await run(of);
    of.passTime(10 * DAY);
    of.shop.bought.delete('4');
    expect(short(await run(of))).toEqual(['4 notices: owed: ended → told', '4 tier: sharp, ends 2026-12-04 → none']);
    expect(of.rolesOf('4')).toEqual([]);
  });

  it('looks at subscribers one by one where Discord does not list members, and says so', async () => {
    const of = await world();
    of.server.forbidLists();
    of.server.members.set('5', new Set());
    const report = await run(of);
    expect(report.notes.at(-1)).toContain('Server Members intent');
    expect(short(report)).toContain('5 roles: none → core');
    expect(of.rolesOf('3')).toEqual(['77', ROLES.sharp]);
  });

  it('waits where it is asked to', async () => {
    const of = await world();
    of.stripe.outages.push(2000);
    of.shop.refusals.push({ kind: 'retry', afterMs: 300, reason: 'discord-limit' });
    of.server.refusals.push({ kind: 'unavailable', afterMs: 5000 });
    of.mail.refusals.push({ kind: 'retry', afterMs: 400, reason: 'discord-limit' });
    await run(of);
    expect(of.pauses.toSorted((a, b) => a - b)).toEqual([300, 400, 2000, 5000]);
    expect(await standings(of)).toEqual(RIGHT);
  });

  it('gives up where it is asked to wait for ever', async () => {
    const of = await world();
    of.stripe.outages.push(...Array<number>(50).fill(600_000));
    await expect(run(of)).rejects.toThrow('Stripe is down');
    expect(Math.max(...of.pauses)).toBe(60_000);
  });

  it('goes on without whom it cannot look at, and says so', async () => {
    const of = await world();
    const factsOf: typeof of.deps.payments.factsOf = (customerId) =>
      customerId === 'cus_1' ? Promise.reject(new Error('not understood')) : of.stripe.payments.factsOf(customerId);
    const deps = { ...of.deps, payments: { ...of.deps.payments, factsOf } };
    const { notes } = await reconcileSubscriptions(deps, { dryRun: false });
    expect(notes).toContain('Users who could not be looked at: 1. The log says why.');
    expect((await standings(of)).slice(1)).toEqual(RIGHT.slice(1));
  });

  it('says that it could not take a role', async () => {
    const of = await world();
    of.server.denied.add(ROLES.sharp);
    expect((await run(of)).differences).toContainEqual({
      ...{ userId: '3', what: 'roles', was: 'sharp', is: 'none', repaired: false },
    });
  });

  it('leaves what was given by hand, and its role', async () => {
    const of = await world();
    await of.stores.users.create(
      { id: '3', partition: '3' },
      { ...newUser('3'), subscription: { status: 'active', tier: 'sharp' } },
    );
    await run(of);
    expect(of.rolesOf('3')).toEqual(['77', ROLES.sharp]);
  });

  it('goes on without payments and without a server', async () => {
    const of = await world();
    const { payments: _, guild: __, ...rest } = of.deps;
    const report = await reconcileSubscriptions(rest, { dryRun: false });
    expect(report).toMatchObject({ users: 3, subscriptions: 0, members: 0 });
    expect(report.notes).toHaveLength(2);
  });

  it('lists a thousand differences and counts the rest', async () => {
    const of = await world();
    for (let id = 1000; id < 2100; id++) of.shop.bought.set(String(id), [{ id: '1', tier: 'core' }]);
    const { differences, more } = await run(of, true);
    expect(differences).toHaveLength(1000);
    expect(differences.length + more).toBe(1104);
  });
});
