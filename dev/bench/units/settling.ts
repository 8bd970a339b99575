import type { UnitCosts } from '../../cost/unit-costs.ts';
import type { BenchOptions } from '../figure.ts';
import type { Tally } from './tally.ts';
import { unitCost } from './unit-cost.ts';
import type { MeteredWorld } from './world.ts';

const MINUTE = 60_000;
const LONGEST = 240;

/** The games of the next hours begin; polls go on, so that their last prices are known. */
export async function measureSettling(
  world: MeteredWorld,
  say: BenchOptions['say'],
): Promise<Pick<UnitCosts['operations'], 'settledEvent'>> {
  const settled: Tally[] = [];
  let events = 0;
  for (let minutes = 0; minutes < LONGEST && events < 5; minutes += 5) {
    world.goOn(5 * MINUTE);
    await world.poll();
    await world.host.idle();
    const tally = await world.measure(() => world.trigger('settle-markets'));
    const closings = tally.cosmos['closings/create']?.count ?? 0;
    if (closings === 0) continue;
    events += closings;
    settled.push(tally);
  }
  say(`${events} games settled`);
  return { settledEvent: unitCost(together(settled), events) };
}

const together = (tallies: readonly Tally[]): Tally => {
  const sum = (pick: (tally: Tally) => Readonly<Record<string, number>>): Record<string, number> => {
    const total: Record<string, number> = {};
    for (const tally of tallies)
      for (const [name, amount] of Object.entries(pick(tally))) total[name] = (total[name] ?? 0) + amount;
    return total;
  };
  const cosmos: Record<string, Tally['cosmos'][string]> = {};
  for (const tally of tallies)
    for (const [name, { count, bytes, requestUnits }] of Object.entries(tally.cosmos)) {
      const before = cosmos[name] ?? { count: 0, bytes: 0, requestUnits: 0 };
      cosmos[name] = {
        count: before.count + count,
        bytes: before.bytes + bytes,
        requestUnits: before.requestUnits + requestUnits,
      };
    }
  return {
    cosmos,
    queues: sum(({ queues }) => queues),
    executions: sum(({ executions }) => executions),
    activeMs: sum(({ activeMs }) => activeMs),
    outside: sum(({ outside }) => outside),
    logged: sum(({ logged }) => logged),
    series: {},
  };
};
