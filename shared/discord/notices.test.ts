import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formFaults } from '../../dev/stand-ins/discord/form.ts';
import { createDiscordValidator, discordOpenApiPath } from '../../dev/stand-ins/discord/openapi.ts';
import type { Notice, Subscription } from '../domain/account/account.ts';
import { TIERS } from '../domain/account/tier.ts';
import { BENEFITS } from '../domain/account/tiers.ts';
import { findButton } from './commands/table.ts';
import { noticeMessage } from './notices.ts';
import { TIER_NAMES } from './refusal.ts';

const DUE = 1_800_000_000_000;
const DAY_TEXT = `<t:${DUE / 1000}:D> (<t:${DUE / 1000}:R>)`;
const KINDS: readonly Notice['kind'][] = ['welcome', 'changed', 'payment-failed', 'ended', 'suspended'];
const SUBSCRIPTIONS: readonly Subscription[] = [
  { status: 'none' },
  ...(['suspended', 'payment-overdue', 'unknown-status', 'unknown-price'] as const).map(
    (reason) => ({ status: 'none', reason }) as const,
  ),
  ...TIERS.flatMap((tier) => [
    { status: 'active', tier, source: 'stripe', renewsAt: DUE } as const,
    { status: 'active', tier, source: 'stripe', endsAt: DUE } as const,
    { status: 'active', tier, source: 'stripe', paymentDueBy: DUE, renewsAt: DUE } as const,
    { status: 'active', tier, source: 'discord' } as const,
    { status: 'active', tier } as const,
  ]),
];

const spec = discordOpenApiPath();
const violations = existsSync(spec) ? createDiscordValidator(spec) : () => [];

const say = (kind: Notice['kind'], subscription: Subscription) => {
  const message = noticeMessage(kind, { subscription });
  expect(formFaults(message)).toEqual([]);
  expect(violations('POST', '/channels/1/messages', { ...message, allowed_mentions: { parse: [] } })).toEqual([]);
  const [embed] = message.embeds;
  if (!embed) throw new Error('the notice says nothing');
  const { title = '', description = '', fields = [], footer } = embed;
  const text = [title, description, ...fields.map(({ name, value }) => `${name}: ${value}`)].join('\n');
  return { text, footer, buttons: message.components.flatMap(({ components }) => components) };
};
const active = (tier: (typeof TIERS)[number]): Subscription => ({
  status: 'active',
  tier,
  source: 'stripe',
  renewsAt: DUE,
});

describe('notices', () => {
  it.each(KINDS)('are true whatever has happened since: %s', (kind) => {
    for (const subscription of SUBSCRIPTIONS) {
      const { text } = say(kind, subscription);
      expect(text).not.toMatch(/undefined|NaN|Infinity|null/);
      if (subscription.status === 'active') {
        expect(text).toContain(TIER_NAMES[subscription.tier]);
        expect(text).not.toMatch(/no subscription|tier is closed|under review/);
      } else expect(text).not.toMatch(/You have \*\*|Welcome to/);
      if (subscription.status === 'active' && subscription.paymentDueBy !== undefined)
        expect(text).toContain(`Pay by ${DAY_TEXT}`);
    }
  });

  it('have buttons that are known', () => {
    for (const kind of KINDS)
      for (const subscription of SUBSCRIPTIONS)
        for (const button of say(kind, subscription).buttons)
          expect('custom_id' in button && findButton(button.custom_id)?.name).toBe('manage');
  });

  it.each(TIERS)('welcome to %s with what it has and three things to begin with', (tier) => {
    const { text, footer, buttons } = say('welcome', active(tier));
    expect(text).toContain(`Welcome to ${TIER_NAMES[tier]}`);
    expect(text).toContain(`${BENEFITS[tier].queries.points} queries an hour`);
    expect(text).toContain(`You have ${BENEFITS[tier].watches} watches.`);
    expect(text).toContain(`It renews ${DAY_TEXT}.`);
    expect(text).toMatch(/1\. `\/watch add`.*\n2\. `\/settings`.*\n3\. `\/(signals|watch messages)`/);
    expect(text.includes('direct messages')).toBe(BENEFITS[tier].directMessages);
    expect(footer?.text).toContain('1-800-GAMBLER');
    expect(buttons).toEqual([]);
  });

  it('tell of another tier, and when one that was cancelled ends', () => {
    expect(say('changed', active('core')).text).toContain('You have Core now');
    const { text } = say('changed', { status: 'active', tier: 'core', source: 'stripe', endsAt: DUE });
    expect(text).toContain(`It ends ${DAY_TEXT} and is not renewed.`);
  });

  it('tell of a failed payment with its last day and a way to pay', () => {
    const { text, buttons } = say('payment-failed', {
      status: 'active',
      tier: 'sharp',
      source: 'stripe',
      paymentDueBy: DUE,
    });
    expect(text).toContain(`Pay by ${DAY_TEXT}: without a payment **Sharp** ends then`);
    expect(buttons).toMatchObject([{ label: 'Open the payment page', custom_id: 'manage' }]);
  });

  it('ask for no payment that was made meanwhile', () => {
    const { text, buttons } = say('payment-failed', active('core'));
    expect(text).toContain('You have **Core**');
    expect(buttons).toEqual([]);
  });

  it('tell that it ended, what stays and how to come back', () => {
    const { text, buttons } = say('ended', { status: 'none' });
    expect(text).toContain('Your settings and your watches are kept');
    expect(text).toContain('`/subscribe`');
    expect(buttons).toEqual([]);
    const overdue = say('ended', { status: 'none', reason: 'payment-overdue' });
    expect(overdue.text).toContain('No payment has come through');
    expect(overdue.buttons).toMatchObject([{ custom_id: 'manage' }]);
  });

  it('tell of a suspension and whom to write to', () => {
    const { text } = say('suspended', { status: 'none', reason: 'suspended' });
    expect(text).toContain('under review');
    expect(text).toContain('Write to the owner of the server');
  });
});
