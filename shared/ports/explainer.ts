import type { ExplanationFacts } from '../domain/signal/explanation.ts';

export type ExplainerResult =
  /** Not checked yet: it may say anything. */
  { readonly kind: 'ok'; readonly text: string } | { readonly kind: 'failed'; readonly reason: ExplainerFailure };

export type ExplainerFailure =
  /** It would not write about this. */
  | 'refusal'
  /** It wrote more than it was allowed to: the end is missing. */
  | 'cut-off'
  /** No answer in time, or none that can be read: a later try may work. */
  | 'unavailable'
  /** Our request was turned down (key, account, model, form): no try will work before somebody mends it. */
  | 'rejected';

/** Puts the facts of a signal into a few sentences. Answers within seconds, and never throws. */
export interface Explainer {
  explain(facts: ExplanationFacts): Promise<ExplainerResult>;
}
