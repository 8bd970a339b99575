import { describe, expect, it } from 'vitest';
import { NOON } from '../../../tests/support/odds.ts';
import { everything, LEAGUE, settlingWorld } from '../../../tests/support/settling.ts';
import { createCache } from '../../adapters/cache/cache.ts';
import { recordingTelemetry } from '../../adapters/telemetry/recording-telemetry.ts';
import { NO_RAISES } from '../../domain/signal/drift.ts';
import { readRaises } from '../thresholds.ts';
import { setThreshold, showThresholds, thresholdOf } from './thresholds.ts';

function setup() {
  const world = settlingWorld();
  const deps = { ...world.deps, now: world.deps.clock, knownLeagues: async () => [LEAGUE, 'nba'] };
  return { ...world, deps };
}
const wish = { league: LEAGUE, level: 'High', raise: 0.07, why: 'a dead feed', dryRun: false } as const;

describe('setThreshold', () => {
  it('keeps what an operator wants, and tells what it was before', async () => {
    const { deps, stores } = setup();
    expect(await setThreshold(deps, wish)).toMatchObject({
      isChanged: true,
      before: { raises: NO_RAISES, held: [] },
      after: { raises: { High: 0.07 }, held: ['High'], bars: { Low: 0.55, Medium: 0.65, High: 0.87 } },
    });
    expect(await setThreshold(deps, wish)).toMatchObject({ isChanged: false });
    expect(await everything(stores.thresholds, 'league')).toMatchObject([{ history: { length: 1 } }]);
    expect((await thresholdOf(deps, LEAGUE)).history).toMatchObject([{ by: 'operator', why: 'a dead feed', at: NOON }]);
  });

  it('says what it would do in a dry run, and writes nothing', async () => {
    const { deps, stores } = setup();
    await readRaises(deps, LEAGUE);
    expect(await setThreshold(deps, { ...wish, dryRun: true })).toMatchObject({ after: { raises: { High: 0.07 } } });
    expect(await everything(stores.thresholds, 'league')).toEqual([]);
    expect(await deps.cache.get('threshold', LEAGUE)).toEqual(NO_RAISES);
  });

  it('counts at once where the copy is shared, and after a minute at the latest where it is not', async () => {
    const { deps, setTime } = setup();
    const cache = createCache({ telemetry: recordingTelemetry(), now: deps.clock });
    const elsewhere = { ...deps, cache };
    for (const each of [deps, elsewhere]) expect(await readRaises(each, LEAGUE)).toEqual(NO_RAISES);
    setTime(0.01);
    await setThreshold(deps, wish);
    expect(await readRaises(deps, LEAGUE)).toMatchObject({ High: 0.07 });
    expect(await readRaises(elsewhere, LEAGUE)).toEqual(NO_RAISES);
    setTime(1);
    expect(await readRaises(elsewhere, LEAGUE)).toMatchObject({ High: 0.07 });
  });

  it('loses nothing to a check of the day at the same moment', async () => {
    const { deps, stores } = setup();
    const { thresholds } = stores;
    let isFirst = true;
    const busy = {
      ...thresholds,
      create: async (...args: Parameters<typeof thresholds.create>) => {
        if (isFirst) {
          isFirst = false;
          const raises = { ...NO_RAISES, Medium: 0.02 };
          await thresholds.create(args[0], { league: LEAGUE, raises, day: '2030-09-08', held: [], history: [] });
        }
        return thresholds.create(...args);
      },
    };
    await setThreshold({ ...deps, thresholds: busy }, wish);
    expect(await thresholdOf(deps, LEAGUE)).toMatchObject({ raises: { Low: 0, Medium: 0.02, High: 0.07 } });
  });

  it('names the leagues that are known', async () => {
    await expect(setThreshold(setup().deps, { ...wish, league: 'mlb' })).rejects.toThrow(`${LEAGUE}, nba.`);
  });
});

describe('showThresholds', () => {
  it('shows each league beside the model', async () => {
    const { deps } = setup();
    await setThreshold(deps, { ...wish, level: 'Low', raise: 0.5 });
    expect(await showThresholds(deps)).toMatchObject({
      model: deps.bars,
      leagues: [
        { league: LEAGUE, bars: { Low: 1.05, High: 0.8 } },
        { league: 'nba', bars: deps.bars },
      ],
    });
  });
});
