import { describe, expect, it } from 'vitest';
import { aSubscription, billingWorld } from '../../../tests/support/billing-world.ts';
import { memoryCache } from '../../adapters/memory/memory-cache.ts';
import { type BillingEvent, billingEventSchema } from '../../messages/billing-event.ts';
import { done, later, type Outcome } from '../outcome.ts';
import { applyBillingEvent } from './apply-billing-event.ts';
import { createLooks } from './looks.ts';

const NOON = Date.parse('2026-11-25T12:00:00Z');
const SEEN = { kind: 'drop', reason: 'seen-before' };

/** Two instances that share what Redis remembers. */
const twoInstances = () => {
  let time = NOON;
  const now = () => time;
  const cache = memoryCache({ now });
  const [one, other] = [createLooks({ cache, now }), createLooks({ cache, now })];
  let looked = 0;
  const look = async (): Promise<Outcome> => {
    looked++;
    return done();
  };
  return {
    ...{ one, other, look, now, cache },
    looked: () => looked,
    passTime: (ms: number) => {
      time += ms;
    },
  };
};
/** What is taken now, and came to the door then. */
const arrival = (looks: ReturnType<typeof createLooks>, arrivedAt?: number) => ({
  arrivedAt,
  inHandSince: looks.moment(),
});

describe('a look on another instance', () => {
  it.each([
    [5_000, SEEN, 1],
    [4_999, done(), 2],
    [0, done(), 2],
    [-60_000, done(), 2],
  ])('has seen what came %i ms before it began: %o', async (earlier, outcome, looks) => {
    const { one, other, look, looked } = twoInstances();
    await one.once('cus_1', arrival(one), look);
    expect(await other.once('cus_1', arrival(other, NOON - earlier), look)).toEqual(outcome);
    expect(looked()).toBe(looks);
  });

  it('counts from when it began, and not from when it ended', async () => {
    const { one, other, look, passTime } = twoInstances();
    const long = async () => {
      passTime(60_000);
      return done();
    };
    await one.once('cus_1', arrival(one), long);
    expect(await other.once('cus_1', arrival(other, NOON), look)).toEqual(done());
  });

  it('has seen nothing of another customer, nor of what nobody dated', async () => {
    const { one, other, look } = twoInstances();
    await one.once('cus_1', arrival(one), look);
    expect(await other.once('cus_2', arrival(other, NOON - 60_000), look)).toEqual(done());
    expect(await other.once('cus_1', arrival(other), look)).toEqual(done());
  });

  it.each([
    ['failed', () => Promise.reject(new Error('lost'))],
    ['has to go on later', async () => later(1000, 'discord-limit')],
  ])('does not count when it %s', async (_, unfinished) => {
    const { one, other, look } = twoInstances();
    await one.once('cus_1', arrival(one), unfinished).catch(() => undefined);
    expect(await other.once('cus_1', arrival(other, NOON - 60_000), look)).toEqual(done());
  });

  it('is unknown where nothing is remembered', async () => {
    const { one, look, now } = twoInstances();
    await one.once('cus_1', arrival(one), look);
    const alone = createLooks({ cache: memoryCache({ now }), now });
    expect(await alone.once('cus_1', arrival(alone, NOON - 60_000), look)).toEqual(done());
  });
});

