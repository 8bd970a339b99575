import { describe, expect, it } from 'vitest';
import { accountAsking, teamWatch, textOf, USER_ID } from '../../../tests/support/asking-account.ts';
import { faultsOf, messageOf } from '../../../tests/support/asking-signals.ts';
import { billingWith } from '../../../tests/support/billing.ts';
import { aSignal, DETECTED_AT } from '../../../tests/support/delivery-world.ts';
import { createAllowances } from '../../adapters/allowances/allowances.ts';
import { recordingTelemetry } from '../../adapters/telemetry/recording-telemetry.ts';
import type { User } from '../../domain/account/account.ts';
import type { StripeSubscription } from '../../domain/account/billing-facts.ts';
import { GRACE_MS } from '../../domain/account/entitlement.ts';
import { AFTER_START_MS } from '../../domain/account/tidied.ts';
import { BENEFITS, STANDINGS, type Standing } from '../../domain/account/tiers.ts';
import { watchOf } from '../../domain/account/watch.ts';
import { admit } from '../../pipeline/interactions/access.ts';
import { createUsageOf } from '../../pipeline/queries/account-usage.ts';
import type { Billing } from '../../ports/billing.ts';
import { account } from './account.ts';
import type { Takes } from './command.ts';

const PORTAL = 'https://billing.example/p/session/1';
const DAY = 86_400_000;
const withPortal = (portalUrl: Billing['portalUrl']): Billing =>
  billingWith({ portalUrl, checkout: () => Promise.reject(new Error('nobody buys here')) });

/** What Stripe said of a user. */
const atStripe = (parts: Partial<StripeSubscription> = {}): Partial<User> => ({
  stripe: {
    customerId: 'cus_1',
    isDeleted: false,
    subscriptions: [{ id: 'sub_1', status: 'active', tier: 'core', periodEnd: DETECTED_AT + 20 * DAY, ...parts }],
  },
});

const accountWorld = (billing?: Billing) => {
  const world = accountAsking();
  const allowances = createAllowances();
  const telemetry = recordingTelemetry();
  const deps = { usage: createUsageOf(allowances), billing, telemetry };
  const ask = (mayCall = true) => world.ask(account, deps, 'account', {}, { mayCall });
  return {
    ...world,
    telemetry,
    ask,
    say: async (mayCall?: boolean): Promise<string> => {
      const answer = await ask(mayCall);
      expect(faultsOf(answer)).toEqual([]);
      return textOf(answer);
    },
    /** As the door takes. */
    take: (standing: Standing, takes: Takes) => admit(allowances, { userId: USER_ID, standing }, { takes }),
  };
};

