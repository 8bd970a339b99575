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
import type { StripeSubscription } from '../../domain/account/billing-facts.ts';
import { applyBillingEvent } from './apply-billing-event.ts';
import { followEnds, noteEnd } from './ends.ts';
import { forgetUser } from './forget-user.ts';
import { reconcileSubscriptions } from './reconcile-subscriptions.ts';

const ID = '42';
const CUSTOMER = 'cus_42';
const USER_KEY = { id: ID, partition: ID };
const END = NOON + 9 * DAY;
const LOOK = { v: 1, kind: 'user', userId: ID, why: 'test', tries: 0 } as const;

const become = ({ stripe }: BillingWorld, parts: Partial<StripeSubscription>) =>
  stripe.customers.set(CUSTOMER, { userId: ID, subscriptions: [aSubscription(parts)] });
const world = async (parts: Partial<StripeSubscription>) => {
  const of = billingWorld();
  become(of, parts);
  of.server.members.set(ID, new Set(['5']));
  of.stripe.events.set('evt_1', { kind: 'about', customerId: CUSTOMER });
  await applyBillingEvent(of.deps, { v: 1, kind: 'stripe', eventId: 'evt_1', type: 'invoice.paid', tries: 0 });
  const queue = memoryQueues({ now: of.deps.now });
  return {
    ...of,
    queue,
    tick: () => followEnds({ ...of.deps, queue }),
    work: () => queue.drain({ 'billing-events': async (message) => void (await applyBillingEvent(of.deps, message)) }),
  };
};
const listed = async ({ stores }: Pick<BillingWorld, 'stores'>) =>
  (await stores.subscribers.list('ending', { limit: 9 })).items.map(({ value }) => [value.userId, value.endsAt]);
const titles = ({ mail }: Pick<BillingWorld, 'mail'>) => mail.messages.map(({ title }) => title);

describe('what ends by time alone', () => {
  it.each([
    ['a subscription that was cancelled', { endsAt: END }, END, 'Your subscription has ended'],
    [
      'the grace after a failed payment',
      { status: 'past_due', overdueSince: NOON + 2 * DAY },
      END,
      'Your tier is closed until it is paid',
    ],
  ])('takes the role and tells of it within a tick: %s', async (_, parts, end, title) => {
    const of = await world(parts);
    expect(await listed(of)).toEqual([[ID, end]]);
    of.passTime(end - NOON - 1);
    await of.tick();
    expect(of.queue.size()).toBe(0);
    expect(of.rolesOf(ID)).toEqual(['5', ROLES.core]);
    of.passTime(1);
    await of.tick();
    await of.tick();
    expect(of.queue.size()).toBe(1);
    expect(of.telemetry.total('closer_looks', { why: 'time-over' })).toBe(1);
    await of.work();
    expect(of.rolesOf(ID)).toEqual(['5']);
    expect(titles(of).at(-1)).toBe(title);
    expect(await listed(of)).toEqual([]);
  });

  it('is looked at again when the clock of the worker is behind', async () => {
    const of = await world({ endsAt: END });
    of.passTime(END - NOON);
    await of.tick();
    of.passTime(-2000);
    await of.work();
    expect(of.rolesOf(ID)).toEqual(['5', ROLES.core]);
    of.passTime(2000);
    await of.tick();
    await of.work();
    expect(of.rolesOf(ID)).toEqual(['5']);
  });

  it('follows each change of the end, and what does not end is not listed', async () => {
    const of = await world({});
    expect(await listed(of)).toEqual([]);
    for (const [parts, end] of [
      [{ endsAt: END }, [[ID, END]]],
      [{ endsAt: END + DAY }, [[ID, END + DAY]]],
      [{}, []],
      [{ endsAt: END }, [[ID, END]]],
      [{ status: 'unpaid' }, []],
    ] as const) {
      become(of, parts);
      await applyBillingEvent(of.deps, LOOK);
      expect(await listed(of)).toEqual(end);
    }
  });

  it('goes on to what is left: a lower tier that was bought inside Discord', async () => {
    const of = await world({ endsAt: END });
    of.shop.bought.set(ID, [{ id: '7', tier: 'starter', endsAt: END + DAY }]);
    of.passTime(END - NOON);
    await of.tick();
    await of.work();
    expect(of.rolesOf(ID)).toEqual(['5', ROLES.starter]);
    expect(await listed(of)).toEqual([[ID, END + DAY]]);
  });

  it('is put on the list by the daily comparison, too', async () => {
    const of = await world({ endsAt: END });
    await of.stores.subscribers.remove({ id: ID, partition: 'ending' });
    await reconcileSubscriptions(of.deps, { dryRun: true });
    expect(await listed(of)).toEqual([]);
    await reconcileSubscriptions(of.deps, { dryRun: false });
    expect(await listed(of)).toEqual([[ID, END]]);
    become(of, { endsAt: END + DAY });
    await reconcileSubscriptions(of.deps, { dryRun: false });
    expect(await listed(of)).toEqual([[ID, END + DAY]]);
  });

  it('is forgotten with the person', async () => {
    const of = await world({ endsAt: END });
    const { deleted } = await forgetUser(of.deps, ID, { dryRun: false });
    expect(deleted).toContain('when the subscription ends');
    expect(await listed(of)).toEqual([]);
  });
});

