import type { Button } from '../commands/command.ts';
import { type ChartDeps, chartAnswer, pressedSignal } from '../signal-insights.ts';

/** Below an alert: how its line moved, with the alert's moment. */
export const chartButton: Button<ChartDeps> = {
  name: 'chart',
  needs: { feature: 'insights', takes: 'insights' },
  press: async (deps, request) => chartAnswer(deps, await pressedSignal(deps, request.parts), request),
};
