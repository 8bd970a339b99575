import { describe, expect, it } from 'vitest';
import { accountAsking, textOf, USER_ID } from '../../../tests/support/asking-account.ts';
import { faultsOf, messageOf } from '../../../tests/support/asking-signals.ts';
import { billingWith, PRICES } from '../../../tests/support/billing.ts';
import { DETECTED_AT } from '../../../tests/support/delivery-world.ts';
import { recordingTelemetry } from '../../adapters/telemetry/recording-telemetry.ts';
import type { User } from '../../domain/account/account.ts';
import type { StripeSubscription } from '../../domain/account/billing-facts.ts';
import { GRACE_MS } from '../../domain/account/entitlement.ts';
import { TIERS } from '../../domain/account/tier.ts';
import { BENEFITS, STANDINGS } from '../../domain/account/tiers.ts';
import { type Billing, BillingUnavailableError } from '../../ports/billing.ts';
import { TIER_NAMES } from '../refusal.ts';
import { subscribe } from './subscribe.ts';

const DAY = 86_400_000;
const PORTAL = `https://pay.example/${USER_ID}/portal`;

const subscribeWorld = (billing?: Billing) => {
  const world = accountAsking();
  const deps = { billing, telemetry: recordingTelemetry() };
  const ask = (mayCall = true) => world.ask(subscribe, deps, 'subscribe', {}, { mayCall });
  const buttons = async () => {
    const answer = await ask();
    expect(faultsOf(answer)).toEqual([]);
    return (messageOf(answer).components ?? []).map(({ components }) => components);
  };
  return {
    ...world,
    telemetry: deps.telemetry,
    ask,
    say: async (mayCall?: boolean): Promise<string> => {
      const answer = await ask(mayCall);
      expect(faultsOf(answer)).toEqual([]);
      return textOf(answer);
    },
    buttons,
    urls: async () => (await buttons()).flat().flatMap((button) => ('url' in button ? [button.url] : [])),
    customIds: async () =>
      (await buttons()).map((row) => row.map((button) => ('custom_id' in button ? button.custom_id : ''))),
  };
};

/** What Stripe said of a user. */
const atStripe = (parts: Partial<StripeSubscription>): Partial<User> => ({
  stripe: {
    customerId: 'cus_1',
    isDeleted: false,
    subscriptions: [{ id: 'sub_1', status: 'active', tier: 'core', periodEnd: DETECTED_AT + 20 * DAY, ...parts }],
  },
});

