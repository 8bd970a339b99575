import type { APIEmbedField } from 'discord-api-types/v10';
import { TIERS } from '../../domain/account/account.ts';
import { STANDINGS, type Standing } from '../../domain/account/tiers.ts';
import type { Billing } from '../../ports/billing.ts';
import type { Telemetry } from '../../ports/telemetry.ts';
import { RESPONSIBLE_GAMBLING } from '../alert-embed.ts';
import { benefitLines } from '../benefit-words.ts';
import { NO_PAYMENTS, openPage, type Page, pageButtons, pageLines } from '../billing-pages.ts';
import { TIER_NAMES } from '../refusal.ts';
import { type Answer, type Command, type CommandRequest, message, notAtHand } from './command.ts';
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

async function showTiers({ billing, telemetry }: SubscribeDeps, request: CommandRequest): Promise<Answer> {
  if (billing && !request.mayCall) return notAtHand;
  const { user, standing } = request;
  const pages = billing ? await pagesFor(billing, telemetry, user.id, standing) : [];
  const howToGet = billing ? sayHow(standing, pages) : [NO_PAYMENTS];
  return message({
    embeds: [
      {
        title: 'The tiers',
        description: [haveText(standing), ...howToGet].join('\n'),
        color: COLOUR,
        fields: STANDINGS.map((each) => fieldOf(each, each === standing)),
        footer: { text: RESPONSIBLE_GAMBLING },
      },
    ],
    components: pageButtons(pages),
  });
}

const haveText = (standing: Standing): string =>
  standing === 'none' ? 'You have no subscription.' : `You have **${TIER_NAMES[standing]}**.`;

const fieldOf = (standing: Standing, isYours: boolean): APIEmbedField => {
  const name = standing === 'none' ? 'Without a subscription' : TIER_NAMES[standing];
  return { name: isYours ? `${name} · yours` : name, value: benefitLines(standing).join('\n') };
};

/** Who has a subscription changes it, and does not buy a second one. */
const pagesFor = (
  billing: Billing,
  telemetry: Telemetry,
  userId: string,
  standing: Standing,
): Promise<readonly Page[]> =>
  Promise.all(
    standing === 'none'
      ? TIERS.map((tier) => openPage(telemetry, `Get ${TIER_NAMES[tier]}`, () => billing.checkoutUrl(userId, tier)))
      : [openPage(telemetry, 'Change or end your subscription', () => billing.portalUrl(userId))],
  );

function sayHow(standing: Standing, pages: readonly Page[]): readonly string[] {
  if (pages.some(({ kind }) => kind === 'none')) return ['It is managed where you bought it.'];
  const first = standing === 'none' ? 'Choose one: its page says what it costs.' : 'Change or end it on its own page.';
  return [...(pages.some(({ kind }) => kind === 'page') ? [first] : []), ...pageLines(pages)];
}
