import type { Button } from '../commands/command.ts';
import { type ExplainDeps, explanationAnswer, pressedSignal } from '../signal-insights.ts';

/** Below an alert: what `/explain` says of it. */
export const explainButton: Button<ExplainDeps> = {
  name: 'explain',
  needs: { feature: 'insights', takes: 'insights' },
  press: async (deps, request) => explanationAnswer(deps, await pressedSignal(deps, request.parts), request),
};
