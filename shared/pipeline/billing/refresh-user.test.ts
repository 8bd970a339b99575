import { describe, expect, it } from 'vitest';
import { aSubscription, billingWorld, NOON } from '../../../tests/support/billing-world.ts';
import { MOST_SUSPENSIONS } from '../../domain/account/billing-facts.ts';
import type { PaymentFacts } from '../../ports/billing.ts';
import { refreshUser } from './refresh-user.ts';

const ID = '42';
const CUSTOMER = 'cus_42';

const world = () => {
  const made = billingWorld();
  const setStatus = (status: string) =>
    made.stripe.customers.set(CUSTOMER, { userId: ID, subscriptions: [aSubscription({ status })] });
  setStatus('active');
  return { ...made, setStatus };
};

describe('refreshUser', () => {
  it('gives what was and what is, and keeps the user on the list of those who pay', async () => {
    const { deps, stores } = world();
    const refreshed = await refreshUser(deps, ID, { customerId: CUSTOMER });
    expect(refreshed).toMatchObject({
      before: { status: 'none' },
      after: { status: 'active', tier: 'core' },
      user: { id: ID, stripe: { customerId: CUSTOMER } },
      isSecondCustomer: false,
    });
    expect((await stores.subscribers.list('all', { limit: 9 })).items).toMatchObject([{ value: { userId: ID } }]);
  });

  it('does not leave behind what one worker heard before another found that it was as it had been', async () => {
    const { deps, stripe, setStatus, userOf } = world();
    await refreshUser(deps, ID, { customerId: CUSTOMER });
    const held = Promise.withResolvers<void>();
    const heard = Promise.withResolvers<void>();
    let asked = 0;
    const slow: PaymentFacts = {
      ...stripe.payments,
      async factsOf(customerId) {
        const facts = await stripe.payments.factsOf(customerId);
        heard.resolve();
        if (asked++ === 0) await held.promise;
        return facts;
      },
    };
    setStatus('paused');
    const first = refreshUser({ ...deps, payments: slow }, ID);
    await heard.promise;
    setStatus('active');
    expect((await refreshUser(deps, ID)).after).toMatchObject({ tier: 'core' });
    held.resolve();
    await first;
    expect(asked).toBe(3);
    expect((await userOf(ID)).subscription).toMatchObject({ status: 'active', tier: 'core' });
  });

  it('keeps what else others change meanwhile', async () => {
    const { deps, userOf } = world();
    await Promise.all([
      refreshUser(deps, ID, { customerId: CUSTOMER }),
      deps.accounts.change(ID, (user) => ({ ...user, cooldownMinutes: 30 })),
    ]);
    expect(await userOf(ID)).toMatchObject({ cooldownMinutes: 30, subscription: { tier: 'core' } });
  });

  it('gives up where the truth changes with every look', async () => {
    const { deps, stripe } = world();
    let looks = 0;
    const restless: PaymentFacts = {
      ...stripe.payments,
      factsOf: async (customerId) => ({
        customerId,
        isDeleted: false,
        subscriptions: [aSubscription({ periodEnd: NOON + looks++ })],
      }),
    };
    await expect(refreshUser({ ...deps, payments: restless }, ID, { customerId: CUSTOMER })).rejects.toThrow(
      'in a row',
    );
  });

  it('holds as many suspensions as fit, those first that stand', async () => {
    const { deps, userOf } = world();
    const refresh = (id: string) => refreshUser(deps, ID, { suspension: { id, kind: 'dispute', at: NOON } });
    await refresh('dp_lifted');
    await deps.accounts.change(ID, (user) => ({
      ...user,
      suspensions: user.suspensions.map((each) => ({ ...each, liftedAt: NOON })),
    }));
    for (let number = 0; number < MOST_SUSPENSIONS + 2; number++) await refresh(`dp_${number}`);
    const { suspensions } = await userOf(ID);
    expect(suspensions).toHaveLength(MOST_SUSPENSIONS);
    expect([suspensions[0]?.id, suspensions.at(-1)?.id]).toEqual(['dp_2', `dp_${MOST_SUSPENSIONS + 1}`]);
  });

  it('changes nothing of what it cannot ask for', async () => {
    const { deps, userOf } = world();
    await refreshUser(deps, ID, { customerId: CUSTOMER });
    const { payments: _, entitlements: __, ...without } = deps;
    const before = await userOf(ID);
    await refreshUser(without, ID);
    expect(await userOf(ID)).toEqual(before);
  });
});
