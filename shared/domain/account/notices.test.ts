import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MOST_NOTICES, type Notice, newUser, type Subscription, userSchema } from './account.ts';
import { noticesAfter } from './notices.ts';
import { TIERS } from './tier.ts';

const NOW = Date.parse('2026-11-25T12:00:00Z');
const NONE: Subscription = { status: 'none' };
const SUSPENDED: Subscription = { status: 'none', reason: 'suspended' };
const OVERDUE: Subscription = { status: 'none', reason: 'payment-overdue' };
const core: Subscription = { status: 'active', tier: 'core', source: 'stripe', renewsAt: NOW + 1000 };
const sharp: Subscription = { ...core, tier: 'sharp' };
const owing: Subscription = { ...core, paymentDueBy: NOW + 500 };
const given: Subscription = { status: 'active', tier: 'core' };

const kinds = (before: Subscription, after: Subscription, owed: readonly Notice[] = []) =>
  noticesAfter(before, after, owed, NOW).map(({ kind }) => kind);
const owed = (before: Subscription, after: Subscription) => noticesAfter(before, after, [], NOW);

const subscription: fc.Arbitrary<Subscription> = fc.oneof(
  fc.constantFrom(NONE, SUSPENDED, OVERDUE, given),
  fc.record(
    {
      status: fc.constant('active' as const),
      tier: fc.constantFrom(...TIERS),
      source: fc.constant('stripe' as const),
      paymentDueBy: fc.integer({ min: NOW, max: NOW + 3 }),
      endsAt: fc.integer({ min: NOW, max: NOW + 3 }),
    },
    { requiredKeys: ['status', 'tier', 'source'] },
  ),
);

describe('noticesAfter', () => {
  it.each([
    ['welcomes somebody new', NONE, core, ['welcome']],
    ['tells of another tier', core, sharp, ['changed']],
    ['tells of a payment that failed', core, owing, ['payment-failed']],
    ['tells of the next payment that failed', owing, { ...owing, paymentDueBy: NOW + 900 }, ['payment-failed']],
    ['tells of an end', core, NONE, ['ended']],
    ['tells of an end for want of a payment', owing, OVERDUE, ['ended']],
    ['tells of a suspension', core, SUSPENDED, ['suspended']],
    ['tells who has a tier again that it is back', OVERDUE, core, ['changed']],
    ['tells the same of a suspension that was lifted', SUSPENDED, core, ['changed']],
    ['says both of a start that owes', NONE, owing, ['welcome', 'payment-failed']],
    ['is silent about a renewal', core, { ...core, renewsAt: NOW + 2000 }, []],
    [
      'is silent about a cancellation, which the user made',
      core,
      { ...core, renewsAt: undefined, endsAt: NOW + 9 },
      [],
    ],
    ['is silent about a payment that came after all', owing, core, []],
    ['is silent about what was given by hand', NONE, given, []],
    ['is silent about the same again', SUSPENDED, SUSPENDED, []],
    ['is silent where there was nothing', NONE, OVERDUE, []],
  ] as const)('%s', (_, before, after, expected) => {
    expect(kinds(before, after)).toEqual(expected);
  });

  it('drops what is no longer true', () => {
    expect(kinds(core, NONE, owed(NONE, core))).toEqual(['ended']);
    expect(kinds(NONE, core, owed(core, NONE))).toEqual(['welcome']);
    expect(kinds(owing, core, owed(core, owing))).toEqual([]);
  });

  it('does not tell of a change whom it is yet to welcome', () => {
    const welcome = owed(NONE, core);
    expect(noticesAfter(core, sharp, welcome, NOW + 1)).toEqual(welcome);
  });

  it('keeps what is owed, under its id, when nothing changes', () => {
    fc.assert(
      fc.property(subscription, subscription, (before, after) => {
        const first = noticesAfter(before, after, [], NOW);
        expect(noticesAfter(after, after, first, NOW + 5)).toEqual(first);
      }),
    );
  });

  it('never owes more than a user can hold, nor one kind or id twice, whatever happens', () => {
    fc.assert(
      fc.property(fc.array(subscription, { maxLength: 20 }), (course) => {
        let notices: readonly Notice[] = [];
        course.reduce((before, after, index) => {
          notices = noticesAfter(before, after, notices, NOW + index);
          return after;
        }, NONE);
        expect(notices.length).toBeLessThanOrEqual(MOST_NOTICES);
        expect(new Set(notices.map(({ kind }) => kind)).size).toBe(notices.length);
        expect(new Set(notices.map(({ id }) => id)).size).toBe(notices.length);
        expect(userSchema.safeParse({ ...newUser('1'), notices }).success).toBe(true);
      }),
    );
  });
});
