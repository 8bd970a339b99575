import type { Subscription } from '../domain/account/account.ts';
import { relativeTime } from './format.ts';
import { TIER_NAMES } from './refusal.ts';

type Active = Extract<Subscription, { status: 'active' }>;
type NoneReason = NonNullable<Extract<Subscription, { status: 'none' }>['reason']>;

/** Whoever runs the server can look into a payment; we do not know their name. */
const WHOM_TO_WRITE = 'Write to the owner of the server that you use OddsTracker in.';

export const UNDER_REVIEW = `🔒 Your payments are under review, because one was disputed or reported as fraud. Until that is settled no tier is open and nothing can be bought. A subscription goes on until it is ended: \`/account\` leads to it. ${WHOM_TO_WRITE}`;

/** Where what was bought inside Discord is looked after; no page of ours leads there. */
export const MANAGED_IN_DISCORD =
  'You bought it inside Discord, and manage it there: User Settings → Subscriptions. To have another tier here, end it there first, so that you do not pay twice.';

/** Neither side knows of the other, so that only we can tell. */
export const PAYS_TWICE =
  '⚠️ You pay twice: on our payment page and inside Discord. Only the higher tier counts. End one of them: the page is linked here, Discord’s is User Settings → Subscriptions.';

const NONE_TEXTS: Readonly<Record<NoneReason, string>> = {
  suspended: UNDER_REVIEW,
  'payment-overdue':
    '⚠️ A payment of yours is overdue, so your tier is closed. Once it is paid, your tier is back within seconds.',
  'unknown-status': `⚠️ We do not understand how your subscription stands, so no tier is open. We have been told of it. ${WHOM_TO_WRITE}`,
  'unknown-price': `⚠️ Your subscription is for something that is not a tier of ours, so none is open. ${WHOM_TO_WRITE}`,
};

/** A day (epoch ms) that Discord writes as its reader does, and how far off it is. */
const dayText = (at: number): string => `<t:${Math.floor(at / 1000)}:D> (${relativeTime(at)})`;

const SOURCES: Readonly<Record<NonNullable<Active['source']> | 'given', string>> = {
  stripe: 'bought on our payment page',
  discord: 'bought inside Discord',
  given: 'given to you, with nothing to pay',
};

/** What somebody has to do lest they lose their tier; undefined when there is nothing. */
export function paymentProblem(subscription: Subscription): string | undefined {
  if (subscription.status === 'none') return subscription.reason && NONE_TEXTS[subscription.reason];
  const { paymentDueBy, tier } = subscription;
  if (paymentDueBy === undefined) return undefined;
  return `⚠️ Your last payment did not go through. Pay by ${dayText(paymentDueBy)}: without a payment **${TIER_NAMES[tier]}** ends then, or sooner if the bank refuses for good.`;
}

/** Whether somebody has something to pay. */
export const owesPayment = (subscription: Subscription): boolean =>
  subscription.status === 'none' ? subscription.reason === 'payment-overdue' : subscription.paymentDueBy !== undefined;

/** When it renews or ends; undefined where neither is known. */
export function periodText({ renewsAt, endsAt }: Active): string | undefined {
  if (endsAt !== undefined) return `It ends ${dayText(endsAt)} and is not renewed.`;
  return renewsAt === undefined ? undefined : `It renews ${dayText(renewsAt)}.`;
}

/** What somebody has, and where it comes from. */
export const haveText = (subscription: Subscription): string =>
  subscription.status === 'none'
    ? 'You have no subscription.'
    : `You have **${TIER_NAMES[subscription.tier]}**, ${SOURCES[subscription.source ?? 'given']}.`;

/** All that is to be known of a subscription, a payment problem first: it is what has to be done. */
export function standingLines(subscription: Subscription): readonly string[] {
  const problem = paymentProblem(subscription);
  if (subscription.status === 'none') return [problem ?? haveText(subscription)];
  return [problem, haveText(subscription), periodText(subscription)].filter((line) => line !== undefined);
}