describe('looks in one process', () => {
  it('come one after the other, and the second one serves all who came during the first', async () => {
    const { one } = twoInstances();
    const [begun, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let [under, looked] = [0, 0];
    const look = async () => {
      looked++;
      expect(++under).toBe(1);
      begun.resolve();
      await gate.promise;
      under--;
      return done();
    };
    const first = one.once('cus_1', arrival(one), look);
    await begun.promise;
    const during = Array.from({ length: 5 }, () => one.once('cus_1', arrival(one), look));
    gate.resolve();
    expect(await Promise.all([first, ...during])).toEqual([done(), done(), SEEN, SEEN, SEEN, SEEN]);
    expect(looked).toBe(2);
  });

  it('have seen what was in hand before they began', async () => {
    const { one, look, looked } = twoInstances();
    const all = Array.from({ length: 3 }, () => one.once('cus_1', arrival(one), look));
    expect(await Promise.all(all)).toEqual([done(), SEEN, SEEN]);
    expect(looked()).toBe(1);
  });

  it('serve nobody by failing: the next one looks', async () => {
    const { one, look, looked } = twoInstances();
    const failing = async () => Promise.reject(new Error('lost'));
    const all = [failing, failing, look, look].map((each) => one.once('cus_1', arrival(one), each));
    const statuses = (await Promise.allSettled(all)).map(({ status }) => status);
    expect(statuses).toEqual(['rejected', 'rejected', 'fulfilled', 'fulfilled']);
    expect(looked()).toBe(1);
  });

  it('do not wait for each other when they are at different things', async () => {
    const { one, look } = twoInstances();
    const gate = Promise.withResolvers<Outcome>();
    const waiting = one.once('cus_1', arrival(one), () => gate.promise);
    expect(await one.once('cus_2', arrival(one), look)).toEqual(done());
    gate.resolve(done());
    expect(await waiting).toEqual(done());
  });
});

describe('the events of one purchase', () => {
  const CUSTOMER = 'cus_42';
  const purchase = () => {
    const of = billingWorld();
    let asked = 0;
    const payments = {
      ...of.deps.payments,
      factsOf: (customerId: string) => {
        asked++;
        return of.stripe.payments.factsOf(customerId);
      },
    };
    of.stripe.customers.set(CUSTOMER, { userId: '42', subscriptions: [aSubscription()] });
    of.server.members.set('42', new Set());
    const messages = ['evt_1', 'evt_2', 'evt_3', 'evt_4'].map((eventId): BillingEvent => {
      of.stripe.events.set(eventId, { kind: 'about', customerId: CUSTOMER });
      return { v: 1, kind: 'stripe', eventId, type: 'invoice.paid', arrivedAt: NOON, tries: 0 };
    });
    const apply = (message: BillingEvent) => applyBillingEvent({ ...of.deps, payments }, message);
    return { of, messages, apply, asked: () => asked };
  };
  const reasons = (outcomes: readonly Outcome[]) =>
    outcomes.map((outcome) => (outcome.kind === 'done' ? 'done' : outcome.reason));

  it('that are taken at once are looked at once', async () => {
    const { messages, apply, asked } = purchase();
    expect(reasons(await Promise.all(messages.map(apply)))).toEqual(['done', ...Array(3).fill('seen-before')]);
    // One pass that writes, and one that finds nothing more.
    expect(asked()).toBe(2);
    expect(reasons(await Promise.all(messages.map(apply)))).toEqual(Array(4).fill('applied-before'));
  });

  it('that have waited in the queue are looked at once', async () => {
    const { of, messages, apply } = purchase();
    of.passTime(6000);
    const outcomes: Outcome[] = [];
    for (const message of messages) outcomes.push(await apply(message));
    expect(reasons(outcomes)).toEqual(['done', ...Array(3).fill('seen-before')]);
  });

  it('have each a look of its own when they say that money was taken without its owner’s will', async () => {
    const { of, messages, apply } = purchase();
    of.passTime(6000);
    await Promise.all(messages.map(apply));
    const suspension = { id: 'dp_1', kind: 'dispute', at: NOON } as const;
    of.stripe.events.set('evt_5', { kind: 'fraud', customerId: CUSTOMER, suspension });
    expect(
      await apply({
        v: 1,
        kind: 'stripe',
        eventId: 'evt_5',
        type: 'charge.dispute.created',
        arrivedAt: NOON,
        tries: 0,
      }),
    ).toEqual(done());
    expect((await of.userOf('42')).subscription).toEqual({ status: 'none', reason: 'suspended' });
  });

  it('whose roles have to wait are followed once', async () => {
    const { of, messages, apply } = purchase();
    of.server.refusals.push(
      ...Array<{ kind: 'retry'; afterMs: number; reason: string }>(4).fill({ kind: 'retry', afterMs: 9, reason: 'x' }),
    );
    const waiting = (await Promise.all(messages.map(apply))).map((outcome) =>
      billingEventSchema.parse(outcome.kind === 'later' ? outcome.instead : undefined),
    );
    expect(waiting.map(({ arrivedAt }) => arrivedAt)).toEqual(Array(4).fill(NOON));
    of.passTime(6000);
    const outcomes: Outcome[] = [];
    for (const message of waiting) outcomes.push(await apply(message));
    expect(reasons(outcomes)).toEqual(['done', ...Array(3).fill('seen-before')]);
    expect(of.rolesOf('42')).toEqual(['902']);
  });

  it('are read as older builds wrote them', () => {
    const old = { v: 1, kind: 'stripe', eventId: 'evt_1', type: 'invoice.paid', tries: 0 };
    expect(billingEventSchema.parse(old)).toEqual(old);
    expect(billingEventSchema.safeParse({ ...old, arrivedAt: 'noon' }).success).toBe(false);
  });
});
