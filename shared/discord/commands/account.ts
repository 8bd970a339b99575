import type { APIEmbedField } from 'discord-api-types/v10';
import type { User } from '../../domain/account/account.ts';
import { tidied } from '../../domain/account/tidied.ts';
import { BENEFITS, leastTierWith, type Standing } from '../../domain/account/tiers.ts';
import type { Usage } from '../../ports/allowances.ts';
import type { Billing } from '../../ports/billing.ts';
import type { Telemetry } from '../../ports/telemetry.ts';
import { rateText } from '../benefit-words.ts';
import { NO_PAYMENTS, openPage, type Page, pageButtons, pageLines } from '../billing-pages.ts';
import { duration, relativeTime } from '../format.ts';
import { TIER_NAMES } from '../refusal.ts';
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
  if (billing && !request.mayCall) return notAtHand;
  const { user, standing, now } = request;
  const [used, portal] = await Promise.all([
    usage(user.id, standing),
    billing && openPage(telemetry, 'Payments and invoices', () => billing.portalUrl(user.id)),
  ]);
  const pages: readonly Page[] = portal ? [portal] : [];
  return message({
    embeds: [
      {
        title: 'Your account',
        description: [subscriptionText(user, standing), ...(billing ? pageLines(pages) : [NO_PAYMENTS])].join('\n'),
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

function subscriptionText({ subscription }: User, standing: Standing): string {
  if (subscription.status !== 'active') return 'You have no subscription. `/subscribe` shows the tiers.';
  const { renewsAt } = subscription;
  const renewal = renewsAt === undefined ? '' : `, renews ${dateText(renewsAt)} (${relativeTime(renewsAt)})`;
  return `You have **${TIER_NAMES[standing]}**${renewal}. \`/subscribe\` shows what the tiers have.`;
}

/** A day that Discord writes as its reader does. */
const dateText = (at: number): string => `<t:${Math.floor(at / 1000)}:D>`;

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
