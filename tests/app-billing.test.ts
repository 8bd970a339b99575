import { beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import type { StripeStandIn } from '../dev/stand-ins/stripe/server.ts';
import type { Tier } from '../shared/domain/account/tier.ts';
import { standingOf } from '../shared/domain/account/tiers.ts';
import type { Interval } from '../shared/ports/billing.ts';
import { ALERTS_CHANNEL, ROLES, SKUS, type World } from './support/app-world.ts';
import { testWorlds } from './support/test-worlds.ts';

const ANSWER_WITHIN_MS = 15_000;
const USER = '700000000000000001';
const { begin } = testWorlds();
let app: World;
let stripe: StripeStandIn;
beforeEach(async () => {
  app = await begin({ payments: true, leaseSeconds: 1 });
  if (!app.stripe) throw new Error('a world with payments has no Stripe');
  stripe = app.stripe;
});

const person = { id: USER, name: 'Petra' };
const command = (name: string) =>
  app.discord.interact({ kind: 'command', name, options: [], user: person, channelId: ALERTS_CHANNEL });
const press = (customId: string) =>
  app.discord.interact({ kind: 'component', customId, message: {}, user: person, channelId: ALERTS_CHANNEL });

const responseSchema = z.object({ type: z.number(), data: z.unknown() });
/** What is read in the end: at once, or after a promise. */
const answerTo = async (asked: ReturnType<typeof command>): Promise<string> => {
  const { response, refusal, token } = await asked;
  if (refusal !== undefined) throw new Error(refusal);
  const { type, data } = responseSchema.parse(response);
  return JSON.stringify(type === 5 ? await app.discord.answered(token, ANSWER_WITHIN_MS) : data);
};

const wish = (tier: Tier, interval: Interval = 'month') => answerTo(press(`buy:${tier}:${interval}`));
const sessionIn = (text: string): string => {
  const [, id] = /\/c\/pay\/(cs_\w+)/.exec(text) ?? [];
  if (id === undefined) throw new Error(`no checkout in ${text}`);
  return id;
};
/** Goes to a checkout and pays. */
const buy = async (tier: Tier): Promise<void> => {
  stripe.pay(sessionIn(await wish(tier)));
  await rolesBecome(tier);
};
const subscriptionId = (): string => stripe.subscriptions()[0]?.id ?? 'none';
const priceOf = (tier: Tier): string => app.env[`STRIPE_PRICE_${tier.toUpperCase()}`] ?? 'none';

const held = (): readonly Tier[] =>
  (['starter', 'core', 'sharp'] as const).filter((tier) => app.discord.guild.rolesOf(USER).has(ROLES[tier]));
const rolesBecome = (...tiers: readonly Tier[]) => app.until(() => held().join() === tiers.join());
const user = async () => (await app.stores.users.read({ id: USER, partition: USER }))?.value;
const standing = async () => {
  const found = await user();
  return found ? standingOf(found.subscription) : 'none';
};
/** Titles of the direct messages, oldest first. */
const told = (): readonly string[] =>
  app.discord
    .messages(app.discord.directMessagesOf(USER) ?? 'none')
    .flatMap(({ embeds }) => z.array(z.object({ title: z.string() })).parse(embeds))
    .map(({ title }) => title)
    .reverse();
/** Every event has come and is applied. */
const settled = async (): Promise<void> => {
  await stripe.idle();
  await vi.waitUntil(
    async () => {
      const depths = await app.host.queueDepths();
      return depths.find(({ queue }) => queue === 'billing-events')?.messages === 0;
    },
    { timeout: 30_000, interval: 50 },
  );
};

/** What Stripe sends, as it is. */
const webhook = (body: string, signature: string): Promise<Response> =>
  fetch(`${app.host.url}/api/stripe/webhook`, { method: 'POST', body, headers: { 'stripe-signature': signature } });

describe('somebody who pays', () => {
  it('has what is paid for, from the first visit to the last day, in role, record and direct messages', async () => {
    expect(await answerTo(command('subscribe'))).toContain('buy:core:month');
    await buy('core');
    await settled();
    expect(await standing()).toBe('core');
    expect(told()).toEqual(['Welcome to Core']);
    expect(await answerTo(command('account'))).toContain('You have **Core**');
    // Whoever has a subscription is sent to change it, not to a second one.
    expect(await wish('sharp')).toContain('/p/session/');

    stripe.switchPrice(subscriptionId(), priceOf('sharp'));
    await rolesBecome('sharp');
    await settled();
    expect(told().at(-1)).toBe('You have Sharp now');

    stripe.renew(subscriptionId(), 'declined');
    await settled();
    expect(held()).toEqual(['sharp']);
    expect(told().at(-1)).toBe('Your payment did not go through');
    expect(await answerTo(command('account'))).toContain('payment');

    stripe.retryPayment(subscriptionId(), 'good');
    await settled();
    expect((await user())?.subscription).not.toHaveProperty('paymentDueBy');

    stripe.cancel(subscriptionId(), { atPeriodEnd: true });
    await settled();
    expect((await user())?.subscription).toMatchObject({ status: 'active', endsAt: expect.any(Number) });
    expect(held()).toEqual(['sharp']);

    stripe.renew(subscriptionId());
    await rolesBecome();
    await settled();
    expect(await standing()).toBe('none');
    expect(told().at(-1)).toBe('Your subscription has ended');
    expect(told()).toHaveLength(4);
    // And may come again, as the same customer.
    await buy('starter');
    expect(stripe.customers()).toHaveLength(1);
  });

  it('loses the tier at once when the payment has failed for good, although the subscription was in every cache', async () => {
    await buy('core');
    await settled();
    expect(await answerTo(command('account'))).toContain('**Core**');
    stripe.renew(subscriptionId(), 'declined');
    stripe.exhaustRetries(subscriptionId());
    await rolesBecome();
    expect(await answerTo(command('account'))).not.toContain('You have **Core**');
    stripe.retryPayment(subscriptionId(), 'good');
    await rolesBecome('core');
  });

  it('comes to the same end whatever way the events come', async () => {
    const wished = await wish('core');
    stripe.deliveries.hold();
    stripe.pay(sessionIn(wished));
    stripe.renew(subscriptionId(), 'declined');
    stripe.retryPayment(subscriptionId(), 'good');
    stripe.switchPrice(subscriptionId(), priceOf('sharp'));
    stripe.cancel(subscriptionId(), { atPeriodEnd: true });
    stripe.deliveries.duplicate(3);
    stripe.deliveries.release('reversed');
    await settled();
    expect(held()).toEqual(['sharp']);
    expect((await user())?.subscription).toMatchObject({ tier: 'sharp', endsAt: expect.any(Number) });
    expect(told()).toEqual(['Welcome to Sharp']);
  });

  it('loses nothing to a worker that is killed with the event in hand, nor to a Stripe that is away', async () => {
    const session = sessionIn(await wish('core'));
    const killed = app
      .until(() =>
        app.events.some((event) => event.kind === 'invocation-started' && event.function === 'apply-billing-event'),
      )
      .then(() => app.host.killWorker());
    stripe.pay(session);
    await killed;
    await rolesBecome('core');
    stripe.control.inject({ kind: 'status', status: 503, times: 4 });
    stripe.cancel(subscriptionId());
    await rolesBecome();
    await settled();
    expect(told()).toEqual(['Welcome to Core', 'Your subscription has ended']);
  });

  it('is found by the daily comparison when every event was lost', async () => {
    const session = sessionIn(await wish('core'));
    stripe.deliveries.lose(1000);
    stripe.pay(session);
    await settled();
    expect(await standing()).toBe('none');
    expect((await app.host.trigger('reconcile-subscriptions')).kind).toBe('ok');
    expect(held()).toEqual(['core']);
    expect(told()).toEqual(['Welcome to Core']);
    expect(app.logged('reconcile_difference')).toContainEqual(expect.objectContaining({ userId: USER, was: 'none' }));
    app.discord.leave(USER);
    app.discord.join(USER);
    expect(held()).toEqual([]);
    await app.host.trigger('reconcile-subscriptions');
    expect(held()).toEqual(['core']);
  });

  it('loses role and tier when what was paid for is over, although nobody sends an event of that', async () => {
    await buy('core');
    stripe.cancel(subscriptionId(), { atPeriodEnd: true });
    await settled();
    const subscription = (await user())?.subscription;
    const end = (subscription?.status === 'active' ? subscription.endsAt : undefined) ?? 0;
    app.host.setClock({ mode: 'fixed', at: end - 1000 });
    await app.host.trigger('settle-markets');
    await settled();
    expect(held()).toEqual(['core']);
    app.host.setClock({ mode: 'fixed', at: end });
    await app.host.trigger('settle-markets');
    await rolesBecome();
    await settled();
    expect(await standing()).toBe('none');
    expect(told().at(-1)).toBe('Your subscription has ended');
  });

  it('gets the role with the first question after joining the server', async () => {
    app.discord.leave(USER);
    const session = sessionIn(
      await answerTo(
        app.discord.interact({ kind: 'component', customId: 'buy:core:month', message: {}, user: person }),
      ),
    );
    stripe.pay(session);
    await settled();
    expect(await standing()).toBe('core');
    expect(held()).toEqual([]);
    app.discord.join(USER);
    await command('help');
    await rolesBecome('core');
  });
});

describe('money that was taken without its owner’s will', () => {
  it('closes everything and stands on the operators’ list', async () => {
    stripe.pay(sessionIn(await wish('core')), 'fraud');
    await app.until(() => app.logged('billing_case_opened').length > 0);
    await settled();
    expect(held()).toEqual([]);
    expect((await user())?.subscription).toEqual({ status: 'none', reason: 'suspended' });
    expect(told().at(-1)).toBe('Your tier is suspended');
    expect(await wish('core')).toContain('under review');
    expect(app.logged('billing_case_opened')).toEqual([
      expect.objectContaining({ kind: 'early-fraud-warning', userId: USER }),
    ]);
  });

  it('is found by the daily comparison when its event was lost', async () => {
    await buy('core');
    await settled();
    stripe.deliveries.lose(1000);
    const dispute = stripe.dispute(stripe.charges()[0]?.id ?? 'none');
    await settled();
    expect(held()).toEqual(['core']);
    expect((await app.host.trigger('reconcile-subscriptions')).kind).toBe('ok');
    expect(held()).toEqual([]);
    expect((await user())?.subscription).toEqual({ status: 'none', reason: 'suspended' });
    expect(told().at(-1)).toBe('Your tier is suspended');
    expect(app.logged('billing_case_opened')).toEqual([
      expect.objectContaining({ about: dispute, kind: 'dispute', userId: USER }),
    ]);
    expect(app.logged('reconcile_difference')).toEqual([
      expect.objectContaining({ userId: USER, what: 'fraud', repaired: true }),
    ]);
  });
});

describe('what is bought inside Discord', () => {
  it('counts with the next question, and in role and record as soon as Discord tells of it', async () => {
    const entitlement = app.discord.entitle(USER, SKUS.sharp, { startsAt: null });
    expect(await answerTo(command('account'))).toContain('**Sharp**');
    await rolesBecome('sharp');
    await settled();
    expect(told()).toEqual(['Welcome to Sharp']);
    app.discord.refund(entitlement);
    await rolesBecome();
    expect(await standing()).toBe('none');
  });

  it('and at Stripe: the higher tier wins, and the other is left when it ends', async () => {
    await buy('core');
    const entitlement = app.discord.entitle(USER, SKUS.sharp, { startsAt: null });
    await rolesBecome('sharp');
    app.discord.refund(entitlement);
    await rolesBecome('core');
  });
});

describe('the webhook', () => {
  it('takes what Stripe signed, once, and refuses what is forged, old, cut, huge or no event', async () => {
    await buy('core');
    await settled();
    const event = stripe.events().find(({ type }) => type === 'checkout.session.completed');
    const body = JSON.stringify(event);
    const signed = stripe.sign(body, Date.now(), app.env['STRIPE_WEBHOOK_SECRET']);
    const applied = () => app.counted('stage_outcomes', { stage: 'apply-billing-event', kind: 'done' });
    const before = applied();
    expect((await webhook(body, signed)).status).toBe(200);
    await settled();
    expect(applied()).toBe(before);
    expect(told()).toEqual(['Welcome to Core']);
    const forged = stripe.sign(body, Date.now(), 'whsec_somebody_elses');
    const old = stripe.sign(body, Date.now() - 301_000, app.env['STRIPE_WEBHOOK_SECRET']);
    expect((await webhook(body, forged)).status).toBe(400);
    expect((await webhook(body, old)).status).toBe(400);
    expect((await webhook(`${body} `, signed)).status).toBe(400);
    expect((await webhook(body.slice(0, 50), signed)).status).toBe(400);
    expect((await webhook(body, '')).status).toBe(400);
    expect((await webhook('x'.repeat(600_000), signed)).status).toBe(413);
    const other = JSON.stringify({ id: 'evt_other', object: 'event', type: 'payout.paid', data: { object: {} } });
    expect((await webhook(other, stripe.sign(other, Date.now(), app.env['STRIPE_WEBHOOK_SECRET']))).status).toBe(200);
    expect(app.counted('webhook_events', { type: 'other' })).toBe(1);
  });

  it('has pages for those who come back, and none that repeats what it is asked', async () => {
    const page = async (path: string) => {
      const answer = await fetch(`${app.host.url}/api/billing/${path}`);
      return {
        status: answer.status,
        policy: answer.headers.get('content-security-policy'),
        text: await answer.text(),
      };
    };
    expect(await page('success?session_id=<script>')).toMatchObject({
      status: 200,
      policy: expect.stringContaining("default-src 'none'"),
      text: expect.not.stringContaining('script'),
    });
    expect((await page('cancelled')).text).toContain('Nothing was bought');
    expect((await page('back')).status).toBe(200);
    expect((await page('__proto__')).status).toBe(404);
  });
});
