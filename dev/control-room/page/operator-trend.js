import { el, svg } from './dom.js';
import { byUnit } from './operator-cells.js';

/** @import { TileAnswer, TilesAnswer } from '../operators/model.ts' */
/** @typedef {{ at: number, value: number }} Point */

const WIDTH = 600;
const HEIGHT = 120;
const PAD = 6;
const MOST_SERIES = 6;
const SPANS_MS = { '1h': 3_600_000, '4h': 14_400_000, '24h': 86_400_000, '7d': 604_800_000 };

/**
 * The points of each series, oldest first, the series by name.
 * @param {TileAnswer['rows']} rows
 * @returns {[string, Point[]][]}
 */
export const seriesOf = (rows) => {
  /** @type {Map<string, Point[]>} */
  const all = new Map();
  for (const { TimeGenerated, value, series } of rows) {
    const point = { at: Date.parse(String(TimeGenerated)), value: Number(value) };
    const name = String(series ?? '');
    const points = all.get(name);
    if (points) points.push(point);
    else all.set(name, [point]);
  }
  return [...all].sort(([a], [b]) => a.localeCompare(b)).slice(0, MOST_SERIES);
};

/** A line as an SVG path; a series of one point is a dot. @param {readonly (readonly [number, number])[]} points */
export const linePath = (points) => {
  const path = points.map(([x, y], at) => `${at ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');
  return points.length === 1 ? `${path}h0` : path;
};

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });

/** @param {TileAnswer} tile @param {TilesAnswer} all */
export const createTrend = ({ rows, units, title }, { at: to, range }) => {
  const from = to - SPANS_MS[range];
  const series = seriesOf(rows);
  const unit = units['value'];
  const most = Math.max(1, ...series.flatMap(([, points]) => points.map(({ value }) => value)));
  /** @param {Point} point @returns {readonly [number, number]} */
  const place = ({ at, value }) => [
    PAD + Math.max(0, (at - from) / (to - from)) * (WIDTH - 2 * PAD),
    HEIGHT - PAD - (Math.max(0, value) / most) * (HEIGHT - 2 * PAD),
  ];
  const lines = series.map(([, points], at) =>
    svg('path', { class: `trend-line series-${at}`, d: linePath(points.map(place)) }),
  );
  const base = svg('path', { class: 'trend-base', d: `M${PAD} ${HEIGHT - PAD}H${WIDTH - PAD}` });
  const time = range === '7d' || range === '24h' ? day : clock;
  const newest = series.map(([name, points]) => `${name} ${byUnit(points.at(-1)?.value ?? null, unit)}`);
  return el(
    'figure',
    { class: 'trend' },
    el('div', { class: 'trend-scale' }, el('span', {}, byUnit(most, unit)), el('span', {}, byUnit(0, unit))),
    svg(
      'svg',
      {
        viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
        preserveAspectRatio: 'none',
        role: 'img',
        'aria-label': `${title}; newest: ${newest.join(', ')}`,
      },
      base,
      ...lines,
    ),
    el('div', { class: 'trend-times' }, el('span', {}, time.format(from)), el('span', {}, time.format(to))),
    el('ul', { class: 'trend-names' }, ...newest.map((text, at) => el('li', { class: `series-${at}` }, text))),
  );
};
