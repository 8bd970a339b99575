import { setTimeout as pause } from 'node:timers/promises';
import type { Host } from '../host/host.ts';
import type { WorkerStats } from '../host/worker.ts';
import { simulatedFeed } from '../stand-ins/odds-api/simulator/simulated-feed.ts';
import { median } from '../statistics.ts';
import type { BenchOptions, Figure } from './figure.ts';
import { poll, withLocalApp } from './local-app.ts';

const SPAWNS = 3;
const IDLE_MS = 5_000;
const MOST_LOAD_MS = 400;
const MOST_IDLE_MB = 150;

/** How long `dist/main.js` takes to load, and what its process holds a while after it has polled the simulated market. */
export const benchApp = ({ say }: BenchOptions): Promise<readonly Figure[]> =>
  withLocalApp({ feed: simulatedFeed({ seed: 1, now: Date.now }), now: Date.now, speed: 1 }, async ({ withHost }) => {
    const loads: number[] = [];
    const load = async (host: Host): Promise<void> => {
      const { loadMs } = await statsOf(host);
      loads.push(loadMs);
      say(`loaded in ${Math.round(loadMs)} ms`);
    };
    while (loads.length < SPAWNS) await withHost({}, load);
    const resident = await withHost({}, residentWhenIdle);
    return [
      { figure: 'load', value: median(loads), limit: MOST_LOAD_MS, unit: 'ms', details: { runs: loads } },
      { figure: 'idle_resident', value: resident, limit: MOST_IDLE_MB, unit: 'MB' },
    ];
  });

/** 10⁶ bytes, after one poll, all that followed from it, and a few quiet seconds. */
async function residentWhenIdle(host: Host): Promise<number> {
  await poll(host);
  await host.idle();
  await pause(IDLE_MS);
  return (await statsOf(host)).rss / 1e6;
}

async function statsOf(host: Host): Promise<WorkerStats> {
  const stats = await host.workerStats();
  if (!stats) throw new Error('The app ended by itself');
  return stats;
}
