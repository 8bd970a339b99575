import { LASTING_FEATURES } from '../../shared/domain/signal/confidence-model.ts';
import { FEATURES } from '../../shared/domain/signal/features.ts';
import type { ScoringModel } from '../../shared/pipeline/score-market.ts';

const none = <Name extends string>(names: readonly Name[]): Record<Name, number> =>
  Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>;

/**
 * A model that is about so sure of everything, a hair more where books move that way, and thinks that every price lasts for ever. The
 * bars are those of SIGNALS.
 */
export const sureOf = (confidence: number): ScoringModel => ({
  beat: { intercept: Math.log(confidence / (1 - confidence)), weights: { ...none(FEATURES), support: 0.01 } },
  calibration: { intercept: 0, slope: 1 },
  bars: { Low: 0.55, Medium: 0.65, High: 0.8 },
  lasting: { intercept: -20, weights: none(LASTING_FEATURES) },
  record: [],
});
