import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newUser, type Subscription, type User } from './account.ts';
import type { BillingFacts, DiscordEntitlement, StripeSubscription, Suspension } from './billing-facts.ts';
import { asOf, endOf, GRACE_MS, isKnownStatus, subscriptionAt } from './entitlement.ts';
import { TIERS } from './tier.ts';
import { STANDINGS, standingOf } from './tiers.ts';

const NOW = Date.parse('2026-11-25T12:00:00Z');
const DAY = 24 * 60 * 60_000;
const STATUSES = ['trialing', 'active', 'past_due', 'unpaid', 'canceled', 'incomplete', 'incomplete_expired', 'paused'];

const moment = fc.integer({ min: NOW - 10 * DAY, max: NOW + 10 * DAY });
const stripeArbitrary: fc.Arbitrary<StripeSubscription> = fc.record(
  {
    id: fc.uuid(),
    status: fc.constantFrom(...STATUSES, 'novel'),
    tier: fc.constantFrom(...TIERS),
    periodEnd: moment,
    endsAt: moment,
    overdueSince: moment,
  },
  { requiredKeys: ['id', 'status'] },
);
const discordArbitrary: fc.Arbitrary<DiscordEntitlement> = fc.record(
  { id: fc.bigInt(1n, 10n ** 18n).map(String), tier: fc.constantFrom(...TIERS), startsAt: moment, endsAt: moment },
  { requiredKeys: ['id', 'tier'] },
);
const lifted: fc.Arbitrary<Suspension> = fc.record({
  id: fc.uuid(),
  kind: fc.constant('dispute' as const),
  at: moment,
  liftedAt: moment,
});
const stripes = fc.array(stripeArbitrary, { maxLength: 5 });
const discords = fc.array(discordArbitrary, { maxLength: 4 });

const facts = (parts: Partial<BillingFacts> & { readonly paid?: readonly StripeSubscription[] }): BillingFacts => ({
  discordEntitlements: [],
  suspensions: [],
  ...(parts.paid ? { stripe: { customerId: 'cus_1', isDeleted: false, subscriptions: [...parts.paid] } } : {}),
  ...parts,
});
const paid = (parts: Partial<StripeSubscription> = {}): StripeSubscription => ({
  id: 'sub_1',
  status: 'active',
  tier: 'core',
  ...parts,
});
const rank = (subscription: Subscription): number => STANDINGS.indexOf(standingOf(subscription));
const at = (of: BillingFacts, now = NOW) => subscriptionAt(of, now);

