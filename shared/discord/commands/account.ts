import type { APIEmbedField } from 'discord-api-types/v10';
import type { User } from '../../domain/account/account.ts';
import { paysTwice } from '../../domain/account/entitlement.ts';
import { tidied } from '../../domain/account/tidied.ts';
import { BENEFITS, leastTierWith, type Standing } from '../../domain/account/tiers.ts';
import type { Usage } from '../../ports/allowances.ts';
import type { Billing } from '../../ports/billing.ts';
import type { Telemetry } from '../../ports/telemetry.ts';
import { rateText } from '../benefit-words.ts';
import { NO_PAYMENTS, openPage, PAY_LABEL, type Page, pageButtons, pageLines } from '../billing-pages.ts';
import { duration } from '../format.ts';
import { TIER_NAMES } from '../refusal.ts';
import { MANAGED_IN_DISCORD, owesPayment, PAYS_TWICE, standingLines } from '../subscription-words.ts';
import { type Answer, type Command, type CommandRequest, message, notAtHand, type Takes } from './command.ts';
import { textsOf } from './texts.ts';
import { zoneText } from './time-zone-option.ts';

/** How a user stands with the allowances of a standing; null for one that it has not. */
export type UsageOf = (userId: string, standing: Standing) => Promise<Readonly<Record<Takes, Usage | null>>>;

export interface AccountDeps {
  readonly usage: UsageOf;
  /** Undefined while payments are not set up. */
  readonly billing: Billing | undefined;
  readonly telemetry: Telemetry;
}

export const account: Command<AccountDeps> = {
  definition: { name: 'account', ...textsOf('account') },
  isPrivate: true,
  needs: () => ({}),
  run: showAccount,
};

const COLOUR = 0x34_98_db;

async function showAccount({ usage, billing, telemetry }: AccountDeps, request: CommandRequest): Promise<Answer> {
  const { user, standing, now, mayCall } = request;
  /** Who was never a customer has no page there: it need not be asked. */
  const portal = user.stripe && billing;
  if (portal && !mayCall) return notAtHand;
  const [used, page] = await Promise.all([
    usage(user.id, standing),
    portal && openPage(telemetry, labelFor(user), () => portal.portalUrl(user.id)),
  ]);
  const pages: readonly Page[] = page ? [page] : [];
  return message({
    embeds: [
      {
        title: 'Your account',
        description: [...stateLines(user, now), ...(billing ? pageLines(pages) : [NO_PAYMENTS])].join('\n'),
        color: COLOUR,
        fields: [
          { name: 'Queries', value: usedText(standing, 'queries', used.queries) },
          { name: 'Explanations and charts', value: usedText(standing, 'insights', used.insights) },
          { name: 'Watches', value: watchesText(user, standing, now) },
          settingsField(user),
        ],
      },
    ],
    components: pageButtons(pages),
  });
}

const labelFor = ({ subscription }: User): string => (owesPayment(subscription) ? PAY_LABEL : 'Payments and invoices');

/** A payment problem comes first: it is what has to be done. */
const stateLines = (user: User, now: number): readonly string[] => [
  ...standingLines(user.subscription),
  ...(paysTwice(user, now) ? [PAYS_TWICE] : []),
  ...(user.subscription.status === 'active' && user.subscription.source === 'discord' ? [MANAGED_IN_DISCORD] : []),
  '`/subscribe` shows what the tiers have.',
];

function usedText(standing: Standing, takes: Takes, used: Usage | null): string {
  const rate = BENEFITS[standing][takes];
  if (rate === null || used === null)
    return `They come with **${TIER_NAMES[leastTierWith('insights')]}**: \`/subscribe\`.`;
  const reset = used.resetsInMs > 0 ? ` · all are back in ${duration(used.resetsInMs)}` : '';
  return `${used.used} used of ${rateText(rate)}${reset}`;
}

function watchesText(user: User, standing: Standing, now: number): string {
  const most = BENEFITS[standing].watches;
  const { length } = tidied(user, now).watches;
  if (length > most) return `${length}, of which ${most} count`;
  if (most === 0) return `They come with **${TIER_NAMES[leastTierWith('watches')]}**: \`/subscribe\`.`;
  return `${length} used of ${most}`;
}

const settingsField = ({ oddsFormat, timeZone }: User): APIEmbedField => ({
  name: 'Settings',
  value: `Odds ${oddsFormat} · time zone ${timeZone === undefined ? 'not set' : zoneText(timeZone)} (\`/settings\`)`,
});
