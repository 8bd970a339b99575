import { describe, expect, it } from 'vitest';
import { startQuickChart } from '../../dev/stand-ins/quickchart/server.ts';
import { aSignal } from '../../tests/support/delivery-world.ts';
import { bookKeys, historyOf } from '../../tests/support/lines.ts';
import { anEvent, HOUR, MINUTE, NOON } from '../../tests/support/odds.ts';
import { readPicture } from '../../tests/support/picture.ts';
import { memoryCache } from '../adapters/memory/memory-cache.ts';
import { memoryDocuments } from '../adapters/memory/memory-documents.ts';
import { createQuickChart } from '../adapters/quickchart/quickchart.ts';
import { recordingTelemetry } from '../adapters/telemetry/recording-telemetry.ts';
import { COLOURS } from '../discord/line-chart-style.ts';
import type { MarketType } from '../domain/market/market.ts';
import type { ChartRequest, ChartResult, Charts } from '../ports/charts.ts';
import { type LineChange, lineHistoryPartition, sortableTime } from './line-history.ts';
import { linePicture, signalPicture } from './line-picture.ts';

const event = anEvent();
const BOOKS = bookKeys(5);
const MAY = { mayCall: true };
const MAY_NOT = { mayCall: false };

/** A world with a history of spreads, and someone who draws as told. */
const aWorld = async (changes = 40, market: MarketType = 'spread') => {
  let time = NOON + HOUR;
  let result: ChartResult | undefined;
  const drawn: ChartRequest[] = [];
  const charts: Charts = {
    async draw(chart) {
      drawn.push(chart);
      return result ?? { kind: 'ok', url: `https://quickchart.io/chart/render/${drawn.length}` };
    },
  };
  const lineHistory = memoryDocuments<LineChange>({ now: () => time });
  const partition = lineHistoryPartition(event.id, market);
  for (const change of historyOf(market, BOOKS, changes))
    await lineHistory.create({ id: `${sortableTime(change.at)}-x`, partition }, change);
  const telemetry = recordingTelemetry();
  const deps = { cache: memoryCache({ now: () => time }), charts, lineHistory, telemetry, now: () => time };
  return {
    deps,
    drawn,
    telemetry,
    ask: (may: { mayCall: boolean }, signal?: ReturnType<typeof aSignal>) =>
      linePicture(deps, { event, market, signal }, may),
    pass: (ms: number) => {
      time += ms;
    },
    answer: (next: ChartResult | undefined) => {
      result = next;
    },
  };
};

const signal = aSignal({
  id: 'signal1',
  event,
  detectedAt: NOON + 20 * MINUTE,
  offer: { book: 'book4', outcome: 'home', point: -3, price: 2.1, since: NOON },
  evidence: { firstMovers: ['book0'], confirming: [], lagging: [], opposing: [], books: 5 },
});

const labelsOf = ({ chart }: ChartRequest): string[] =>
  (chart as unknown as { data: { datasets: { label: string }[] } }).data.datasets.map(({ label }) => label);

describe('signalPicture', () => {
  it('reads the line’s history only where the picture has to be drawn', async () => {
    const { deps, drawn } = await aWorld();
    let lists = 0;
    const lineHistory: typeof deps.lineHistory = {
      ...deps.lineHistory,
      list: (...args) => {
        lists++;
        return deps.lineHistory.list(...args);
      },
    };
    const press = (may: { mayCall: boolean }) =>
      signalPicture({ ...deps, lineHistory }, { event, market: 'spread', signal }, may);
    expect(await press(MAY_NOT)).toEqual({ kind: 'not-at-hand' });
    expect(lists).toBe(0);
    expect(await press(MAY)).toMatchObject({ kind: 'drawn' });
    for (const may of [MAY, MAY_NOT, MAY]) expect(await press(may)).toMatchObject({ kind: 'drawn' });
    expect([lists, drawn.length]).toEqual([1, 1]);
  });
});

interface Drawn {
  readonly data: { readonly datasets: readonly { readonly data: readonly (readonly [number, number])[] }[] };
  readonly options: { readonly scales: { readonly x: { readonly min: number } } };
}

