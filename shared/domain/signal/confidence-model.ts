import { z } from 'zod';
import { FEATURES, type Feature, type Features, hoursToStart } from './features.ts';
import type { PricedOffer } from './offers.ts';
import { alertTypeSchema, levelSchema } from './signal.ts';
import type { MarketView } from './view.ts';

const share = z.number().min(0).max(1);
const count = z.number().int().nonnegative();
const weights = <Name extends string>(names: readonly Name[]) => z.record(z.enum(names), z.number());

/** What the chance that a price lasts is computed from. */
export const LASTING_FEATURES = ['isNew', 'readMinutes', 'nearness', 'stir', 'cautiousEdge', 'support'] as const;
export type LastingFeatures = Readonly<Record<(typeof LASTING_FEATURES)[number], number>>;

/** How some signals did in cross-validation. */
const figuresSchema = z.object({
  judged: count,
  unjudged: count,
  beatRate: share,
  meanClv: z.number(),
  medianClv: z.number(),
  calibrationError: share,
  perLeagueDay: z.number().nonnegative(),
});
export type Figures = z.infer<typeof figuresSchema>;

/** The fitted model as data: what it says, and what it was fitted on. `npm run calibrate` writes it. */
export const modelSchema = z.object({
  /** Log-odds that a price beats the close: intercept + Σ weight × feature. */
  beat: z.object({ intercept: z.number(), weights: weights(FEATURES) }),
  /** Platt's calibration of those log-odds. */
  calibration: z.object({ intercept: z.number(), slope: z.number().positive() }),
  /** Least confidence of each level; not below what SIGNALS says, higher where cross-validation asks for it. */
  bars: z.object({ Low: z.number().min(0.55), Medium: z.number().min(0.65), High: z.number().min(0.8) }),
  /** ln of the rate, a minute, at which a price goes: intercept + Σ weight × feature. */
  lasting: z.object({ intercept: z.number(), weights: weights(LASTING_FEATURES) }),
  /** How signals of each type and level did in cross-validation. */
  record: z.array(z.object({ type: alertTypeSchema, level: levelSchema, judged: count, beats: count })),
  provenance: z.object({
    files: z.array(z.object({ name: z.string(), sha256: z.string().length(64) })),
    /** Days of the first and the last game. */
    from: z.iso.date(),
    until: z.iso.date(),
    leagues: z.array(z.string()),
    events: count,
    /** Prices that were looked at and could be judged. */
    candidates: count,
    /** Weeks that were foreseen by what was fitted on earlier ones. */
    folds: count,
    /** How much better than their base rate alerts were foreseen: 1 − log loss / entropy. */
    skill: z.number(),
    crossValidated: z.record(z.string(), figuresSchema),
  }),
});
export type Model = z.infer<typeof modelSchema>;
/** The parts of a model that a claim is made of. */
export type Claiming = Pick<Model, 'beat' | 'calibration' | 'bars' | 'lasting'>;

/** No record is long enough to claim more. */
const MOST_CONFIDENCE = 0.97;

const logistic = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds));

/** Log-odds before calibration. */
export const logOddsOf = ({ beat }: Pick<Model, 'beat'>, features: Features): number =>
  FEATURES.reduce((sum, name: Feature) => sum + beat.weights[name] * features[name], beat.intercept);

/** P(this price beats the fair closing line), four digits. */
export function confidenceOf(model: Pick<Model, 'beat' | 'calibration'>, features: Features): number {
  const { intercept, slope } = model.calibration;
  const confidence = logistic(intercept + slope * logOddsOf(model, features));
  return Math.round(1e4 * Math.min(MOST_CONFIDENCE, confidence)) / 1e4;
}

const MINUTE = 60_000;

export const lastingFeaturesOf = (
  view: MarketView,
  offer: PricedOffer,
  { cautiousEdge, support }: Features,
): LastingFeatures => ({
  /** It has only just come, and may go as fast. */
  isNew: offer.seenAt === view.observedAt ? 1 : 0,
  /** ln(1 + minutes) since the provider read it: it may be gone already. */
  readMinutes: Math.log1p(Math.max(0, view.observedAt - (offer.readAt ?? view.observedAt)) / MINUTE),
  /** The nearer the start, the livelier the market. */
  nearness: -Math.log(Math.min(200, Math.max(0.1, hoursToStart(view)))),
  /** Share of all books that changed in this very poll. */
  stir: view.lines.filter(({ seenAt }) => seenAt === view.observedAt).length / view.lines.length,
  /** What others see too will be taken, and corrected. */
  cautiousEdge,
  support,
});

/**
 * Chance that a price, or a better one, still stands after some minutes. The rate at which it goes is taken as constant, as in the
 * complementary log-log model of grouped survival times (Prentice & Gloeckler 1978).
 */
export function chanceToLast({ lasting }: Pick<Model, 'lasting'>, features: LastingFeatures, minutes: number): number {
  const logRate = LASTING_FEATURES.reduce(
    (sum, name) => sum + lasting.weights[name] * features[name],
    lasting.intercept,
  );
  return Math.exp(-minutes * Math.exp(Math.min(10, logRate)));
}