describe('subscriptionAt', () => {
  it.each([
    ['trialing', 'active', undefined],
    ['active', 'active', undefined],
    ['past_due', 'active', undefined],
    ['unpaid', 'none', 'payment-overdue'],
    ['canceled', 'none', undefined],
    ['incomplete', 'none', undefined],
    ['incomplete_expired', 'none', undefined],
    ['paused', 'none', undefined],
    ['novel', 'none', 'unknown-status'],
  ])('makes of %s %s', (word, status, reason) => {
    const subscription = at(facts({ paid: [paid({ status: word, overdueSince: NOW })] }));
    expect(subscription).toMatchObject({ status, ...(reason ? { reason } : {}) });
    expect('reason' in subscription ? subscription.reason : undefined).toBe(reason);
  });

  it('keeps a tier for exactly seven days after its payment came to be owed', () => {
    expect(GRACE_MS).toBe(7 * DAY);
    const owed = facts({ paid: [paid({ status: 'past_due', overdueSince: NOW })] });
    expect(at(owed)).toMatchObject({ tier: 'core', paymentDueBy: NOW + 7 * DAY });
    expect(at(owed, NOW + 7 * DAY - 1)).toMatchObject({ tier: 'core' });
    expect(at(owed, NOW + 7 * DAY)).toEqual({ status: 'none', reason: 'payment-overdue' });
  });

  it('opens nothing for a price that is none of ours', () => {
    expect(at(facts({ paid: [{ id: 'sub_1', status: 'active' }] }))).toEqual({
      status: 'none',
      reason: 'unknown-price',
    });
  });

  it('ends what was cancelled at its end, and lets what was bought in Discord begin at its beginning', () => {
    const cancelled = facts({ paid: [paid({ endsAt: NOW + DAY, periodEnd: NOW + DAY })] });
    expect(at(cancelled)).toEqual({ status: 'active', source: 'stripe', tier: 'core', endsAt: NOW + DAY });
    expect(at(cancelled, NOW + DAY)).toEqual({ status: 'none' });
    const later = facts({ discordEntitlements: [{ id: '1', tier: 'sharp', startsAt: NOW + 1, endsAt: NOW + DAY }] });
    expect(at(later)).toEqual({ status: 'none' });
    expect(at(later, NOW + 1)).toMatchObject({ tier: 'sharp', source: 'discord' });
    expect(at(later, NOW + DAY)).toEqual({ status: 'none' });
  });

  it('tells of two ways to one tier the one that lasts', () => {
    const both = facts({
      paid: [paid({ status: 'past_due', overdueSince: NOW })],
      discordEntitlements: [{ id: '1', tier: 'core' }],
    });
    expect(at(both)).toEqual({ status: 'active', source: 'discord', tier: 'core' });
  });

  it('takes nothing from a deleted customer', () => {
    expect(at({ ...facts({}), stripe: { customerId: 'cus_1', isDeleted: true, subscriptions: [paid()] } })).toEqual({
      status: 'none',
    });
  });

  it('does not depend on the order of the facts', () => {
    const shuffled = fc
      .tuple(stripes, discords)
      .chain(([one, two]) =>
        fc.tuple(
          fc.constant([one, two] as const),
          fc.shuffledSubarray(one, { minLength: one.length }),
          fc.shuffledSubarray(two, { minLength: two.length }),
        ),
      );
    fc.assert(
      fc.property(shuffled, ([[one, two], otherOne, otherTwo]) => {
        expect(at(facts({ paid: otherOne, discordEntitlements: otherTwo }))).toEqual(
          at(facts({ paid: one, discordEntitlements: two })),
        );
      }),
    );
  });

  it('gives the highest of the tiers that each fact alone would give', () => {
    fc.assert(
      fc.property(stripes, discords, fc.array(lifted, { maxLength: 2 }), (one, two, suspensions) => {
        const alone = [
          ...one.map((each) => at(facts({ paid: [each] }))),
          ...two.map((each) => at(facts({ discordEntitlements: [each] }))),
        ].map(rank);
        expect(rank(at(facts({ paid: one, discordEntitlements: two, suspensions })))).toBe(Math.max(0, ...alone));
      }),
    );
  });

  it('never gives less for more, except for a suspension, which closes everything', () => {
    fc.assert(
      fc.property(stripes, discords, stripeArbitrary, discordArbitrary, (one, two, more, other) => {
        const before = rank(at(facts({ paid: one, discordEntitlements: two })));
        expect(rank(at(facts({ paid: [...one, more], discordEntitlements: [...two, other] })))).toBeGreaterThanOrEqual(
          before,
        );
        const suspensions = [{ id: 'dp_1', kind: 'dispute', at: NOW } as const];
        expect(at(facts({ paid: one, discordEntitlements: two, suspensions }))).toEqual({
          status: 'none',
          reason: 'suspended',
        });
      }),
    );
  });

  it('never opens anything for a status that it does not know', () => {
    fc.assert(
      fc.property(
        fc.string().filter((word) => !isKnownStatus(word)),
        (status) => {
          expect(at(facts({ paid: [paid({ status })] }))).toEqual({ status: 'none', reason: 'unknown-status' });
        },
      ),
    );
  });

  it('never takes a tier away before what it told of, without new facts', () => {
    fc.assert(
      fc.property(stripes, discords, moment, (one, two, now) => {
        const of = facts({ paid: one, discordEntitlements: two });
        const told = at(of, now);
        if (told.status === 'none') return;
        const until = Math.min(told.endsAt ?? now + DAY, told.paymentDueBy ?? now + DAY);
        expect(rank(at(of, until - 1))).toBeGreaterThanOrEqual(rank(told));
      }),
    );
  });
});

describe('endOf', () => {
  it('is the moment at which another subscription is found, if none is bought that begins later', () => {
    fc.assert(
      fc.property(stripes, discords, moment, (one, two, now) => {
        const begun = two.map(({ startsAt: _, ...entitlement }) => entitlement);
        const of = facts({ paid: one, discordEntitlements: begun });
        const told = at(of, now);
        const end = endOf(told);
        const until = end ?? now + 99 * DAY;
        expect(until).toBeGreaterThan(now);
        // Of nothing the reason may change.
        if (told.status === 'none') expect([end, rank(at(of, until))]).toEqual([undefined, 0]);
        else expect(at(of, until - 1)).toEqual(told);
        if (end !== undefined) expect(at(of, end)).not.toEqual(told);
      }),
    );
  });
});

describe('asOf', () => {
  it('leaves what was given by hand, unless somebody paid for more', () => {
    fc.assert(
      fc.property(stripes, discords, fc.constantFrom(...TIERS), moment, (one, two, tier, now) => {
        const { stripe, discordEntitlements } = facts({ paid: one, discordEntitlements: two });
        const given: User = {
          ...newUser('1'),
          subscription: { status: 'active', tier },
          discordEntitlements: [...discordEntitlements],
          ...(stripe ? { stripe } : {}),
        };
        const paid = subscriptionAt(given, now);
        const hasMore = paid.status === 'active' && TIERS.indexOf(paid.tier) > TIERS.indexOf(tier);
        expect(asOf(given, now)).toEqual(hasMore ? { ...given, subscription: paid } : given);
      }),
    );
  });

  it('ends what has ended since it was written', () => {
    const user: User = { ...newUser('1'), discordEntitlements: [{ id: '1', tier: 'core', endsAt: NOW }] };
    const then = asOf(user, NOW - 1);
    expect(then.subscription).toMatchObject({ tier: 'core' });
    expect(asOf(then, NOW).subscription).toEqual({ status: 'none' });
  });
});
