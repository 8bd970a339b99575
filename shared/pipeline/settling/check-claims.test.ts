import { describe, expect, it } from 'vitest';
import { MINUTE, NOON } from '../../../tests/support/odds.ts';
import { rowsThat } from '../../../tests/support/performance.ts';
import { everything, LEAGUE, settlingWorld } from '../../../tests/support/settling.ts';
import { memoryCache } from '../../adapters/memory/memory-cache.ts';
import { NO_RAISES } from '../../domain/signal/drift.ts';
import type { Key } from '../../ports/documents.ts';
import { recordRows } from '../performance-store.ts';
import { readRaises } from '../thresholds.ts';
import { ALL_LEAGUES, readTrackRecord } from '../track-record.ts';

const DAY = 24 * 60;
/** Midnight is twelve hours after the world's noon. */
const MIDNIGHT = 12 * 60;

/** A league that promised 86 % and kept 50 %, forty times in the last hours. */
async function drifting() {
  const world = settlingWorld();
  await world.polled();
  await recordRows(world.stores.performance, LEAGUE, rowsThat(20, 40, { detectedAt: NOON - MINUTE }));
  const thresholds = async () =>
    (await world.stores.thresholds.read({ id: LEAGUE, partition: 'league' }))?.value ?? {
      raises: NO_RAISES,
      history: [],
    };
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
      raises: { Low: 0, Medium: 0, High: 0.02 },
      day: '2030-09-09',
      history: [{ day: '2030-09-09', level: 'High', from: 0, to: 0.02 }],
    });
    expect(await readRaises(deps, LEAGUE)).toEqual({ Low: 0, Medium: 0, High: 0.02 });
    expect(told('threshold_raise')).toMatchObject([
      { value: 0, labels: { league: LEAGUE, level: 'Low' } },
      { value: 0, labels: { league: LEAGUE, level: 'Medium' } },
      { value: 0.02, labels: { league: LEAGUE, level: 'High' } },
    ]);
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
    expect(await thresholds()).toMatchObject({ raises: { ...NO_RAISES, High: 0 }, day: '2030-09-08' });
    await settle(MIDNIGHT);
    expect(await thresholds()).toMatchObject({ raises: { ...NO_RAISES, High: 0.02 }, day: '2030-09-09' });
  });

  it('is made once a day, at the first tick after midnight, by whichever instance', async () => {
    const { settle, thresholds, warnings, deps } = await drifting();
    for (const minute of [0, 1, 59, 61, 600, 1439]) {
      await settle(MIDNIGHT + minute);
      await settle(MIDNIGHT + minute, { cache: memoryCache({ now: deps.clock }) });
    }
    expect(await thresholds()).toMatchObject({ raises: { ...NO_RAISES, High: 0.02 } });
    expect(warnings()).toHaveLength(1);
    await settle(MIDNIGHT + DAY);
    expect(await thresholds()).toMatchObject({ raises: { ...NO_RAISES, High: 0.04 } });
  });

  it('comes back to nothing when the claims hold again', async () => {
    const { settle, thresholds, deps } = await drifting();
    const raises: number[] = [];
    for (let day = 0; day < 60; day++) {
      await settle(MIDNIGHT + day * DAY);
      raises.push((await thresholds()).raises.High);
    }
    // At a bar of 0.88 nothing of it is sent as High any more: that proves nothing, so it is tried again.
    expect(raises.slice(0, 8)).toEqual([0.02, 0.04, 0.06, 0.08, 0.07, 0.06, 0.08, 0.07]);
    expect(Math.max(...raises)).toBe(0.08);
    // 28 days later the bad ones speak for the present no longer.
    expect(raises.slice(36)).toEqual(Array(24).fill(0));
    expect(raises.at(-1)).toBe(0);
    expect(await readRaises(deps, LEAGUE)).toEqual(NO_RAISES);
  });

  it('takes up what an operator set', async () => {
    const { settle, thresholds, stores, setTime, deps } = await drifting();
    await settle(MIDNIGHT);
    const key = { id: LEAGUE, partition: 'league' };
    const raises = { Low: 0.3, Medium: 0, High: 0.04 };
    const stored = await stores.thresholds.read(key);
    if (stored) await stores.thresholds.replace(key, { ...stored.value, raises }, stored.etag);
    await readRaises(deps, LEAGUE);
    setTime(MIDNIGHT + 1);
    expect(await readRaises(deps, LEAGUE)).toEqual(raises);
    await settle(MIDNIGHT + DAY);
    expect((await thresholds()).raises).toEqual({ Low: 0.29, Medium: 0, High: 0.06 });
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
    expect(await thresholds()).toMatchObject({ raises: { ...NO_RAISES, High: 0.02 } });
  });
});

