import { setTimeout as pause } from 'node:timers/promises';
import { QUEUE_NAMES } from '../../../shared/messages/messages.ts';
import type { UnitCosts } from '../../cost/unit-costs.ts';
import type { BenchOptions } from '../figure.ts';
import { sumOf } from './tally.ts';
import { unitCost } from './unit-cost.ts';
import type { MeteredWorld } from './world.ts';

const TICKS = 20;
const IDLE_MS = 10_000;

type Measured = Pick<UnitCosts['operations'], 'idleTick' | 'idleSettle' | 'poisonWatch'> &
  Pick<UnitCosts, 'emptyReadsPerSecond' | 'metrics'>;

/** What it takes that nothing happens: timers that find nothing, and listeners of queues in which nothing lies. */
export async function measureIdle(world: MeteredWorld, say: BenchOptions['say']): Promise<Measured> {
  const ticks = (name: string) =>
    world.measure(async () => {
      for (let done = 0; done < TICKS; done++) await world.trigger(name);
    });
  say(`timers that find nothing, and ${IDLE_MS / 1000} s of empty queues`);
  await ticks('settle-markets');
  const [idleTick, idleSettle, poisonWatch] = [
    await ticks('poll-odds'),
    await ticks('settle-markets'),
    await ticks('watch-poison-queues'),
  ];
  // The listeners have come to their longest pause by now.
  const idle = await world.measure(() => pause(IDLE_MS));
  const began = performance.now();
  const busy = await world.measure(async () => {
    world.goOn(30_000);
    await world.poll();
  });
  say(`a poll, its changes and the export of metrics in ${Math.round(performance.now() - began)} ms`);
  const series = Object.keys(busy.series);
  return {
    idleTick: unitCost(idleTick, TICKS),
    idleSettle: unitCost(idleSettle, TICKS),
    poisonWatch: unitCost(poisonWatch, TICKS),
    emptyReadsPerSecond:
      sumOf(idle.queues, (name) => name.endsWith('/empty')) / QUEUE_NAMES.length / ((1.15 * IDLE_MS) / 1000),
    metrics: { rows: series.length, bytesPerRow: sumOf(busy.series, () => true) / Math.max(1, series.length) },
  };
}
