import type { Tier } from '../domain/account/tier.ts';
import { BENEFITS, type Feature, leastTierWith, nextTier, type Standing } from '../domain/account/tiers.ts';
import type { AnswerMessage, Takes } from './commands/command.ts';
import { duration } from './format.ts';

/** Why somebody is not given what they ask for. */
export type Refusal =
  | { readonly kind: 'feature'; readonly feature: Feature }
  | { readonly kind: 'spent'; readonly takes: Takes; readonly resetsInMs: number }
  | { readonly kind: 'too-fast'; readonly resetsInMs: number };

export const TIER_NAMES: Readonly<Record<Standing, string>> = {
  none: 'no subscription',
  starter: 'Starter',
  core: 'Core',
  sharp: 'Sharp',
};

const FEATURE_NAMES: Readonly<Record<Feature, string>> = {
  watches: 'Watches come',
  directMessages:
    '**Mute market** ends the direct messages of one market, and `/watch messages` says when they come. Direct messages come',
  insights: 'Explanations and charts come',
  earlySignals: 'Early signals come',
};

const TAKES_NAMES: Readonly<Record<Takes, string>> = { queries: 'queries', insights: 'explanations and charts' };

const HOUR_S = 3600;
/** How long an allowance lasts. */
export const windowName = (seconds: number): string => (seconds === HOUR_S ? 'an hour' : 'a day');

const howToGet = (tier: Tier): string => `See ${TIER_NAMES[tier]} and the others with \`/subscribe\`.`;

/** A refusal in words: what is missing, which tier has it and how to get it. */
export function refusalMessage(refusal: Refusal, standing: Standing): AnswerMessage {
  if (refusal.kind === 'feature') {
    const tier = leastTierWith(refusal.feature);
    return { content: `🔒 ${FEATURE_NAMES[refusal.feature]} with **${TIER_NAMES[tier]}**. ${howToGet(tier)}` };
  }
  if (refusal.kind === 'too-fast')
    return { content: `⏳ That was a lot at once. Try again in ${duration(refusal.resetsInMs)}.` };
  const rate = BENEFITS[standing][refusal.takes];
  const more = nextTier(standing);
  const moreRate = more && BENEFITS[more][refusal.takes];
  const spent = rate
    ? `You have used your ${rate.points} ${TAKES_NAMES[refusal.takes]} ${windowName(rate.seconds)}.`
    : `You have no ${TAKES_NAMES[refusal.takes]} left.`;
  const upgrade =
    more && moreRate
      ? ` **${TIER_NAMES[more]}** has ${moreRate.points} ${windowName(moreRate.seconds)}: \`/subscribe\`.`
      : '';
  return { content: `⏳ ${spent} The next one is free in ${duration(refusal.resetsInMs)}.${upgrade}` };
}