describe('a league that cannot be checked', () => {
  const OTHER = 'basketball_nba';
  const LATER = 'zzz_league';
  const three = async () => {
    const world = await drifting();
    for (const league of [OTHER, LATER]) {
      await world.polled(league);
      await recordRows(world.stores.performance, league, rowsThat(20, 40, { detectedAt: NOON - MINUTE }));
    }
    const highs = async () =>
      (await everything(world.stores.thresholds, 'league')).map((t) => [t.league, t.raises.High]);
    return { ...world, highs };
  };

  it.each(['thresholds', 'performance', 'trackRecord'] as const)('stops no other one: its %s', async (name) => {
    const { settle, highs, deps, stores } = await three();
    const store = name === 'trackRecord' ? stores['track-record'] : stores[name];
    const unreadable = () => Promise.reject(new Error('unreadable'));
    const broken = {
      ...store,
      read: (key: Key) => ([key.id, key.partition].includes(LEAGUE) ? unreadable() : store.read(key)),
      list: (partition: string, page: Parameters<typeof store.list>[1]) =>
        partition === LEAGUE ? unreadable() : store.list(partition, page),
    };
    await settle(MIDNIGHT, { [name]: broken });
    expect(await highs()).toEqual([
      [OTHER, 0.02],
      [LATER, 0.02],
    ]);
    for (const league of [OTHER, LATER])
      expect(await readTrackRecord(deps, league)).toMatchObject({ cells: [{ judged: 40 }] });
    expect(await readTrackRecord(deps, ALL_LEAGUES)).toMatchObject({ cells: [{ judged: 80 }] });
    expect(deps.telemetry.total('claims_not_checked', { league: LEAGUE })).toBe(1);
    expect(deps.telemetry.total('claims_not_checked')).toBe(1);
    expect(deps.telemetry.records).toContainEqual(
      expect.objectContaining({ event: 'claims_not_checked', fields: expect.objectContaining({ league: LEAGUE }) }),
    );
    await settle(MIDNIGHT + 1);
    expect(await highs()).toContainEqual([LEAGUE, 0.02]);
    expect(await highs()).toHaveLength(3);
    expect(await readTrackRecord(deps, ALL_LEAGUES)).toMatchObject({ cells: [{ judged: 120 }] });
  });
});

describe('readRaises', () => {
  it('is nothing where nothing is known', async () => {
    expect(await readRaises(settlingWorld().deps, LEAGUE)).toEqual(NO_RAISES);
  });

  it.each([0.04, null, { Low: 0.1 }])('takes no notice of what another release kept: %j', async (kept) => {
    const { settle, deps } = await drifting();
    await settle(MIDNIGHT);
    await deps.cache.set('threshold', LEAGUE, kept);
    expect(await readRaises(deps, LEAGUE)).toEqual({ ...NO_RAISES, High: 0.02 });
    expect(await deps.cache.get('threshold', LEAGUE)).toEqual({ ...NO_RAISES, High: 0.02 });
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
      await readRaises(counting, LEAGUE);
    }
    expect(reads).toBe(1);
    setTime(1);
    await readRaises(counting, LEAGUE);
    expect(reads).toBe(2);
  });
});
