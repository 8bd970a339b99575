import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const switchSchema = z.enum(['true', 'false']).transform((text) => text === 'true');

/** What infra/users-N.bicepparam decides on, as far as it costs. */
const phaseSchema = z.object({
  instanceMemoryMB: z.coerce.number().positive(),
  alwaysReady: z.array(z.object({ name: z.string(), instanceCount: z.number().int().positive() })),
  useRedis: switchSchema,
  redisHighAvailability: switchSchema,
  redisPrivateEndpoint: switchSchema,
  oddsMonthlyCredits: z.coerce.number().int().positive(),
  dailyLogCapGb: z.coerce.number().positive(),
  tracesRatio: z.coerce.number().min(0).max(1),
  criticalEvery: z.enum(['PT5M', 'PT15M']),
});
type Infrastructure = z.infer<typeof phaseSchema>;

export interface Phase extends Infrastructure {
  /** As many users as it is made for. */
  readonly users: number;
  /** Rules that look for trouble in the logs, by how often they do; those with less than every 5 min count as every 15. */
  readonly rules: { readonly every5Minutes: number; readonly every15Minutes: number; readonly metric: number };
}

export const PHASE_SIZES = [50, 500, 5000] as const;

const readInfra = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`../../infra/${name}`, import.meta.url)), 'utf8');

/** `param NAME = value` of each line; quotes are taken off. */
const parametersIn = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...text.matchAll(/^param (\w+) = '?([^'[\n]*)'?$/gm)].map(([, name = '', value = '']) => [name, value.trim()]),
  );

const alwaysReadyIn = (text: string): readonly unknown[] => {
  const [, list = ''] = /^param alwaysReady = \[([^\]]*)\]/m.exec(text) ?? [];
  return [...list.matchAll(/\{ name: '([^']+)'\s*,? instanceCount: (\d+) \}/g)].map(([, name, count]) => ({
    name,
    instanceCount: Number(count),
  }));
};

/** Reads a phase from the text of its parameter file and of alerts.bicep. @throws an Error that says what was not understood */
export function parsePhase(users: number, parameters: string, alerts: string): Phase {
  const { data, success, error } = phaseSchema.safeParse({
    ...parametersIn(parameters),
    alwaysReady: alwaysReadyIn(parameters),
  });
  if (!success) throw new Error(`infra/users-${users}.bicepparam: ${z.prettifyError(error)}`);
  const every = [...alerts.matchAll(/^\s+every: (?:'(PT\w+)'|(criticalEvery))$/gm)].map(
    ([, fixed, critical]) => fixed ?? (critical ? data.criticalEvery : ''),
  );
  if (every.length === 0) throw new Error('infra/modules/alerts.bicep: no rule has an `every`');
  const every5Minutes = every.filter((time) => time === 'PT5M').length;
  const metric = [...alerts.matchAll(/Microsoft\.Insights\/metricAlerts@/g)].length;
  return { users, ...data, rules: { every5Minutes, every15Minutes: every.length - every5Minutes, metric } };
}

/** The three phases that infra/ has parameter files for. */
export const readPhases = (): readonly Phase[] =>
  PHASE_SIZES.map((users) =>
    parsePhase(users, readInfra(`users-${users}.bicepparam`), readInfra('modules/alerts.bicep')),
  );

/** The smallest phase for so many users; beyond the largest, that one. @throws when there are no phases */
export function phaseFor(users: number, phases: readonly Phase[]): Phase {
  const phase = phases.find((each) => each.users >= users) ?? phases.at(-1);
  if (!phase) throw new Error('There is no phase');
  return phase;
}
