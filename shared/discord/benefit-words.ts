import { BENEFITS, has, type Rate, type Standing } from '../domain/account/tiers.ts';
import { windowName } from './refusal.ts';

/** E.g. `20 an hour`. */
export const rateText = ({ points, seconds }: Rate): string => `${points} ${windowName(seconds)}`;

/** What a standing has, a line each, straight from the table. */
export function benefitLines(standing: Standing): readonly string[] {
  const { queries, watches, directMessages, insights, channels } = BENEFITS[standing];
  const lines: readonly (string | false)[] = [
    `${queries.points} queries ${windowName(queries.seconds)}`,
    watches > 0 && `${watches} watches`,
    directMessages && 'Direct messages',
    insights !== null && `${insights.points} explanations and charts ${windowName(insights.seconds)}`,
    channels.length > 0 && channels.map((name) => `#${name}`).join(', '),
    has(standing, 'earlySignals') && 'Early signals: the first step of an escalation',
  ];
  return lines.filter((line) => line !== false);
}