describe('noteEnd', () => {
  it('leaves what the last record says, whatever another worker writes in between', async () => {
    const of = await world({ endsAt: END });
    const stored = await of.stores.users.read(USER_KEY);
    if (!stored) throw new Error('nobody is on record');
    let isFirst = true;
    const users = {
      ...of.deps.users,
      async read(key: typeof USER_KEY) {
        const found = await of.stores.users.read(key);
        if (!isFirst) return found;
        isFirst = false;
        // Between this look and what is written from it, the subscription is taken up again, and another worker notes that.
        become(of, {});
        await applyBillingEvent(of.deps, LOOK);
        return found;
      },
    };
    await noteEnd({ ...of.deps, users }, ID);
    expect(await listed(of)).toEqual([]);
  });

  it('gives up where the record never rests', async () => {
    const of = await world({ endsAt: END });
    let number = 0;
    const users = {
      ...of.deps.users,
      async read(key: typeof USER_KEY) {
        become(of, { endsAt: END + ++number });
        await applyBillingEvent(of.deps, LOOK);
        const found = await of.stores.users.read(key);
        become(of, { endsAt: END + ++number });
        await applyBillingEvent(of.deps, LOOK);
        return found;
      },
    };
    await expect(noteEnd({ ...of.deps, users }, ID)).rejects.toThrow('6 times in a row');
  });
});

describe('followEnds', () => {
  it('looks through all pages', async () => {
    const of = await world({});
    for (let id = 1000; id < 1250; id++)
      await of.stores.subscribers.create(
        { id: String(id), partition: 'ending' },
        { userId: String(id), since: NOON, endsAt: NOON + (id % 2) },
      );
    await of.tick();
    expect(of.queue.size()).toBe(125);
    expect((await of.stores.subscribers.list('ending', { limit: 999 })).items).toHaveLength(125);
  });

  it('keeps on the list whom the queue did not take, says so, and does not throw', async () => {
    const of = await world({ endsAt: END });
    of.passTime(END - NOON);
    const queue = { send: () => Promise.reject(new Error('the queue is away')) };
    await followEnds({ ...of.deps, queue });
    expect(await listed(of)).toEqual([[ID, END]]);
    expect(of.telemetry.records).toContainEqual(
      expect.objectContaining({ event: 'ends_not_followed', fields: { reason: 'Error: the queue is away' } }),
    );
    await of.tick();
    expect(of.queue.size()).toBe(1);
  });
});
