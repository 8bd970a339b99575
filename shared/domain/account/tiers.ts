import { atLeast, type Level } from '../signal/signal.ts';
import type { Subscription } from './account.ts';
import type { ChannelName } from './channels.ts';
import { TIERS, type Tier } from './tier.ts';

/** What somebody stands on: a tier, or none. */
export const STANDINGS = ['none', ...TIERS] as const;
export type Standing = (typeof STANDINGS)[number];

/** So many in so long. */
export interface Rate {
  readonly points: number;
  readonly seconds: number;
}

const HOUR = 3600;
const DAY = 24 * HOUR;

/** What a standing has. This table is the only place that says so; everything reads it. */
export interface Benefits {
  /** Questions about odds, lines and signals. */
  readonly queries: Rate;
  /** Watches kept at once. */
  readonly watches: number;
  readonly directMessages: boolean;
  /** Explanations and charts, together; null for none. */
  readonly insights: Rate | null;
  readonly channels: readonly ChannelName[];
  /** The least level that is told outside the channels: a Low signal is the first step of an escalation. */
  readonly leastLevel: Level;
}

const ALERTS = ['odds-alerts'] as const;

export const BENEFITS: Readonly<Record<Standing, Benefits>> = {
  none: {
    queries: { points: 3, seconds: DAY },
    watches: 0,
    directMessages: false,
    insights: null,
    channels: [],
    leastLevel: 'Medium',
  },
  starter: {
    queries: { points: 20, seconds: HOUR },
    watches: 3,
    directMessages: false,
    insights: null,
    channels: ALERTS,
    leastLevel: 'Medium',
  },
  core: {
    queries: { points: 60, seconds: HOUR },
    watches: 15,
    directMessages: true,
    insights: { points: 20, seconds: DAY },
    channels: ALERTS,
    leastLevel: 'Medium',
  },
  sharp: {
    queries: { points: 200, seconds: HOUR },
    watches: 50,
    directMessages: true,
    insights: { points: 100, seconds: DAY },
    channels: [...ALERTS, 'sharp-signals'],
    leastLevel: 'Low',
  },
};

/** What one may have or not; how much of it is a matter of the table. */
export const FEATURES = {
  watches: ({ watches }) => watches > 0,
  directMessages: ({ directMessages }) => directMessages,
  insights: ({ insights }) => insights !== null,
  earlySignals: ({ leastLevel }) => atLeast('Low', leastLevel),
} as const satisfies Record<string, (benefits: Benefits) => boolean>;
export type Feature = keyof typeof FEATURES;

export const standingOf = (subscription: Subscription): Standing =>
  subscription.status === 'active' ? subscription.tier : 'none';

export const has = (standing: Standing, feature: Feature): boolean => FEATURES[feature](BENEFITS[standing]);

/** The least tier that has a feature: what a refusal tells of. */
export const leastTierWith = (feature: Feature): Tier => TIERS.find((tier) => has(tier, feature)) ?? 'sharp';

/** The next tier in which there is more of something; undefined on the highest. */
export const nextTier = (standing: Standing): Tier | undefined => TIERS[STANDINGS.indexOf(standing)];
