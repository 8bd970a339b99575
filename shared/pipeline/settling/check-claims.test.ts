import { describe, expect, it } from 'vitest';
import { MINUTE, NOON } from '../../../tests/support/odds.ts';
import { rowsThat } from '../../../tests/support/performance.ts';
import { LEAGUE, settlingWorld } from '../../../tests/support/settling.ts';
import { memoryCache } from '../../adapters/memory/memory-cache.ts';
import { recordRows } from '../performance-store.ts';
import { readRaise } from '../thresholds.ts';
import { readTrackRecord } from '../track-record.ts';

const DAY = 24 * 60;
/** Midnight is twelve hours after the world's noon. */
const MIDNIGHT = 12 * 60;

/** A league that promised 86 % and kept 50 %, forty times in the last hours. */
async function drifting() {
  const world = settlingWorld();
  await world.polled();
  await recordRows(world.stores.performance, LEAGUE, rowsThat(20, 40, { detectedAt: NOON - MINUTE }));
  const thresholds = async () =>
    (await world.stores.thresholds.read({ id: LEAGUE, partition: 'league' }))?.value ?? { raise: 0, history: [] };
  const told = (metric: string) =>
    world.deps.telemetry.records.filter((one) => 'metric' in one && one.metric === metric);
  const warnings = () =>
    world.deps.telemetry.records.filter((one) => one.kind === 'log' && one.event === 'claim_outside_interval');
  return { ...world, thresholds, told, warnings };
}

describe('the daily check of claims', () => {
  it('raises the bar of a league that promises more than it keeps, and says so', async () => {
    const { settle, thresholds, told, warnings, deps } = await drifting();
    await settle(MIDNIGHT);
    expect(await thresholds()).toMatchObject({
      raise: 0.02,
      day: '2030-09-09',
      history: [{ from: 0, to: 0.02, levels: ['High'] }],
    });
    expect(await readRaise(deps, LEAGUE)).toBe(0.02);
    expect(deps.telemetry.total('claim_drift', { league: LEAGUE, level: 'High' })).toBe(1);
    expect(told('level_claimed')).toMatchObject([{ value: expect.closeTo(0.86, 9), labels: { level: 'High' } }]);
    expect(told('level_beat_rate')).toMatchObject([{ value: 0.5, labels: { league: LEAGUE, level: 'High' } }]);
    expect(warnings()).toMatchObject([
      { level: 'warn', fields: { claimed: '86.0 %', settled: '50.0 %', interval: ['35.2 %', '64.8 %'], n: 40 } },
    ]);
  });

  it('looks at signals of before the day only: what is raised on it counts the next day', async () => {
    const { settle, thresholds } = await drifting();
    await settle(0);
    expect(await thresholds()).toMatchObject({ raise: 0, day: '2030-09-08' });
    await settle(MIDNIGHT);
    expect(await thresholds()).toMatchObject({ raise: 0.02, day: '2030-09-09' });
  });

  it('is made once a day, at the first tick after midnight, by whichever instance', async () => {
    const { settle, thresholds, warnings, deps } = await drifting();
    for (const minute of [0, 1, 59, 61, 600, 1439]) {
      await settle(MIDNIGHT + minute);
      await settle(MIDNIGHT + minute, { cache: memoryCache({ now: deps.clock }) });
    }
    expect(await thresholds()).toMatchObject({ raise: 0.02 });
    expect(warnings()).toHaveLength(1);
    await settle(MIDNIGHT + DAY);
    expect(await thresholds()).toMatchObject({ raise: 0.04 });
  });

  it('comes back to nothing when the claims hold again', async () => {
    const { settle, thresholds, deps } = await drifting();
    const raises: number[] = [];
    for (let day = 0; day < 60; day++) {
      await settle(MIDNIGHT + day * DAY);
      raises.push((await thresholds()).raise);
    }
    expect(raises.slice(0, 12)).toEqual([0.02, 0.04, 0.06, 0.08, 0.1, 0.12, 0.14, 0.16, 0.18, 0.2, 0.2, 0.2]);
    // 28 days later the bad ones speak for the present no longer.
    expect(raises.indexOf(0.19)).toBe(28);
    expect(raises.at(-1)).toBe(0);
    expect(await readRaise(deps, LEAGUE)).toBe(0);
  });

  it('takes up what an operator set', async () => {
    const { settle, thresholds, stores, setTime, deps } = await drifting();
    await settle(MIDNIGHT);
    const key = { id: LEAGUE, partition: 'league' };
    const stored = await stores.thresholds.read(key);
    if (stored) await stores.thresholds.replace(key, { ...stored.value, raise: 0.1 }, stored.etag);
    await readRaise(deps, LEAGUE);
    setTime(MIDNIGHT + 1);
    expect(await readRaise(deps, LEAGUE)).toBe(0.1);
    await settle(MIDNIGHT + DAY);
    expect((await thresholds()).raise).toBe(0.12);
  });

  it('brings every track record up to date first', async () => {
    const { settle, deps } = await drifting();
    await settle(MIDNIGHT);
    expect(await readTrackRecord(deps, LEAGUE)).toMatchObject({
      asOf: NOON + MIDNIGHT * MINUTE,
      cells: [{ judged: 40, beats: 20 }],
    });
  });

  it('stops no settling when it fails, and is tried again', async () => {
    const { settle, thresholds, stores, deps } = await drifting();
    const broken = { ...stores.thresholds, create: () => Promise.reject(new Error('no write today')) };
    expect(await settle(MIDNIGHT, { thresholds: broken })).toMatchObject({ kind: 'done' });
    expect(deps.telemetry.total('claims_not_checked')).toBe(1);
    await settle(MIDNIGHT + 1);
    expect(await thresholds()).toMatchObject({ raise: 0.02 });
  });
});

describe('readRaise', () => {
  it('is nothing where nothing is known', async () => {
    expect(await readRaise(settlingWorld().deps, LEAGUE)).toBe(0);
  });

  it('reads once a minute', async () => {
    const { deps, stores, setTime } = await drifting();
    let reads = 0;
    const counting: typeof deps = {
      ...deps,
      thresholds: {
        ...stores.thresholds,
        read: (key) => {
          reads++;
          return stores.thresholds.read(key);
        },
      },
    };
    for (const minute of [0, 0.5, 0.9]) {
      setTime(minute);
      await readRaise(counting, LEAGUE);
    }
    expect(reads).toBe(1);
    setTime(1);
    await readRaise(counting, LEAGUE);
    expect(reads).toBe(2);
  });
});
