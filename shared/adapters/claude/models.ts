import type { ThinkingConfigParam } from '@anthropic-ai/sdk/resources/messages/messages';

/** US dollars for a million tokens, for prompts up to 100,000 tokens, which ours never exceed. */
interface Price {
  readonly input: number;
  readonly output: number;
}

interface Model {
  readonly price: Price;
  /** How the model is told to answer without thinking first. */
  readonly thinking: ThinkingConfigParam;
}

const WITHOUT_THINKING: ThinkingConfigParam = { type: 'disabled' };

/** Models that can write an explanation within its seconds. Prices as published on 2026-11-24. */
const MODELS: Readonly<Record<string, Model>> = {
  'claude-haiku-5-5': { price: { input: 0.1, output: 0.5 }, thinking: WITHOUT_THINKING },
  'claude-sonnet-5-5': { price: { input: 2, output: 10 }, thinking: { type: 'between_tools' } },
};

const known = (model: string): Model | undefined => (Object.hasOwn(MODELS, model) ? MODELS[model] : undefined);

/** Undefined for a model that is not in the table. */
export const priceOf = (model: string): Price | undefined => known(model)?.price;

export const thinkingOf = (model: string): ThinkingConfigParam => known(model)?.thinking ?? WITHOUT_THINKING;

/** US dollars. */
export const costOf = ({ input, output }: Price, tokens: Price): number =>
  (input * tokens.input + output * tokens.output) / 1_000_000;
