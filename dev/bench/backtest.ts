import { devNull } from 'node:os';
import { fileURLToPath } from 'node:url';
import packageJson from '../../package.json' with { type: 'json' };
import { median } from '../statistics.ts';
import type { BenchOptions, Figure } from './figure.ts';
import { runFresh, type Usage } from './fresh-process.ts';
import { withRecording } from './recording.ts';

const FLOOR = fileURLToPath(new URL('./floor.ts', import.meta.url));
/** What `npm run backtest` runs, with the flags that it gives to Node. */
const BACKTEST = packageJson.scripts.backtest.replace(/^node /, '').split(' ');
/** The floor takes 1.2 s in one run and 1.9 s in the next, as threads happen to meet: three runs do not settle it. */
const RUNS = 5;
const MOST_TIMES_FLOOR = 2.5;
const MOST_MB = 500;

/**
 * A backtest beside a pass that only decompresses and parses the same file: whole processes, in turn, so that both meet the same
 * machine.
 */
export const benchBacktest = (options: BenchOptions): Promise<readonly Figure[]> =>
  withRecording(options, async (file) => {
    const floor = () => runFresh([FLOOR, file]);
    const backtest = () => runFresh([...BACKTEST, '--out', devNull, file]);
    options.say(`warming up over ${file}`);
    await floor();
    await backtest();
    const floors: Usage[] = [];
    const backtests: Usage[] = [];
    for (let run = 1; run <= RUNS; run++) {
      const [least, whole] = [await floor(), await backtest()];
      floors.push(least);
      backtests.push(whole);
      options.say(`run ${run}: floor ${inSeconds(least)}, backtest ${inSeconds(whole)}`);
    }
    return figures(floors, backtests);
  });

const inSeconds = ({ ms }: Usage): string => `${(ms / 1000).toFixed(2)} s`;

function figures(floors: readonly Usage[], backtests: readonly Usage[]): readonly Figure[] {
  const floorMs = floors.map(({ ms }) => ms);
  const backtestMs = backtests.map(({ ms }) => ms);
  const peaks = backtests.map(({ peakMB }) => peakMB);
  return [
    {
      figure: 'time_ratio',
      value: median(backtestMs) / median(floorMs),
      limit: MOST_TIMES_FLOOR,
      unit: '×',
      details: { floor_ms: floorMs, backtest_ms: backtestMs },
    },
    { figure: 'peak_resident', value: Math.max(...peaks), limit: MOST_MB, unit: 'MB', details: { runs: peaks } },
  ];
}
