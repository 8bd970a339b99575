import {
  type APIActionRowComponent,
  type APIButtonComponent,
  type APIEmbed,
  type APIEmbedField,
  ButtonStyle,
  ComponentType,
} from 'discord-api-types/v10';
import type { Notice, Subscription } from '../domain/account/account.ts';
import type { Tier } from '../domain/account/tier.ts';
import { BENEFITS } from '../domain/account/tiers.ts';
import { RESPONSIBLE_GAMBLING } from './alert-embed.ts';
import { benefitLines } from './benefit-words.ts';
import { MANAGE } from './billing-pages.ts';
import { TIER_NAMES } from './refusal.ts';
import { owesPayment, paymentProblem, periodText, standingLines, UNDER_REVIEW } from './subscription-words.ts';

/** What a notice speaks of. No link is part of it: see {@link PAY_ROW}. */
interface NoticeFacts {
  /** As it is now: more may have happened since the notice came to be owed. */
  readonly subscription: Subscription;
}

/** A direct message to a subscriber. */
export interface NoticeMessage {
  readonly embeds: readonly APIEmbed[];
  readonly components: readonly APIActionRowComponent<APIButtonComponent>[];
}

const GOOD = 0x2e_cc_71;
const PLAIN = 0x34_98_db;
const BAD = 0xe7_4c_3c;
const CALM = 0x95_a5_a6;

/** Opens a fresh page when it is pressed: Stripe's own links end minutes after they are made, and a message is read later. */
const PAY_ROW: APIActionRowComponent<APIButtonComponent> = {
  type: ComponentType.ActionRow,
  components: [
    { type: ComponentType.Button, style: ButtonStyle.Primary, label: 'Open the payment page', custom_id: MANAGE },
  ],
};

/** Something about a subscription, told to the one whose it is. */
export const noticeMessage = (kind: Notice['kind'], facts: NoticeFacts): NoticeMessage => NOTICES[kind](facts);

const NOTICES: Readonly<Record<Notice['kind'], (facts: NoticeFacts) => NoticeMessage>> = {
  welcome: ({ subscription }) =>
    subscription.status === 'none' ? stateNow('Thank you for subscribing', subscription) : welcome(subscription),
  changed: ({ subscription }) =>
    subscription.status === 'none' ? stateNow('Your subscription has changed', subscription) : changed(subscription),
  'payment-failed': ({ subscription }) => paymentFailed(subscription),
  ended: ({ subscription }) =>
    subscription.status === 'none' ? ended(subscription) : stateNow('A subscription of yours has ended', subscription),
  suspended: ({ subscription }) =>
    subscription.status === 'none'
      ? saying({ title: 'Your tier is suspended', color: BAD, description: UNDER_REVIEW })
      : stateNow('Your tier was suspended for a while', subscription),
};

type Active = Extract<Subscription, { status: 'active' }>;

function welcome(subscription: Active): NoticeMessage {
  const { tier } = subscription;
  return saying({
    title: `Welcome to ${TIER_NAMES[tier]}`,
    color: GOOD,
    description: lines(
      'Thank you. Your role in the server follows within seconds.',
      periodText(subscription),
      paymentProblem(subscription),
    ),
    fields: [whatItHas(tier), { name: 'Three things to begin with', value: firstThings(tier) }],
    footer: { text: RESPONSIBLE_GAMBLING },
  });
}

function changed(subscription: Active): NoticeMessage {
  const { tier } = subscription;
  return saying({
    title: `You have ${TIER_NAMES[tier]} now`,
    color: PLAIN,
    description: lines(
      'It counts at once; your role in the server follows within seconds. `/account` shows how you stand.',
      periodText(subscription),
      paymentProblem(subscription),
      `You have ${BENEFITS[tier].watches} watches; any beyond them are kept, and rest.`,
    ),
    fields: [whatItHas(tier)],
    footer: { text: RESPONSIBLE_GAMBLING },
  });
}

function paymentFailed(subscription: Subscription): NoticeMessage {
  const problem = paymentProblem(subscription);
  if (!owesPayment(subscription) || problem === undefined)
    return stateNow('A payment of yours did not go through', subscription);
  return saying(
    {
      title: 'Your payment did not go through',
      color: BAD,
      description: lines(
        problem,
        'The card may have expired or its bank may have declined. It is tried again by itself; another card can be given on the payment page.',
      ),
    },
    [PAY_ROW],
  );
}

function ended(subscription: Subscription): NoticeMessage {
  const owes = owesPayment(subscription);
  return saying(
    {
      title: owes ? 'Your tier is closed until it is paid' : 'Your subscription has ended',
      color: CALM,
      description: lines(
        owes
          ? 'No payment has come through, and the time for it is over. Once it is paid, your tier is back within seconds.'
          : paymentProblem(subscription),
        'Your settings and your watches are kept: the watches rest, and begin again when you come back. `/record` and a few queries a day stay open to everybody.',
        owes ? undefined : 'To come back, type `/subscribe` in the server.',
      ),
    },
    owes ? [PAY_ROW] : [],
  );
}

/** Where more has happened since: what holds now. */
const stateNow = (title: string, subscription: Subscription): NoticeMessage =>
  saying(
    {
      title,
      color: PLAIN,
      description: lines(...standingLines(subscription), '`/account` shows how you stand.'),
    },
    owesPayment(subscription) ? [PAY_ROW] : [],
  );

const whatItHas = (tier: Tier): APIEmbedField => ({
  name: `What ${TIER_NAMES[tier]} has`,
  value: benefitLines(tier).join('\n'),
});

const firstThings = (tier: Tier): string => {
  const { watches, directMessages } = BENEFITS[tier];
  const watch = directMessages
    ? `\`/watch add\` a league or a team: its signals come as direct messages. You have ${watches} watches.`
    : `\`/watch add\` a league or a team: its signals carry a star in \`/signals\`. You have ${watches} watches.`;
  const things = [
    watch,
    '`/settings` your odds format and time zone.',
    directMessages
      ? '`/watch messages` your quiet hours, and the pause between two messages.'
      : '`/signals` what was found lately, and what became of it.',
  ];
  return things.map((thing, index) => `${index + 1}. ${thing}`).join('\n');
};

const lines = (...texts: readonly (string | undefined)[]): string =>
  texts.filter((text) => text !== undefined).join('\n');

const saying = (embed: APIEmbed, components: NoticeMessage['components'] = []): NoticeMessage => ({
  embeds: [embed],
  components,
});
