import type { User } from '../../domain/account/account.ts';
import { TIERS } from '../../domain/account/tier.ts';
import { type Billing, INTERVALS } from '../../ports/billing.ts';
import type { Telemetry } from '../../ports/telemetry.ts';
import { RESPONSIBLE_GAMBLING } from '../alert-embed.ts';
import { CHANGE_LABEL, NO_PAYMENTS, openPage, type Page, pageButtons, pageLines, reach } from '../billing-pages.ts';
import { type Answer, type Button, type ComponentRequest, message, notAtHand } from '../commands/command.ts';
import { BUY, offerName } from '../offers.ts';
import { haveText, MANAGED_IN_DISCORD, UNDER_REVIEW } from '../subscription-words.ts';

export interface BuyDeps {
  /** Undefined while payments are not set up. */
  readonly billing: Billing | undefined;
  readonly telemetry: Telemetry;
}

/** Below `/subscribe`: a link to the page on which a tier is bought. */
export const buyButton: Button<BuyDeps> = {
  name: BUY,
  needs: {},
  press: goToCheckout,
};

const COLOUR = 0x34_98_db;
const CHECKOUT_LABEL = 'Open the checkout page';

async function goToCheckout({ billing, telemetry }: BuyDeps, request: ComponentRequest): Promise<Answer> {
  const [tierName, intervalName] = request.parts;
  const tier = TIERS.find((each) => each === tierName);
  const interval = INTERVALS.find((each) => each === intervalName);
  if (!tier || !interval) return message({ content: '🤷 That is not sold any more. `/subscribe` shows what is.' });
  if (!billing) return message({ content: NO_PAYMENTS });
  const reason = whyNotToBuy(request.user);
  if (reason !== undefined) return message({ content: reason });
  if (!request.mayCall) return notAtHand;
  const place = await reach(telemetry, CHECKOUT_LABEL, () =>
    billing.checkout(request.user.id, { tier, interval, attempt: request.interactionId }),
  );
  if (place.kind !== 'reached') return linkMessage(offerName(tier, interval), [], place);
  if (place.value.kind === 'suspended') return message({ content: UNDER_REVIEW });
  const { kind, url } = place.value;
  if (kind === 'portal') {
    const portal = await openPage(telemetry, CHANGE_LABEL, async () => url);
    return linkMessage('You have a subscription already', ['Change it here, so that you do not pay twice.'], portal);
  }
  const checkout = await openPage(telemetry, CHECKOUT_LABEL, async () => url);
  return linkMessage(offerName(tier, interval), NEXT, checkout);
}

const NEXT = [
  'The link is for you alone: it buys the tier for your account.',
  '',
  '**What happens next**',
  '1. You pay on the checkout page.',
  '2. Your role in the server follows within seconds.',
  '3. `/account` shows your tier and when it renews.',
  '',
  'You can cancel at any time with `/subscribe`.',
];

/** Buying would have them pay twice, or for nothing. Who has bought on our own page is sent there by {@link Billing}. */
function whyNotToBuy({ subscription }: User): string | undefined {
  if (subscription.status !== 'active' || subscription.source === 'stripe') return undefined;
  return subscription.source === 'discord' ? MANAGED_IN_DISCORD : haveText(subscription);
}

const linkMessage = (title: string, lines: readonly string[], page: Page): Answer =>
  message({
    embeds: [
      {
        title,
        color: COLOUR,
        description: [...(page.kind === 'page' ? lines : []), ...pageLines([page])].join('\n'),
        footer: { text: RESPONSIBLE_GAMBLING },
      },
    ],
    components: pageButtons([page]),
  });
