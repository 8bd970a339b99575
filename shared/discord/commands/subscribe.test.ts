import { describe, expect, it } from 'vitest';
import { accountAsking, textOf, USER_ID } from '../../../tests/support/asking-account.ts';
import { faultsOf, messageOf } from '../../../tests/support/asking-signals.ts';
import { recordingTelemetry } from '../../adapters/telemetry/recording-telemetry.ts';
import { TIERS } from '../../domain/account/account.ts';
import { BENEFITS, STANDINGS } from '../../domain/account/tiers.ts';
import type { Billing } from '../../ports/billing.ts';
import { TIER_NAMES } from '../refusal.ts';
import { subscribe } from './subscribe.ts';

const BILLING: Billing = {
  checkoutUrl: async (userId, tier) => `https://pay.example/${userId}/${tier}`,
  portalUrl: async (userId) => `https://pay.example/${userId}/portal`,
};

const subscribeWorld = (billing?: Billing) => {
  const world = accountAsking();
  const deps = { billing, telemetry: recordingTelemetry() };
  const ask = (mayCall = true) => world.ask(subscribe, deps, 'subscribe', {}, { mayCall });
  return {
    ...world,
    ask,
    say: async (mayCall?: boolean): Promise<string> => {
      const answer = await ask(mayCall);
      expect(faultsOf(answer)).toEqual([]);
      return textOf(answer);
    },
    urls: async (): Promise<readonly string[]> => {
      const answer = await ask();
      expect(faultsOf(answer)).toEqual([]);
      const buttons = (messageOf(answer).components ?? []).flatMap(({ components }) => components);
      return buttons.flatMap((button) => ('url' in button ? [button.url] : []));
    },
  };
};

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
        standing === 'none' ? 'You have no subscription.' : `You have **${TIER_NAMES[standing]}**.`,
      );
      expect(said.match(/· yours/g)).toHaveLength(1);
    },
  );

  it('says plainly that payments are not set up', async () => {
    const world = subscribeWorld();
    expect(await world.say(false)).toContain('Payments are not set up on this server yet: ask its owner.');
    expect(await world.urls()).toEqual([]);
  });

  it('answers later when it has to ask outside', async () => {
    const world = subscribeWorld(BILLING);
    expect(await world.ask(false)).toEqual({ kind: 'not-at-hand' });
  });

  it('links to each tier’s page for whoever has none, and to the portal for whoever has one', async () => {
    const world = subscribeWorld(BILLING);
    expect(await world.urls()).toEqual(TIERS.map((tier) => `https://pay.example/${USER_ID}/${tier}`));
    expect(await world.say()).toContain('its page says what it costs');
    for (const tier of TIERS) {
      await world.admit(tier);
      expect(await world.urls()).toEqual([`https://pay.example/${USER_ID}/portal`]);
    }
  });

  it('says which page cannot be had, and links to the others', async () => {
    const world = subscribeWorld({
      ...BILLING,
      checkoutUrl: async (userId, tier) =>
        tier === 'core' ? Promise.reject(new Error('503')) : BILLING.checkoutUrl(userId, tier),
    });
    expect(await world.urls()).toEqual(['starter', 'sharp'].map((tier) => `https://pay.example/${USER_ID}/${tier}`));
    expect(await world.say()).toContain('“Get Core” cannot be opened right now');
  });

  it('fits with addresses that are too long for buttons', async () => {
    const world = subscribeWorld({ ...BILLING, checkoutUrl: async () => `https://pay.example/#${'x'.repeat(970)}` });
    expect(await world.urls()).toEqual([]);
    expect((await world.say()).match(/\[Get \w+\]\(<https/g)).toHaveLength(3);
  });

  it('says that a subscription without a portal is managed elsewhere', async () => {
    const world = subscribeWorld({ ...BILLING, portalUrl: async () => undefined });
    await world.admit('core');
    expect(await world.say()).toContain('It is managed where you bought it.');
  });
});
