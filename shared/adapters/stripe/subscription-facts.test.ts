import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stripeSubscriptionSchema } from '../../domain/account/billing-facts.ts';
import { isLive } from '../../domain/account/entitlement.ts';
import type { SubscriptionAnswer } from './answers.ts';
import { mostRelevant, type Prices, subscriptionFacts } from './subscription-facts.ts';

const PRICES: Prices = {
  starter: { month: 'price_starter', year: undefined },
  core: { month: 'price_core', year: 'price_core_yearly' },
  sharp: { month: 'price_sharp', year: undefined },
};
const START = 1_764_000_000;
const END = START + 30 * 86_400;

const item = (price: string, tier?: string, end = END): SubscriptionAnswer['items']['data'][number] => ({
  price: { id: price, metadata: tier === undefined ? {} : { oddstracker_tier: tier } },
  current_period_start: START,
  current_period_end: end,
});
const answer = (given: Partial<SubscriptionAnswer> = {}): SubscriptionAnswer => ({
  id: 'sub_1',
  customer: 'cus_1',
  status: 'active',
  created: START,
  items: { data: [item('price_core')] },
  ...given,
});
const factsOf = (given: Partial<SubscriptionAnswer> = {}) => subscriptionFacts(PRICES, answer(given));
const tierOf = (...items: SubscriptionAnswer['items']['data']) => factsOf({ items: { data: items } }).tier;

describe('subscriptionFacts', () => {
  it('keeps the id, the status, the tier and the end of the period, in milliseconds', () => {
    expect(factsOf()).toEqual({ id: 'sub_1', status: 'active', tier: 'core', periodEnd: END * 1000 });
  });

  it.each([
    ['a monthly price', [item('price_sharp')], 'sharp'],
    ['a yearly price', [item('price_core_yearly')], 'core'],
    ['a former price that says what it was for', [item('price_old', 'starter')], 'starter'],
    ['a price of ours that says something else', [item('price_core', 'sharp')], 'core'],
    ['a foreign price', [item('price_other')], undefined],
    ['a foreign price that names no tier of ours', [item('price_other', 'platinum')], undefined],
    ['nothing', [], undefined],
    ['a foreign price beside ours', [item('price_other'), item('price_starter')], 'starter'],
    ['two of ours', [item('price_starter'), item('price_sharp')], 'sharp'],
  ])('reads the tier from %s', (_, items, tier) => {
    expect(tierOf(...items)).toBe(tier);
    expect(tierOf(...items.toReversed())).toBe(tier);
  });

  it('takes the period from what gives the tier', () => {
    const items = { data: [item('price_other', undefined, END + 5), item('price_core')] };
    expect(factsOf({ items }).periodEnd).toBe(END * 1000);
  });

  it.each([
    ['runs on', {}, undefined],
    ['was cancelled to the end of its period', { cancel_at_period_end: true }, END],
    ['was cancelled to a day', { cancel_at: END + 1 }, END + 1],
    ['was cancelled to a day, in both forms', { cancel_at: END + 1, cancel_at_period_end: true }, END + 1],
    ['has ended before', { ended_at: START + 1, cancel_at: END, cancel_at_period_end: true }, START + 1],
    ['says null everywhere', { ended_at: null, cancel_at: null, cancel_at_period_end: false }, undefined],
  ])('knows the end of one that %s', (_, given, seconds) => {
    expect(factsOf(given).endsAt).toBe(seconds === undefined ? undefined : seconds * 1000);
  });

  it('keeps a word for a status that nobody knows yet', () => {
    expect(factsOf({ status: 'dormant' }).status).toBe('dormant');
    expect(stripeSubscriptionSchema.safeParse(factsOf({ status: 'x'.repeat(500) })).success).toBe(true);
  });
});

describe('mostRelevant', () => {
  const status = fc.constantFrom('active', 'past_due', 'unpaid', 'canceled', 'incomplete', 'incomplete_expired', 'new');
  const many = fc.uniqueArray(
    fc.record({ id: fc.nat(500).map((n) => `sub_${n}`), created: fc.integer({ min: START, max: START + 9 }), status }),
    { selector: ({ id }) => id, maxLength: 40 },
  );
  const shuffled = many.chain((some) =>
    fc.tuple(fc.constant(some), fc.shuffledSubarray(some, { minLength: some.length })),
  );

  it('does not depend on the order, and leaves none out that matters more than one it keeps', () => {
    fc.assert(
      fc.property(shuffled, ([some, others]) => {
        const kept = mostRelevant(some.map(answer));
        expect(mostRelevant(others.map(answer))).toEqual(kept);
        expect(kept).toHaveLength(Math.min(10, some.length));
        const left = some.filter(({ id }) => !kept.some((each) => each.id === id));
        for (const each of kept)
          for (const other of left) {
            expect(isLive(each) || !isLive(other)).toBe(true);
            if (isLive(each) === isLive(other)) expect(each.created).toBeGreaterThanOrEqual(other.created);
          }
      }),
    );
  });
});
