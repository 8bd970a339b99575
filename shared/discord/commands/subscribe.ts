import type { APIEmbedField } from 'discord-api-types/v10';
import type { User } from '../../domain/account/account.ts';
import { isLive } from '../../domain/account/entitlement.ts';
import { STANDINGS, type Standing } from '../../domain/account/tiers.ts';
import type { Billing } from '../../ports/billing.ts';
import type { Telemetry } from '../../ports/telemetry.ts';
import { RESPONSIBLE_GAMBLING } from '../alert-embed.ts';
import { benefitLines } from '../benefit-words.ts';
import { CHANGE_LABEL, NO_PAYMENTS, openPage, PAY_LABEL, pageButtons, pageLines } from '../billing-pages.ts';
import { type Offer, offerRows, offersOf, priceText } from '../offers.ts';
import { TIER_NAMES } from '../refusal.ts';
import { MANAGED_IN_DISCORD, owesPayment, standingLines } from '../subscription-words.ts';
import { type Answer, type AnswerMessage, type Command, type CommandRequest, message, notAtHand } from './command.ts';
import { textsOf } from './texts.ts';

export interface SubscribeDeps {
  /** Undefined while payments are not set up. */
  readonly billing: Billing | undefined;
  readonly telemetry: Telemetry;
}

export const subscribe: Command<SubscribeDeps> = {
  definition: { name: 'subscribe', ...textsOf('subscribe') },
  isPrivate: true,
  needs: () => ({}),
  run: showTiers,
};

const COLOUR = 0x34_98_db;
const NO_PRICES = 'The prices cannot be shown right now.';

async function showTiers({ billing, telemetry }: SubscribeDeps, request: CommandRequest): Promise<Answer> {
  if (billing && !request.mayCall) return notAtHand;
  const { user, standing } = request;
  const offers = billing ? await offersOf(billing, telemetry) : [];
  const { lines, components } = billing
    ? await wayOf(user, offers, { billing, telemetry })
    : { lines: [NO_PAYMENTS], components: [] };
  return message({
    embeds: [
      {
        title: 'The tiers',
        description: [...(isResting(user) ? [RESTING] : standingLines(user.subscription)), ...lines].join('\n'),
        color: COLOUR,
        fields: STANDINGS.map((each) => fieldOf(each, each === standing, offers)),
        footer: { text: RESPONSIBLE_GAMBLING },
      },
    ],
    components,
  });
}

function fieldOf(standing: Standing, isYours: boolean, offers: readonly Offer[]): APIEmbedField {
  const name = standing === 'none' ? 'Without a subscription' : TIER_NAMES[standing];
  const price = standing === 'none' ? undefined : priceText(offers, standing);
  return {
    name: isYours ? `${name} · yours` : name,
    value: [...(price === undefined ? [] : [`**${price}**`]), ...benefitLines(standing)].join('\n'),
  };
}

/** How somebody comes to another tier from where they stand. */
interface Way {
  readonly lines: readonly string[];
  readonly components: NonNullable<AnswerMessage['components']>;
}

type PaidDeps = SubscribeDeps & { readonly billing: Billing };

async function wayOf(user: User, offers: readonly Offer[], deps: PaidDeps): Promise<Way> {
  const { subscription } = user;
  const priceless = offers.every(({ price }) => price === undefined) ? [NO_PRICES] : [];
  if (subscription.status === 'none' && subscription.reason === 'suspended') return { lines: [], components: [] };
  const inDiscord = subscription.status === 'active' && subscription.source === 'discord' ? [MANAGED_IN_DISCORD] : [];
  if (hasLiveSubscription(user)) {
    const { lines, components } = await wayToPortal(user, deps);
    return { lines: [...priceless, ...inDiscord, ...lines], components };
  }
  if (subscription.status === 'active') return { lines: [...priceless, ...inDiscord], components: [] };
  return offers.length === 0
    ? { lines: ['There is nothing to buy right now.'], components: [] }
    : { lines: [...priceless, BUYING], components: offerRows(offers) };
}

const BUYING =
  'Choose one: you get a link to its checkout page, which says what it costs before you pay. Cancel at any time.';
const CHANGING =
  'An upgrade counts at once, and you pay only the difference for the rest of the period (proration). What you end stays open until what you paid for is over.';

const RESTING = 'Your subscription rests: it is paused at Stripe. The page below resumes or ends it.';

/** There is a subscription, but nothing comes of it, and there is no more to say of why. */
const isResting = (user: User): boolean =>
  user.subscription.status === 'none' && user.subscription.reason === undefined && hasLiveSubscription(user);

const hasLiveSubscription = ({ stripe }: User): boolean =>
  stripe !== undefined && !stripe.isDeleted && stripe.subscriptions.some(isLive);

/** Who has a subscription changes it, and does not buy a second one. */
async function wayToPortal(user: User, { billing, telemetry }: PaidDeps): Promise<Way> {
  const label = owesPayment(user.subscription) ? PAY_LABEL : CHANGE_LABEL;
  const page = await openPage(telemetry, label, () => billing.portalUrl(user.id));
  return { lines: [...(isResting(user) ? [] : [CHANGING]), ...pageLines([page])], components: pageButtons([page]) };
}
