import { describe, expect, it } from 'vitest';
import { drawChart } from '../../dev/stand-ins/quickchart/draw.ts';
import { readOrder } from '../../dev/stand-ins/quickchart/order.ts';
import { bookKeys, historyOf } from '../../tests/support/lines.ts';
import { anEvent, MINUTE, NOON } from '../../tests/support/odds.ts';
import { readPicture } from '../../tests/support/picture.ts';
import { lineMovement } from '../domain/market/line-movement.ts';
import { MARKET_TYPES, type MarketType } from '../domain/market/market.ts';
import type { ChartRequest } from '../ports/charts.ts';
import { firstMoversText } from './bookmakers.ts';
import { type LineChartInput, lineChart } from './line-chart.ts';
import { COLOURS } from './line-chart-style.ts';

const event = anEvent();
const FIVE = bookKeys(5);
const FOUND = { at: NOON + 20 * MINUTE, book: 'book4' };

const chartOf = (
  market: MarketType,
  {
    books = FIVE,
    changes = 40,
    ...parts
  }: Partial<LineChartInput> & { books?: readonly string[]; changes?: number } = {},
): ChartRequest => {
  const movement = lineMovement(market, parts.event ? 'soccer_epl' : event.league, historyOf(market, books, changes));
  if (!movement) throw new Error('no history');
  return lineChart({ movement, event, firstMovers: [], until: NOON + 60 * MINUTE, ...parts });
};

/** Draws what a request asks for, as QuickChart would. */
const draw = (chart: ChartRequest) => readPicture(drawChart(readOrder({ ...chart, version: '4', format: 'png' })));

interface Drawn {
  readonly data: {
    readonly datasets: readonly { readonly label: string; readonly data: readonly [number, number | null][] }[];
  };
  readonly options: { readonly plugins: Record<'title' | 'subtitle', { readonly text: string | readonly string[] }> };
}
const datasetsOf = (chart: ChartRequest) => (chart.chart as unknown as Drawn).data.datasets;
const labelsOf = (chart: ChartRequest) => datasetsOf(chart).map(({ label }) => label);
const headingsOf = (chart: ChartRequest) => {
  const { title, subtitle } = (chart.chart as unknown as Drawn).options.plugins;
  return [title.text, subtitle.text].flat();
};

/** The colour of the muted lines on the background, and the height of the plot at least. */
const OTHER_BOOKS = '#5c626b';
const MOST_OF_THE_PLOT = 130;

