import { chartsDrawn, REQUESTS_PER_CHART } from './charts.ts';
import type { EstimateInput, Item } from './item.ts';
import { costOf } from './prices.ts';
import { total, type Work } from './usage.ts';
import { whole } from './words.ts';

/** What the services that we ask are paid for. */
export function apisOf(
  { plan, month, assumptions, prices: table }: EstimateInput,
  works: readonly Work[],
): readonly Item[] {
  const item = (name: string, amount: string, usd: number): Item => ({ of: 'apis', name, amount, usd });
  const { claudeInputToken, claudeOutputToken, discordRequest } = table.prices;
  const [input, output] = [total(works, (cost) => cost.inputTokens), total(works, (cost) => cost.outputTokens)];
  const charts = chartsDrawn(total(works, (cost) => cost.quickchart) / REQUESTS_PER_CHART, assumptions.charts);
  const discord = total(works, (cost) => cost.discord);
  const chartPlan = table.chartPlans.plans.find((each) => each.charts >= charts) ?? table.chartPlans.plans.at(-1);
  return [
    item('The Odds API', `${plan.name}: ${whole(month.credits)} credits used`, plan.usd),
    item(
      'Claude',
      `${whole(total(works, (cost) => cost.claude))} explanations`,
      costOf(claudeInputToken, input) + costOf(claudeOutputToken, output),
    ),
    item('QuickChart', `${chartPlan?.name ?? 'none'}: ${whole(charts)} charts drawn`, chartPlan?.usd ?? 0),
    item('Discord', `${whole(discord)} requests`, costOf(discordRequest, discord)),
  ];
}