describe('linePicture', () => {
  it('draws how the market moved', async () => {
    const { ask, drawn } = await aWorld();
    expect(await ask(MAY)).toMatchObject({
      kind: 'drawn',
      url: 'https://quickchart.io/chart/render/1',
      movement: { market: 'spread', from: -3, since: NOON, until: NOON + 40 * MINUTE },
    });
    expect(drawn.map(labelsOf)).toEqual([['Consensus', expect.stringMatching(/^Moved first: /), '4 other books']]);
  });

  it('draws what a signal saw', async () => {
    const { ask, drawn } = await aWorld();
    expect(await ask(MAY, signal)).toMatchObject({ kind: 'drawn' });
    expect(drawn.map(labelsOf)).toEqual([
      ['Price to take: Book4', 'Consensus', 'Moved first: Book0', 'Alert', '3 other books'],
    ]);
  });

  it('begins a signal’s picture six hours before it was found', async () => {
    const { ask } = await aWorld(600);
    const found = { ...signal, detectedAt: NOON + 500 * MINUTE };
    expect(await ask(MAY, found)).toMatchObject({
      movement: { since: NOON + 140 * MINUTE, until: NOON + 600 * MINUTE },
    });
    expect(await ask(MAY)).toMatchObject({ movement: { since: NOON } });
  });

  it('has nothing to show of a market that was never seen', async () => {
    const { deps, drawn } = await aWorld();
    expect(await linePicture(deps, { event, market: 'total' }, MAY)).toEqual({ kind: 'no-history' });
    expect(drawn).toEqual([]);
  });

  it('draws once in fifteen minutes, for all who ask', async () => {
    const { ask, drawn, pass } = await aWorld();
    await Promise.all([ask(MAY), ask(MAY), ask(MAY)]);
    pass(14 * MINUTE);
    expect(await ask(MAY)).toMatchObject({ url: 'https://quickchart.io/chart/render/1' });
    expect(drawn).toHaveLength(1);
    pass(2 * MINUTE);
    expect(await ask(MAY)).toMatchObject({ url: 'https://quickchart.io/chart/render/2' });
  });

  it('keeps the picture of a market and that of each signal apart', async () => {
    const { ask, drawn } = await aWorld();
    const urls = [];
    for (const one of [undefined, signal, { ...signal, id: 'signal2' }, signal]) urls.push(await ask(MAY, one));
    expect(drawn).toHaveLength(3);
    expect(urls[3]).toEqual(urls[1]);
  });

  it('takes a picture only where it is at hand when the answer is due at once', async () => {
    const { ask, drawn } = await aWorld();
    expect(await ask(MAY_NOT)).toMatchObject({ kind: 'not-at-hand', movement: { from: -3 } });
    expect(drawn).toEqual([]);
    await ask(MAY);
    expect(await ask(MAY_NOT)).toMatchObject({ kind: 'drawn', url: 'https://quickchart.io/chart/render/1' });
    expect(drawn).toHaveLength(1);
  });

  it('tells how the line moved without a picture, and tries again for the next who asks', async () => {
    const { ask, answer, drawn } = await aWorld();
    answer({ kind: 'unavailable', reason: 'QuickChart did not answer in time' });
    expect(await ask(MAY)).toMatchObject({
      kind: 'undrawn',
      reason: 'QuickChart did not answer in time',
      movement: { from: -3 },
    });
    expect(await ask(MAY_NOT)).toMatchObject({ kind: 'not-at-hand' });
    answer(undefined);
    expect(await ask(MAY)).toMatchObject({ kind: 'drawn' });
    expect(drawn).toHaveLength(2);
  });

  it('draws lines on until now, but not beyond the start', async () => {
    const { ask, drawn, pass } = await aWorld();
    await ask(MAY);
    pass(10 * HOUR);
    await ask(MAY);
    const charts = drawn.map(({ chart }) => chart as unknown as Drawn);
    expect(charts.map(({ data }) => data.datasets[0]?.data.at(-1)?.[0])).toEqual([4, 0]);
    expect(charts.map(({ options }) => Math.ceil(options.scales.x.min))).toEqual([4, 0]);
  });

  it('reads a long history whole', async () => {
    const { ask, telemetry } = await aWorld(1_234);
    expect(await ask(MAY)).toMatchObject({ movement: { until: NOON + 1_234 * MINUTE } });
    expect(telemetry.records).toEqual([]);
  });

  it('reads no more than 10,000 changes, and says so', async () => {
    const { ask, telemetry } = await aWorld(10_500);
    expect(await ask(MAY)).toMatchObject({ movement: { until: NOON + 9_999 * MINUTE } });
    expect(telemetry.records).toMatchObject([{ event: 'line_history_cut', fields: { changes: 10_000 } }]);
  });

  it('lets a failure of the database through', async () => {
    const { deps } = await aWorld();
    const lineHistory = {
      ...deps.lineHistory,
      list: async () => {
        throw new Error('database down');
      },
    };
    await expect(linePicture({ ...deps, lineHistory }, { event, market: 'spread' }, MAY)).rejects.toThrow('down');
  });

  it('shows a picture that QuickChart’s stand-in drew', async () => {
    const service = await startQuickChart();
    try {
      const { deps, telemetry } = await aWorld(40, 'moneyline');
      const charts = createQuickChart({ baseUrl: service.url, telemetry });
      const result = await linePicture({ ...deps, charts }, { event, market: 'moneyline', signal }, MAY);
      if (result.kind !== 'drawn') throw new Error(result.kind);
      const picture = await readPicture(new Uint8Array(await (await fetch(result.url)).arrayBuffer()));
      for (const colour of [COLOURS.consensus, COLOURS.firstMover, COLOURS.priceToTake, COLOURS.alert])
        expect(picture.count(colour)).toBeGreaterThan(500);
    } finally {
      await service.stop();
    }
  });
});