describe('lineChart', () => {
  it.each(MARKET_TYPES)('draws the lines of a %s, each in its colour', async (market) => {
    const picture = await draw(chartOf(market, { firstMovers: ['book0'], alert: FOUND }));
    expect([picture.width, picture.height]).toEqual([960, 720]);
    expect(picture.count(COLOURS.background)).toBeGreaterThan(0.7 * 960 * 720);
    for (const colour of [COLOURS.consensus, COLOURS.firstMover, COLOURS.priceToTake, COLOURS.alert, OTHER_BOOKS])
      expect(picture.count(colour)).toBeGreaterThan(500);
  });

  it('draws the alert’s moment from the bottom to the top, and only where there is one', async () => {
    const [without, withAlert] = [await draw(chartOf('spread')), await draw(chartOf('spread', { alert: FOUND }))];
    expect(withAlert.columns(COLOURS.alert, MOST_OF_THE_PLOT)).toBeGreaterThanOrEqual(2);
    expect(withAlert.columns(COLOURS.alert, MOST_OF_THE_PLOT)).toBeLessThanOrEqual(5);
    expect(without.count(COLOURS.alert)).toBe(0);
    expect(without.count(COLOURS.priceToTake)).toBe(0);
  });

  it('draws one book, and a market that was only just seen', async () => {
    const one = chartOf('total', { books: ['fanduel'], changes: 3 });
    expect(labelsOf(one)).toEqual(['Consensus', 'FanDuel']);
    expect((await draw(one)).count(COLOURS.consensus)).toBeGreaterThan(900);
    const fresh = chartOf('spread', { changes: 0, until: NOON + 10 * MINUTE });
    expect(labelsOf(fresh)).toEqual(['Consensus', '5 books']);
    expect((await draw(fresh)).count(COLOURS.consensus)).toBeGreaterThan(400);
  });

  it.each([40, 60])('draws %i books with thousands of changes from a request of less than 60 KB', async (count) => {
    const books = bookKeys(count);
    const later = anEvent({ commenceTime: NOON + 9_100 * MINUTE });
    const found = { at: NOON + 4_000 * MINUTE, book: 'book3' };
    const chart = chartOf('moneyline', {
      event: later,
      books,
      changes: 9_000,
      firstMovers: books.slice(5, 9),
      alert: found,
    });
    expect(JSON.stringify(chart).length).toBeLessThan(60_000);
    const picture = await draw(chart);
    for (const colour of [COLOURS.firstMover, COLOURS.priceToTake]) expect(picture.count(colour)).toBeGreaterThan(900);
  });

  it('names in the legend only what matters', () => {
    const chart = chartOf('spread', {
      books: ['pinnacle', 'fanduel', 'draftkings', 'betmgm', 'betrivers'],
      firstMovers: ['pinnacle', 'fanduel', 'draftkings'],
      alert: { at: FOUND.at, book: 'betrivers' },
    });
    expect(labelsOf(chart)).toEqual([
      'Price to take: BetRivers',
      'Consensus',
      'Moved first: DraftKings, FanDuel, Pinnacle',
      'Alert',
      'BetMGM',
    ]);
  });

  it('counts those that moved first where they are many, in the words that stand beside the picture', () => {
    const books = bookKeys(8);
    const firstMovers = books.slice(0, 6);
    const label = '6 books moved within one poll';
    expect(labelsOf(chartOf('spread', { books, firstMovers }))).toEqual(['Consensus', label, '2 other books']);
    const withAlert = chartOf('spread', { books, firstMovers, alert: FOUND });
    expect(labelsOf(withAlert)).toContain(label);
    expect(firstMoversText(firstMovers)).toBe(label);
  });

  it('counts instead of running over the edge', () => {
    const books = ['betfair_ex_uk', 'betfair_ex_au', 'betanysports', 'fanduel'];
    expect(labelsOf(chartOf('spread', { books, firstMovers: books.slice(0, 3) }))[1]).toBe(
      '3 books moved within one poll',
    );
  });

  it.each([1, 3, 10, 45, 600])('fills the picture’s width with a market of %i minutes', (minutes) => {
    const chart = chartOf('spread', { changes: Math.min(minutes, 3), until: NOON + minutes * MINUTE });
    const { scales } = chart.chart.options as unknown as {
      scales: { x: { min: number; max: number; ticks: { stepSize: number } } };
    };
    const { min, max, ticks } = scales.x;
    const xs = datasetsOf(chart).flatMap(({ data }) => data.map(([x]) => x));
    const used = (Math.max(...xs) - Math.min(...xs)) / (max - min);
    expect(used).toBeGreaterThan(0.9);
    expect(used).toBeLessThan(1);
    expect((max - min) / ticks.stepSize).toBeGreaterThanOrEqual(1);
  });

  it('shows a first mover that has the price to take as the latter, and knows only books that it has lines of', () => {
    const chart = chartOf('spread', { firstMovers: ['book4', 'unheard-of'], alert: FOUND });
    expect(labelsOf(chart)).toEqual(['Price to take: Book4', 'Consensus', 'Alert', '4 other books']);
    const gone = chartOf('spread', { alert: { ...FOUND, book: 'unheard-of' } });
    expect(labelsOf(gone)).toEqual(['Consensus', 'Alert', '5 books']);
  });

  it('says who plays, and where the consensus came from and went', () => {
    expect(headingsOf(chartOf('spread', { changes: 4 }))).toEqual([
      'Prairie Wolves at Harbor Hawks',
      'Spread · Harbor Hawks -3 → -4.5',
    ]);
    expect(headingsOf(chartOf('total', { changes: 4 }))[1]).toBe('Total 44 → 42.5');
    expect(headingsOf(chartOf('moneyline', { changes: 4 }))[1]).toBe('Harbor Hawks to win 50% → 56%');
    expect(headingsOf(chartOf('spread', { changes: 0 }))[1]).toBe('Spread · Harbor Hawks -3, unchanged');
  });

  it('counts time down to the start, and draws every line on to the end', () => {
    const [consensus, others] = datasetsOf(chartOf('spread', { changes: 4, until: NOON + 120 * MINUTE }));
    expect(consensus?.data.at(0)).toEqual([5, -3]);
    expect(consensus?.data.at(-1)).toEqual([3, -4.5]);
    const gaps = others?.data.flatMap(([, value], index) => (value === null ? [index] : []));
    expect(gaps).toHaveLength(4);
    for (const end of [...(gaps ?? []), others?.data.length ?? 0]) expect(others?.data[end - 1]?.[0]).toBe(3);
  });

  it('marks where the price stood when it was found, also between two changes', () => {
    const [price] = datasetsOf(chartOf('spread', { alert: { at: NOON + 7.5 * MINUTE, book: 'book3' } }));
    const { data, pointRadius } = price as unknown as { data: [number, number][]; pointRadius: number[] };
    const dots = data.filter((_, index) => (pointRadius[index] ?? 0) > 0);
    expect(dots).toEqual([[5 - 0.125, -4.5]]);
    expect(pointRadius).toHaveLength(data.length);
    expect(data.map(([x]) => x)).toEqual(data.map(([x]) => x).toSorted((a, b) => b - a));
  });

  it('takes names from outside as they are, bounded, without what cannot be seen', async () => {
    const hostile = anEvent({
      home: `${'W'.repeat(90)}`,
      away: '1. FC *Köln*\u0000\u202e @everyone\n[x](y)',
    });
    const chart = chartOf('moneyline', {
      event: hostile,
      books: ['a_*evil*_`book`', '\u0007\u200b', 'charlie'],
      firstMovers: ['a_*evil*_`book`'],
      alert: { ...FOUND, book: '\u0007\u200b' },
    });
    expect(headingsOf(chart)).toEqual([
      '1. FC *Köln* @everyone [x…',
      `at ${'W'.repeat(25)}…`,
      `${'W'.repeat(25)}… to win 50% → 56%`,
    ]);
    expect(labelsOf(chart)).toEqual([
      'Price to take: ?',
      'Consensus',
      'Moved first: A *evil* `book`',
      'Alert',
      'Charlie',
    ]);
    expect(JSON.stringify(chart)).not.toMatch(/\\\\|\\u0/);
    expect((await draw(chart)).count(COLOURS.priceToTake)).toBeGreaterThan(900);
  });
});