describe('/account', () => {
  it.each(STANDINGS)('tells %s what there is, straight from the table', async (standing) => {
    const world = accountWorld();
    await world.admit(standing);
    const { queries, watches, insights } = BENEFITS[standing];
    const said = await world.say();
    expect(account.needs(undefined)).toEqual({});
    expect(said).toContain(`Queries: 0 used of ${queries.points}`);
    expect(said).toContain(insights ? `0 used of ${insights.points} a day` : 'They come with **Core**');
    expect(said).toContain(watches > 0 ? `Watches: 0 used of ${watches}` : 'They come with **Starter**');
  });

  it('counts what was taken, and says when it is back', async () => {
    const world = accountWorld();
    await world.admit('core', { watches: [teamWatch('Bills'), teamWatch('Jets')] });
    await world.take('core', 'queries');
    await world.take('core', 'queries');
    await world.take('core', 'insights');
    const said = await world.say();
    expect(said).toContain('Queries: 2 used of 60 an hour · all are back in 60 min');
    expect(said).toContain('Explanations and charts: 1 used of 20 a day · all are back in 24 h');
    expect(said).toContain('Watches: 2 used of 15');
  });

  it('says how many watches count after a downgrade', async () => {
    const world = accountWorld();
    await world.admit('starter', { watches: ['a', 'b', 'c', 'd'].map(teamWatch) });
    expect(await world.say()).toContain('Watches: 4, of which 3 count');
  });

  it('counts no watch of a game that is over', async () => {
    const world = accountWorld();
    const { id, commenceTime } = aSignal().event;
    const game = watchOf({ event: { id, label: 'Bills at Jets', commenceTime }, leastLevel: 'Medium' });
    await world.admit('starter', { watches: [game, teamWatch('Bills')] });
    expect(await world.say()).toContain('Watches: 2 used of 3');
    world.setTime(commenceTime + AFTER_START_MS);
    expect(await world.say()).toContain('Watches: 1 used of 3');
  });

  it('says so when somebody pays twice', async () => {
    const world = accountWorld();
    await world.admit('none', { ...atStripe(), discordEntitlements: [{ id: '1', tier: 'starter' }] });
    expect(await world.say()).toContain('You pay twice');
    await world.admit('none', {
      ...atStripe({ status: 'canceled' }),
      discordEntitlements: [{ id: '1', tier: 'starter' }],
    });
    expect(await world.say()).not.toContain('You pay twice');
  });

  it('shows the tier, where it comes from, when it renews or ends, and the settings', async () => {
    const world = accountWorld();
    const day = (at: number) => `<t:${at / 1000}:D> (<t:${at / 1000}:R>)`;
    await world.admit('none', { ...atStripe(), oddsFormat: 'american', timeZone: 'Europe/Berlin' });
    const said = await world.say();
    expect(said).toContain('You have **Core**, bought on our payment page.');
    expect(said).toContain(`It renews ${day(DETECTED_AT + 20 * DAY)}.`);
    expect(said).toContain('Odds american · time zone `Europe/Berlin`');
    await world.admit('none', atStripe({ endsAt: DETECTED_AT + 3 * DAY }));
    const cancelled = await world.say();
    expect(cancelled).toContain(`It ends ${day(DETECTED_AT + 3 * DAY)} and is not renewed.`);
    expect(cancelled).not.toContain('It renews');
    await world.admit('none', { discordEntitlements: [{ id: '1', tier: 'sharp' }] });
    expect(await world.say()).toMatch(
      /You have \*\*Sharp\*\*, bought inside Discord\.\n.*User Settings → Subscriptions/,
    );
    await world.admit('core');
    expect(await world.say()).toContain('You have **Core**, given to you, with nothing to pay.');
    await world.admit('none');
    expect(await world.say()).toContain('You have no subscription.\n`/subscribe` shows');
  });

  it('says first that a payment failed, with its last day and where to pay', async () => {
    const world = accountWorld(withPortal(async () => PORTAL));
    const overdueSince = DETECTED_AT - DAY;
    await world.admit('none', atStripe({ status: 'past_due', overdueSince }));
    const due = (overdueSince + GRACE_MS) / 1000;
    const answer = await world.ask();
    expect(faultsOf(answer)).toEqual([]);
    expect(textOf(answer).split('\n')[1]).toContain(
      `Pay by <t:${due}:D> (<t:${due}:R>): without a payment **Core** ends then`,
    );
    expect(messageOf(answer).components).toMatchObject([
      { components: [{ label: 'Open the payment page', url: PORTAL }] },
    ]);
    world.setTime(overdueSince + GRACE_MS);
    expect(await world.say()).toContain('A payment of yours is overdue, so your tier is closed.');
  });

  it.each([
    [{ status: 'unpaid' }, 'A payment of yours is overdue'],
    [{ status: 'a-new-word' }, 'We do not understand how your subscription stands'],
    [{ tier: undefined }, 'something that is not a tier of ours'],
  ])('says why there is none: %j', async (parts, words) => {
    const world = accountWorld();
    await world.admit('none', atStripe(parts as Partial<StripeSubscription>));
    const said = await world.say();
    expect(said).toContain(words);
    expect(said).not.toContain('You have');
  });

  it('says whom a suspended user can write to', async () => {
    const world = accountWorld();
    await world.admit('none', { ...atStripe(), suspensions: [{ id: 'dp_1', kind: 'dispute', at: DETECTED_AT }] });
    expect(await world.say()).toMatch(/under review.*Write to the owner of the server/);
  });

  it('says plainly that payments are not set up', async () => {
    const world = accountWorld();
    expect(await world.say(false)).toContain('Payments are not set up on this server yet: ask its owner.');
    expect(messageOf(await world.ask(false)).components).toEqual([]);
  });

  it('links to the portal, asking for it only when there is time', async () => {
    const world = accountWorld(withPortal(async (userId) => (userId === USER_ID ? PORTAL : undefined)));
    await world.admit('none', atStripe());
    expect(await world.ask(false)).toEqual({ kind: 'not-at-hand' });
    const answer = await world.ask();
    expect(faultsOf(answer)).toEqual([]);
    expect(textOf(answer)).not.toContain('Payments are not set up');
    expect(messageOf(answer).components).toMatchObject([
      { components: [{ style: 5, label: 'Payments and invoices', url: PORTAL }] },
    ]);
  });

  it('has no link for whoever bought nothing, and need not ask', async () => {
    const world = accountWorld(withPortal(() => Promise.reject(new Error('asked'))));
    expect(messageOf(await world.ask(false)).components).toEqual([]);
    const gone = accountWorld(withPortal(async () => undefined));
    await gone.admit('none', atStripe());
    expect(messageOf(await gone.ask()).components).toEqual([]);
  });

  it('links in its text where the address is too long for a button', async () => {
    const long = `${PORTAL}#${'x'.repeat(600)})`;
    const world = accountWorld(withPortal(async () => long));
    await world.admit('none', atStripe());
    const answer = await world.ask();
    expect(faultsOf(answer)).toEqual([]);
    expect(textOf(answer)).toContain(`[Payments and invoices](<${long.slice(0, -1)}%29>)`);
    expect(messageOf(answer).components).toEqual([]);
  });

  it.each([
    ['fails', () => Promise.reject(new Error('503'))],
    ['is no address', async () => 'not an address'],
    ['is no page', async () => 'javascript:alert(1)'],
    ['is longer than a message may be', async () => `${PORTAL}#${'x'.repeat(2000)}`],
  ])('says so, and all the rest, when the portal %s', async (_, portalUrl) => {
    const world = accountWorld(withPortal(portalUrl));
    await world.admit('none', atStripe());
    const answer = await world.ask();
    expect(faultsOf(answer)).toEqual([]);
    expect(textOf(answer)).toContain('“Payments and invoices” cannot be opened right now');
    expect(textOf(answer)).toContain('You have **Core**');
    expect(messageOf(answer).components).toEqual([]);
    const logged = world.telemetry.records.filter(
      (record) => record.kind === 'log' && record.event === 'billing_page_unreachable',
    );
    expect(logged).toHaveLength(1);
    expect(JSON.stringify(logged)).not.toContain('xxxx');
  });
});
