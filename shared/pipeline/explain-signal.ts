import { explanationFacts } from '../discord/explanation-facts.ts';
import {
  type Explained,
  type ExplanationFacts,
  type TemplateReason,
  templateExplanation,
} from '../domain/signal/explanation.ts';
import { checkExplanation } from '../domain/signal/explanation-check.ts';
import type { Signal } from '../domain/signal/signal.ts';
import type { Allowance, Allowances } from '../ports/allowances.ts';
import type { Cache } from '../ports/cache.ts';
import type { Explainer, ExplainerFailure } from '../ports/explainer.ts';
import type { Telemetry } from '../ports/telemetry.ts';

export interface ExplainSignalDeps {
  readonly cache: Cache;
  /** Absent when there is no key for Claude. */
  readonly explainer: Explainer | undefined;
  readonly allowances: Allowances;
  readonly telemetry: Telemetry;
}

/** What Claude may write in a day for all users together; what is cached takes nothing of it. */
const DAILY: Allowance = { name: 'explanations', points: 500, seconds: 24 * 3600 };
const THE_APP = 'app';

/** Why it is the template's turn, by how Claude failed. */
const REASONS: Readonly<Record<ExplainerFailure, TemplateReason>> = {
  refusal: 'refusal',
  'cut-off': 'unfit',
  unavailable: 'unavailable',
  rejected: 'unavailable',
};

/** Carries the reason out of a fill of the cache, so that nothing is kept and all who wait learn it. */
class NoExplanation extends Error {
  override readonly name = 'NoExplanation';
  readonly reason: TemplateReason;
  constructor(reason: TemplateReason) {
    super(`no explanation from Claude: ${reason}`);
    this.reason = reason;
  }
}

/**
 * Explains a signal: in Claude's words, checked and kept for an hour, or in the template's, which says why. Many who ask at once
 * cause one call. Without `mayCall` it gives only what is at hand.
 */
export async function explainSignal(
  deps: ExplainSignalDeps,
  signal: Signal,
  { mayCall }: { readonly mayCall: boolean },
): Promise<Explained | { readonly kind: 'not-at-hand' }> {
  const { cache, explainer } = deps;
  const facts = explanationFacts(signal);
  if (!explainer) return byTemplate(deps, facts, 'no-key');
  const kept = await cache.get<string>('explanation', signal.id);
  if (kept !== undefined) return byClaude(deps, kept);
  if (!mayCall) return { kind: 'not-at-hand' };
  try {
    // `forgetEvent` forgets this key when the event is settled.
    return byClaude(
      deps,
      await cache.getOrFill('explanation', signal.id, () => ask(deps, explainer, signal.id, facts)),
    );
  } catch (error) {
    if (error instanceof NoExplanation) return byTemplate(deps, facts, error.reason);
    throw error;
  }
}

const byClaude = ({ telemetry }: ExplainSignalDeps, text: string): Explained => {
  telemetry.count('explanations', 1, { by: 'claude' });
  return { kind: 'explained', by: 'claude', text };
};

const byTemplate = ({ telemetry }: ExplainSignalDeps, facts: ExplanationFacts, reason: TemplateReason): Explained => {
  telemetry.count('explanations', 1, { by: 'template', reason });
  return { kind: 'explained', by: 'template', text: templateExplanation(facts), reason };
};

/** Claude's words about the facts, fit to be shown. Throws {@link NoExplanation}. */
async function ask(
  { allowances, telemetry }: ExplainSignalDeps,
  explainer: Explainer,
  signalId: string,
  facts: ExplanationFacts,
): Promise<string> {
  const { granted } = await allowances.take(DAILY, THE_APP);
  if (!granted) throw new NoExplanation('budget');
  const result = await explainer.explain(facts);
  if (result.kind === 'failed') {
    const reason = REASONS[result.reason];
    // A refusal and a text without its end were paid for.
    if (reason === 'unavailable') await allowances.giveBack(DAILY, THE_APP);
    throw new NoExplanation(reason);
  }
  const verdict = checkExplanation(result.text, facts);
  if (verdict === 'ok') return result.text.replace(/\s+/g, ' ').trim();
  telemetry.warn('explanation_unfit', { signalId, reason: verdict });
  telemetry.count('explanations_unfit', 1, { reason: verdict });
  throw new NoExplanation('unfit');
}