describe('/subscribe', () => {
  it.each(STANDINGS)(
    'shows %s every tier with what it has, straight from the table, and which is theirs',
    async (standing) => {
      const world = subscribeWorld();
      await world.admit(standing);
      const said = await world.say();
      expect(subscribe.needs(undefined)).toEqual({});
      for (const tier of TIERS) {
        const { queries, watches, insights, channels, directMessages, leastLevel } = BENEFITS[tier];
        const [, field = ''] = said.split(`\n${TIER_NAMES[tier]}${tier === standing ? ' · yours' : ''}: `);
        const lines = field.split(
          new RegExp(`\n(?:${TIERS.map((each) => TIER_NAMES[each]).join('|')})(?: · yours)?: `),
        )[0];
        expect(lines?.split('\n')).toEqual([
          `${queries.points} queries an hour`,
          `${watches} watches`,
          ...(directMessages ? ['Direct messages'] : []),
          ...(insights ? [`${insights.points} explanations and charts a day`] : []),
          channels.map((name) => `#${name}`).join(', '),
          ...(leastLevel === 'Low' ? ['Early signals: the first step of an escalation'] : []),
        ]);
      }
      expect(said).toContain('3 queries a day');
      expect(said).toContain(
        standing === 'none' ? 'You have no subscription.' : `You have **${TIER_NAMES[standing]}**`,
      );
      expect(said.match(/· yours/g)).toHaveLength(1);
    },
  );

  it('says plainly that payments are not set up', async () => {
    const world = subscribeWorld();
    expect(await world.say(false)).toContain('Payments are not set up on this server yet: ask its owner.');
    expect(await world.buttons()).toEqual([]);
  });

  it('answers later when it has to ask outside', async () => {
    const world = subscribeWorld(billingWith());
    expect(await world.ask(false)).toEqual({ kind: 'not-at-hand' });
  });

  describe('without a subscription', () => {
    it('shows what each tier costs, with a button to buy it', async () => {
      const world = subscribeWorld(billingWith());
      const said = await world.say();
      expect(said).toContain('Starter: **$9 a month or $90 a year**');
      expect(said).toContain('Core: **$19.90 a month or $199 a year**');
      expect(said).toContain('Sharp: **$49 a month or $490 a year**');
      expect(await world.customIds()).toEqual([
        ['buy:starter:month', 'buy:core:month', 'buy:sharp:month'],
        ['buy:starter:year', 'buy:core:year', 'buy:sharp:year'],
      ]);
      expect((await world.buttons()).flat()).toContainEqual(
        expect.objectContaining({ custom_id: 'buy:starter:year', label: 'Starter · $90 a year' }),
      );
    });

    it('offers only what is set up', async () => {
      const some = PRICES.filter(({ tier, interval }) => interval === 'month' && tier !== 'core');
      const world = subscribeWorld(billingWith({ prices: async () => some }));
      expect(await world.say()).toContain('Starter: **$9 a month**\n');
      expect(await world.customIds()).toEqual([['buy:starter:month', 'buy:sharp:month']]);
      const none = subscribeWorld(billingWith({ prices: async () => [] }));
      expect(await none.say()).toContain('There is nothing to buy right now.');
      expect(await none.customIds()).toEqual([]);
    });

    it.each([
      ['cannot be had', () => Promise.reject(new BillingUnavailableError('503', 1000))],
      ['are in no currency', async () => PRICES.map((price) => ({ ...price, currency: 'gold' }))],
    ])('stands without prices when they %s, and says so', async (_, prices) => {
      const world = subscribeWorld(billingWith({ prices }));
      const said = await world.say();
      expect(said).toContain('The prices cannot be shown right now.');
      expect(said).toContain('15 watches');
      expect(await world.customIds()).toEqual([['buy:starter:month', 'buy:core:month', 'buy:sharp:month']]);
      expect(world.telemetry.records).toContainEqual(expect.objectContaining({ event: 'prices_unreachable' }));
    });

    it('sells again to whoever has ended theirs, or whose customer is deleted', async () => {
      const world = subscribeWorld(billingWith());
      await world.admit('none', atStripe({ status: 'canceled' }));
      expect((await world.customIds()).flat()).toHaveLength(6);
      await world.admit('none', { stripe: { customerId: 'cus_1', isDeleted: true, subscriptions: [] } });
      expect((await world.customIds()).flat()).toHaveLength(6);
    });
  });

  describe('with a subscription', () => {
    it('leads to where it is changed, and says what an upgrade costs', async () => {
      const world = subscribeWorld(billingWith());
      await world.admit('none', atStripe({}));
      expect(await world.urls()).toEqual([PORTAL]);
      const said = await world.say();
      expect(said).toContain('You have **Core**, bought on our payment page.');
      expect(said).toContain('An upgrade counts at once');
      expect(said).toContain('Core · yours: **$19.90 a month');
    });

    it('says first that a payment failed, until when it can be paid, and where', async () => {
      const world = subscribeWorld(billingWith());
      const overdueSince = DETECTED_AT - DAY;
      await world.admit('none', atStripe({ status: 'past_due', overdueSince }));
      const due = (overdueSince + GRACE_MS) / 1000;
      expect((await world.say()).split('\n')[1]).toContain(
        `Your last payment did not go through. Pay by <t:${due}:D> (<t:${due}:R>): without a payment **Core** ends then, or sooner if the bank refuses for good.`,
      );
      expect((await world.buttons()).flat()).toMatchObject([{ label: 'Open the payment page', url: PORTAL }]);
    });

    it('says of one that is paused that it rests, and where it goes on', async () => {
      const world = subscribeWorld(billingWith());
      await world.admit('none', atStripe({ status: 'paused' }));
      expect(await world.say()).toMatch(/^The tiers\nYour subscription rests/);
      expect(await world.say()).not.toContain('You have no subscription');
      expect(await world.urls()).toEqual([PORTAL]);
    });

    it.each(['past_due', 'unpaid', 'a-new-word'])(
      'sells no second one while there is one that is %s',
      async (status) => {
        const world = subscribeWorld(billingWith());
        await world.admit('none', atStripe({ status, overdueSince: DETECTED_AT - 10 * DAY }));
        expect(await world.say()).toMatch(/^The tiers\n⚠️/);
        expect(await world.urls()).toEqual([PORTAL]);
        expect((await world.buttons()).flat()).toHaveLength(1);
      },
    );

    it('says so when its page cannot be had', async () => {
      const world = subscribeWorld(billingWith({ portalUrl: () => Promise.reject(new Error('503')) }));
      await world.admit('none', atStripe({}));
      expect(await world.say()).toContain('“Change or end your subscription” cannot be opened right now');
    });

    it('links in its text where the address is too long for a button', async () => {
      const world = subscribeWorld(billingWith({ portalUrl: async () => `${PORTAL}#${'x'.repeat(900)}` }));
      await world.admit('none', atStripe({}));
      expect(await world.buttons()).toEqual([]);
      expect(await world.say()).toContain('[Change or end your subscription](<https://');
    });
  });

  it('sends whoever bought inside Discord to Discord, and sells them nothing', async () => {
    const world = subscribeWorld(billingWith());
    const discordEntitlements = [{ id: '1', tier: 'starter' as const }];
    await world.admit('none', { discordEntitlements });
    expect(await world.say()).toContain('User Settings → Subscriptions');
    expect(await world.buttons()).toEqual([]);
    await world.admit('none', { discordEntitlements, ...atStripe({ tier: 'starter', status: 'past_due' }) });
    expect(await world.urls()).toEqual([PORTAL]);
  });

  it('sells nothing to whoever is suspended, and says whom to write to', async () => {
    const world = subscribeWorld(billingWith());
    const suspensions = [{ id: 'dp_1', kind: 'dispute' as const, at: DETECTED_AT }];
    await world.admit('none', { ...atStripe({}), suspensions });
    const said = await world.say();
    expect(said).toContain('under review');
    expect(said).toContain('Write to the owner of the server');
    expect(await world.buttons()).toEqual([]);
  });

  it('sells nothing to whoever was given a tier', async () => {
    const world = subscribeWorld(billingWith());
    await world.admit('core');
    expect(await world.say()).toContain('You have **Core**, given to you, with nothing to pay.');
    expect(await world.buttons()).toEqual([]);
  });
});
