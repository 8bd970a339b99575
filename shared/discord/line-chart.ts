import type { BookMovement, LineMovement } from '../domain/market/line-movement.ts';
import type { MarketType, SportEvent } from '../domain/market/market.ts';
import type { ChartRequest, Json } from '../ports/charts.ts';
import { type Axis, type TimeAxis, timeAxis, valueAxis } from './line-chart-axes.ts';
import { alertLine, consensusLine, moverLines, otherLines, priceLine } from './line-chart-lines.ts';
import { COLOURS, font, SIZE } from './line-chart-style.ts';
import { movedText, titleLines } from './line-chart-texts.ts';

/** What a picture of a market's line shows. */
export interface LineChartInput {
  readonly movement: LineMovement;
  readonly event: Pick<SportEvent, 'home' | 'away' | 'commenceTime'>;
  /** Keys of the books that moved first. */
  readonly firstMovers: readonly string[];
  /** When a signal was found (epoch ms), and the book whose price it names. */
  readonly alert?: { readonly at: number; readonly book: string } | undefined;
  /** Until when the lines stand, epoch ms. */
  readonly until: number;
}

/** Of a market that was seen but once there is nothing to span. */
const LEAST_SPAN_MS = 60_000;
/** Room beside the lines, as a share of the time that they span: a first quote or an alert at the very edge would not be seen. */
const AIR = 0.02;

/**
 * A market's movement as a picture: every book's line muted, the consensus strong, the first movers and the book with the price to
 * take in colours of their own, the alert's moment as a dashed line. A picture knows no reader's time zone, so time counts down to
 * the start. Lines of one colour are one dataset with gaps: a legend that is plain data can leave none out.
 */
export function lineChart({ movement, event, firstMovers, alert, until }: LineChartInput): ChartRequest {
  const { taken, movers, others } = byRole(movement.books, firstMovers, alert?.book);
  const first = movement.books.map(({ book }) => book).filter((book) => firstMovers.includes(book));
  const end = Math.max(until, movement.until, alert?.at ?? 0);
  const from = Math.min(movement.since, alert?.at ?? end, end - LEAST_SPAN_MS);
  const air = AIR * (end - from);
  // Beyond the start there is nothing to come.
  const time = timeAxis(from - air, Math.max(end, Math.min(end + air, event.commenceTime)), event.commenceTime);
  const main = [{ points: movement.consensus }, ...movers, ...taken];
  const value = valueAxis(movement.market, valuesOf(main), valuesOf(others));
  const drawing = { time, end };
  // What comes first is drawn last, over the others.
  const datasets = [
    ...(alert ? taken.map((book) => priceLine(drawing, book, alert.at)) : []),
    consensusLine(drawing, movement.consensus),
    ...moverLines(drawing, movers, first),
    ...(alert ? [alertLine(drawing, value, alert.at)] : []),
    ...otherLines(drawing, others, others.length < movement.books.length),
  ];
  return {
    ...SIZE,
    backgroundColor: COLOURS.background,
    chart: { type: 'line', data: { datasets }, options: optionsOf(movement, event, time, value) },
  };
}

/** A book that moved first and still has the price to take is drawn as the latter. */
const byRole = (books: readonly BookMovement[], firstMovers: readonly string[], price: string | undefined) => ({
  taken: books.filter(({ book }) => book === price),
  movers: books.filter(({ book }) => book !== price && firstMovers.includes(book)),
  others: books.filter(({ book }) => book !== price && !firstMovers.includes(book)),
});

const valuesOf = (lines: readonly Pick<BookMovement, 'points'>[]): number[] =>
  lines.flatMap(({ points }) => points.map(({ value }) => value));

type Options = { readonly [key: string]: Json };

const optionsOf = (movement: LineMovement, event: LineChartInput['event'], time: TimeAxis, value: Axis): Options => ({
  animation: false,
  responsive: false,
  locale: 'en-US',
  layout: { padding: { left: 8, right: 16, top: 10, bottom: 8 } },
  elements: { line: { stepped: true, borderJoinStyle: 'round' } },
  scales: {
    x: {
      ...scale(time),
      reverse: true,
      grid: { display: false },
      ticks: {
        ...ticks(time),
        format: { style: 'unit', unit: time.unit, unitDisplay: 'narrow', ...places(time.step) },
      },
      title: { display: true, text: 'before the start', color: COLOURS.mutedText, font: font(12) },
    },
    y: {
      ...scale(value),
      grid: { color: COLOURS.grid },
      ticks: { ...ticks(value), format: valueFormat(movement.market, value) },
    },
  },
  plugins: {
    title: heading([...titleLines(event)], font(16, 'bold'), { top: 0, bottom: 4 }),
    subtitle: heading(movedText(movement, event), font(15), { top: 0, bottom: 12 }),
    legend: { position: 'bottom', align: 'start', labels: LEGEND },
  },
});

/** A box without height is a line, dashed as its dataset: of this width its way back lies on its way there. */
const LEGEND = { boxWidth: 25, boxHeight: 0, padding: 12, color: COLOURS.text, font: font(13) } as const;

const heading = (text: Json, letters: Options, padding: Options): Options => ({
  display: true,
  align: 'start',
  text,
  color: COLOURS.text,
  font: letters,
  padding,
});

const scale = ({ min, max }: Axis) => ({ type: 'linear', min, max, border: { display: false } });

const ticks = ({ step }: Axis) => ({
  stepSize: step,
  includeBounds: false,
  maxRotation: 0,
  color: COLOURS.mutedText,
  font: font(13),
});

/** How a number on the axis is written: options of Intl.NumberFormat. */
const valueFormat = (market: MarketType, { step }: Axis): Options => {
  if (market === 'moneyline') return { style: 'percent', ...places(step * 100) };
  return { signDisplay: market === 'spread' ? 'exceptZero' : 'auto', ...places(step) };
};

/** As many places as multiples of `step` have. Both bounds: Chart.js derives the lower one from the step, and may pass an upper one. */
const places = (step: number): Options => {
  const digits = [0, 1, 2].find((count) => Number.isInteger(Number((step * 10 ** count).toFixed(6)))) ?? 2;
  return { minimumFractionDigits: digits, maximumFractionDigits: digits };
};
