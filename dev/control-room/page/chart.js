import { svg } from './dom.js';

/** @import { LinePoint } from '../state/model.ts' */
/** @import { MarketType } from '../../../shared/domain/market/market.ts' */

export const WIDTH = 160;
export const HEIGHT = 44;
const PAD = 4;

/** The least height of the scale, so that noise does not look like a move. */
const LEAST_RANGE = /** @type {Record<MarketType, number>} */ ({ spread: 1, total: 1.5, moneyline: 0.03 });

/**
 * Each book's line: its value from each of its changes on, null where it stopped quoting.
 * @param {readonly LinePoint[]} points
 */
const bookLines = (points) => {
  /** @type {Map<string, [number, number | null][]>} */
  const lines = new Map();
  for (const { at, books } of points) {
    for (const [book, value] of Object.entries(books)) {
      const line = lines.get(book);
      if (line) line.push([at, value]);
      else lines.set(book, [[at, value]]);
    }
  }
  return [...lines.values()];
};

/**
 * The scale's ends: all of the consensus, and the books except for the far ones, which would flatten everything else.
 * @param {readonly number[]} consensus
 * @param {readonly number[]} books
 * @param {number} least
 */
export const scaleOf = (consensus, books, least) => {
  const sorted = [...books].sort((a, b) => a - b);
  /** @param {number} q */
  const quantile = (q) => sorted[Math.round(q * (sorted.length - 1))] ?? consensus[0] ?? 0;
  const low = Math.min(...consensus, quantile(0.1));
  const high = Math.max(...consensus, quantile(0.9));
  const spare = Math.max(0, least - (high - low)) / 2;
  return { low: low - spare, high: high + spare };
};

/**
 * A line that holds each value until the next change, as an SVG path.
 * @param {readonly (readonly [number, number | null])[]} line in drawing units
 * @param {number} end where the last value's line ends
 */
export const stepPath = (line, end) => {
  let path = '';
  let drawing = false;
  for (const [x, y] of line) {
    const across = x.toFixed(1);
    if (y === null) path += drawing ? `H${across}` : '';
    else path += drawing ? `H${across}V${y.toFixed(1)}` : `M${across} ${y.toFixed(1)}`;
    drawing = y !== null;
  }
  return drawing ? `${path}H${end.toFixed(1)}` : path;
};

/**
 * A market's chart as paths on a canvas of {@link WIDTH} × {@link HEIGHT}: the consensus, and every book's line in one path.
 * @param {readonly LinePoint[]} points oldest first
 * @param {MarketType} market
 * @param {number} now epoch ms: the lines go on to here
 */
export const chartPaths = (points, market, now) => {
  const books = bookLines(points);
  const consensus = points.map(({ at, consensus }) => /** @type {[number, number]} */ ([at, consensus]));
  const values = books.flatMap((line) => line.flatMap(([, value]) => (value === null ? [] : [value])));
  const { low, high } = scaleOf(
    consensus.map(([, value]) => value),
    values,
    LEAST_RANGE[market],
  );
  const from = points[0]?.at ?? now;
  const to = Math.max(now, from + 1, points.at(-1)?.at ?? now);
  /** @param {number} at */
  const x = (at) => PAD + ((at - from) / (to - from)) * (WIDTH - 2 * PAD);
  /** @param {number} value */
  const y = (value) => PAD + ((high - value) / (high - low)) * (HEIGHT - 2 * PAD);
  /** @param {readonly (readonly [number, number | null])[]} line @returns {[number, number | null][]} */
  const scaled = (line) => line.map(([at, value]) => [x(at), value === null ? null : y(value)]);
  return {
    consensus: stepPath(scaled(consensus), WIDTH - PAD),
    books: books.map((line) => stepPath(scaled(line), WIDTH - PAD)).join(''),
    /** A line of no length: its round cap is a dot, which stays round however the chart is stretched. */
    last: `M${WIDTH - PAD} ${y(consensus.at(-1)?.[1] ?? low).toFixed(1)}h0`,
  };
};

/** An empty chart, and how to draw into it. */
export const createChart = () => {
  const books = svg('path', { class: 'book-lines' });
  const consensus = svg('path', { class: 'consensus-line' });
  const last = svg('path', { class: 'last-point' });
  const view = svg(
    'svg',
    { class: 'chart', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', role: 'img' },
    books,
    consensus,
    last,
  );
  return {
    view,
    /** @param {readonly LinePoint[]} points @param {MarketType} market @param {number} now @param {string} label */
    draw: (points, market, now, label) => {
      const paths = chartPaths(points, market, now);
      books.setAttribute('d', paths.books);
      consensus.setAttribute('d', paths.consensus);
      last.setAttribute('d', paths.last);
      view.setAttribute('aria-label', label);
      view.setAttribute('data-points', String(points.length));
    },
  };
};
