import { type Claiming, chanceToLast, confidenceOf, lastingFeaturesOf } from './confidence-model.ts';
import type { Candidate } from './detect.ts';
import { isSuspect } from './offers.ts';
import { LEVELS, type Level } from './signal.ts';

/** A claim that can be checked. */
export interface Claim {
  /** P(this price beats the fair closing line). */
  readonly confidence: number;
  /** Undefined below the bar: nothing is sent. */
  readonly level: Level | undefined;
  /** Chance that the price still stands when a person has opened the alert and the book: after five minutes. */
  readonly lasts: number;
}

export interface Scored {
  readonly candidate: Candidate;
  readonly claim: Claim;
}

const MINUTES_TO_ACT = 5;
/** Less than a hundredth is within what a price moves between being read and being taken: nothing to be highly confident of. */
const LEAST_HIGH_EDGE = 0.01;
/** It is gone more often than not before a person has come to it. */
const LEAST_HIGH_LASTS = 0.5;

/** What the model claims of a candidate, held back where the edge is too good to be likely. */
export function claimOf(model: Claiming, candidate: Candidate): Claim {
  const { features, offer, view } = candidate;
  const sure = confidenceOf(model, features);
  const isHeldBack = isSuspect(offer.edge) && !isCorroborated(candidate);
  const confidence = isHeldBack ? Math.min(sure, belowHigh(model)) : sure;
  const lasts = Math.round(100 * chanceToLast(model, lastingFeaturesOf(view, offer, features), MINUTES_TO_ACT)) / 100;
  return { confidence, lasts, level: levelOf(model, { confidence, lasts, edge: offer.edge }) };
}

const belowHigh = ({ bars }: Claiming): number => Math.round(100 * bars.High - 1) / 100;

/**
 * An edge above 10 % is usually a mistake or a dead feed. It is taken for more when every single other book contradicts the price,
 * and either it stood there when looked at before, or a move of other books explains why this one is behind.
 */
const isCorroborated = ({ features, offer, view }: Candidate): boolean =>
  features.agreement === 1 && (offer.seenAt < view.observedAt || features.support >= 0.3);

interface Claimed {
  readonly confidence: number;
  readonly lasts: number;
  readonly edge: number;
}

/** The level of a claim; undefined below the bar. High is for a price that is worth the haste and likely to be there still. */
export const levelOf = ({ bars }: Pick<Claiming, 'bars'>, { confidence, lasts, edge }: Claimed): Level | undefined => {
  if (confidence >= bars.High && edge >= LEAST_HIGH_EDGE && lasts >= LEAST_HIGH_LASTS) return 'High';
  if (confidence >= bars.Medium) return 'Medium';
  return confidence >= bars.Low ? 'Low' : undefined;
};

/**
 * The one price to tell of a market: of the highest level, then what {@link worth} says; between equals the order of the books decides.
 * Every mirror side of a move is one signal (SIGNALS).
 */
export const bestOf = (scored: readonly Scored[]): Scored | undefined =>
  scored.toSorted((one, other) => rank(other) - rank(one) || worth(other) - worth(one))[0];

const rank = ({ claim: { level } }: Scored): number => (level === undefined ? -1 : LEVELS.indexOf(level));

/** A price that is gone when a person comes to take it is worth nothing, however sure we were. */
const worth = ({ claim: { confidence, lasts } }: Scored): number => confidence * (0.5 + 0.5 * lasts);
