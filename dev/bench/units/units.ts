import { writeFileSync } from 'node:fs';
import { UNIT_COSTS_FILE, type UnitCost, type UnitCosts } from '../../cost/unit-costs.ts';
import type { BenchOptions, Figure } from '../figure.ts';
import { measureIdle } from './idle.ts';
import { measurePayments } from './payments.ts';
import { measurePrices } from './prices-moving.ts';
import { measureQuestions } from './questions.ts';
import { measureSettling } from './settling.ts';
import { withMeteredWorld } from './world.ts';

const HOUR = 3_600_000;

/**
 * What each operation takes: requests to the database and their bytes, queue operations, executions, log bytes, tokens. Counted by
 * proxies between the built app and the services around it.
 * @param write keeps it in dev/cost/unit-costs.json, for `npm run cost`
 */
export async function benchUnits({ say, write = false }: BenchOptions): Promise<readonly Figure[]> {
  // Signatures are held against the real time: the prices' hour ends with the present.
  const costs = await withMeteredWorld(Date.now() - HOUR, async (world): Promise<UnitCosts> => {
    const { changesPerPoll, sample, ...prices } = await measurePrices(world, say);
    const { emptyReadsPerSecond, metrics, ...idle } = await measureIdle(world, say);
    const questions = await measureQuestions(world, say);
    const payments = await measurePayments(world, say);
    const settling = await measureSettling(world, say);
    return rounded({
      measured: new Date().toISOString().slice(0, 10),
      sample,
      changesPerPoll,
      emptyReadsPerSecond,
      metrics,
      operations: { ...prices, ...idle, ...settling, ...payments, questions },
    });
  });
  if (write) {
    writeFileSync(UNIT_COSTS_FILE, `${JSON.stringify(costs, null, 2)}\n`);
    say(`written to ${UNIT_COSTS_FILE}`);
  }
  return figuresOf(costs);
}

/** Three digits behind the point tell enough, and change little from run to run. */
const rounded = <T>(value: T): T =>
  JSON.parse(
    JSON.stringify(value, (_, part) => (typeof part === 'number' ? Math.round(part * 1000) / 1000 : part)),
  ) as T;

function figuresOf({ operations, changesPerPoll, emptyReadsPerSecond, metrics }: UnitCosts): readonly Figure[] {
  const { questions, ...others } = operations;
  return [
    ...Object.entries(others).map(([name, cost]) => figureOf(name, cost)),
    ...Object.entries(questions).map(([name, cost]) => figureOf(`question_${name}`, cost)),
    { figure: 'changesPerPoll', value: changesPerPoll, unit: 'changes' },
    { figure: 'emptyReadsPerSecond', value: emptyReadsPerSecond, unit: 'reads' },
    { figure: 'metricRows', value: metrics.rows, unit: 'rows', details: { bytesPerRow: metrics.bytesPerRow } },
  ];
}

const figureOf = (figure: string, { cosmos, functions, requestUnits: value, ...details }: UnitCost): Figure => ({
  figure,
  value,
  unit: 'RU',
  details: {
    ...cosmos,
    ...details,
    executions: Object.values(functions).reduce((sum, { executions }) => sum + executions, 0),
    seconds: Object.values(functions).reduce((sum, { seconds }) => sum + seconds, 0),
  },
});
