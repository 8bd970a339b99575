import { type BookMovement, type LinePoint, thinOut } from '../domain/market/line-movement.ts';
import type { Axis, TimeAxis } from './line-chart-axes.ts';
import { COLOURS } from './line-chart-style.ts';
import { drawnBookName, drawnFirstMovers } from './line-chart-texts.ts';

/** Points for all books of one colour together, and for any one of them: what keeps a request small. */
const MOST_MOVER_POINTS = 800;
const MOST_OTHER_POINTS = 2000;
const MOST_BOOK_POINTS = 160;
const DOT_RADIUS = 5;
/** More first movers than this are drawn thinner: they would cover what they moved. */
const MOST_STRONG = 3;

/** `[units before the start, value]`; a value of null ends a line, so that the next can begin elsewhere. */
type Point = readonly [x: number, y: number | null];

/** A dataset of Chart.js. */
type Dataset = {
  readonly label: string;
  readonly data: readonly Point[];
  readonly borderColor: string;
  readonly borderWidth: number;
  readonly borderDash: readonly number[];
  readonly pointRadius: number | readonly number[];
  readonly pointBackgroundColor: string;
  /** How far it may be drawn beyond the plot, pixels. */
  readonly clip: number;
};

const dataset = (
  label: string,
  data: readonly Point[],
  borderColor: string,
  borderWidth: number,
  more: Partial<Dataset> = {},
): Dataset => ({
  label,
  data,
  borderColor,
  borderWidth,
  borderDash: [],
  pointRadius: 0,
  pointBackgroundColor: borderColor,
  clip: 1,
  ...more,
});

/** Where lines stand on the axis of time, and where they end (epoch ms). */
interface Drawing {
  readonly time: TimeAxis;
  readonly end: number;
}

export const consensusLine = (drawing: Drawing, line: readonly LinePoint[]): Dataset =>
  dataset('Consensus', lineOf(drawing, line, line.length), COLOURS.consensus, 3);

/** None, or all that moved first, in one colour; `all` holds also one that is drawn as something else. */
export const moverLines = (drawing: Drawing, books: readonly BookMovement[], all: readonly string[]): Dataset[] => {
  if (books.length === 0) return [];
  const drawn = books.map(({ book }) => book);
  const label = drawnFirstMovers(all, drawn);
  const width = books.length > MOST_STRONG ? 1.5 : 2.25;
  return [dataset(label, linesOf(drawing, books, MOST_MOVER_POINTS), COLOURS.firstMover, width)];
};

/** None, or all that need no name; `among` is whether others have one. */
export const otherLines = (drawing: Drawing, books: readonly BookMovement[], among: boolean): Dataset[] => {
  const [first, second] = books;
  if (!first) return [];
  const label = second ? `${books.length} ${among ? 'other books' : 'books'}` : drawnBookName(first.book);
  return [dataset(label, linesOf(drawing, books, MOST_OTHER_POINTS), COLOURS.otherBooks, 1.25)];
};

/** A book's line with a dot where its price stood at the alert's moment. */
export const priceLine = (drawing: Drawing, { book, points }: BookMovement, at: number): Dataset => {
  const drawn = lineOf(drawing, points, MOST_BOOK_POINTS);
  const x = drawing.time.before(at);
  const earlier = drawn.filter((point) => point[0] > x);
  const stood = points.findLast((point) => point.at <= at);
  const dot: readonly Point[] = stood ? [[x, stood.value]] : [];
  const data = [...earlier, ...dot, ...drawn.slice(earlier.length)];
  return dataset(`Price to take: ${drawnBookName(book)}`, data, COLOURS.priceToTake, 2.25, {
    pointRadius: data.map((point) => (point === dot[0] ? DOT_RADIUS : 0)),
    // An alert is often the newest that there is: its dot must not be cut in half at the edge.
    clip: DOT_RADIUS + 1,
  });
};

/** A dashed line from the bottom to the top. */
export const alertLine = ({ time }: Drawing, { min, max }: Axis, at: number): Dataset => {
  const x = time.before(at);
  const data: readonly Point[] = [
    [x, min],
    [x, max],
  ];
  return dataset('Alert', data, COLOURS.alert, 2, { borderDash: [5, 4] });
};

/** The line through some points, drawn on to the end. */
function lineOf({ time, end }: Drawing, points: readonly LinePoint[], most: number): readonly Point[] {
  const drawn = thinOut(points, most).map(({ at, value }): Point => [time.before(at), value]);
  const last = points.at(-1);
  return last && last.at < end ? [...drawn, [time.before(end), last.value]] : drawn;
}

/** The lines of several books in one list, with gaps between them. */
function linesOf(drawing: Drawing, books: readonly BookMovement[], most: number): readonly Point[] {
  const each = Math.max(4, Math.min(MOST_BOOK_POINTS, Math.floor(most / books.length)));
  const gap: Point = [drawing.time.before(drawing.end), null];
  return books.flatMap(({ points }, index) => [...(index > 0 ? [gap] : []), ...lineOf(drawing, points, each)]);
}
