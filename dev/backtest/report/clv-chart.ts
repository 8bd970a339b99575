import { LEVELS, type Level } from '../../../shared/domain/signal/signal.ts';
import { figuresOf } from './figures.ts';
import { type Html, html } from './html.ts';
import type { ReportAlert } from './report-alert.ts';
import { linear, place, ticks } from './scale.ts';
import { gain, share, some } from './words.ts';

const WIDTH = 440;
const LEFT = 10;
const RIGHT = WIDTH - 10;
const ROW = 92;
const BARS = 54;
const AXIS = 24;
const HEIGHT = LEVELS.length * ROW + AXIS;
/** The axis reaches at least to ±10 %, and never beyond ±30 %: what lies outside is counted in the last bar. */
const [LEAST_REACH, MOST_REACH] = [0.1, 0.3];
const REACH_STEP = 0.05;
/** Share of the alerts that the axis shows in their true place. */
const SHOWN = 0.97;

/** How closing line values spread, a histogram a level. */
export function clvChart(alerts: readonly ReportAlert[]): Html {
  const reach = reachOf(alerts.flatMap(({ clv }) => (clv === undefined ? [] : [Math.abs(clv)])));
  const x = linear([-reach, reach], [LEFT, RIGHT]);
  return html`<svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="clv-title clv-text">
<title id="clv-title">Closing line value by level</title>
<desc id="clv-text">${LEVELS.toReversed().map((level) => `${describe(alerts, level)}. `)}</desc>
${ticks(-reach, reach, 6).map(
  (value) =>
    html`<text x="${place(x(value))}" y="${HEIGHT - 6}" text-anchor="${anchorOf(x(value))}">${value > 0 ? '+' : ''}${share(value).replace('-', '−')}</text>`,
)}
${LEVELS.toReversed().map((level, index) => levelRow(alerts, level, index * ROW, reach))}
</svg>`;
}

function levelRow(alerts: readonly ReportAlert[], level: Level, top: number, reach: number): Html {
  const clvs = alerts.flatMap(({ signal, clv }) => (signal.level === level && clv !== undefined ? [clv] : []));
  const bars = histogram(clvs, reach);
  const x = linear([-reach, reach], [LEFT, RIGHT]);
  const height = linear([0, Math.max(1, ...bars.map(({ count }) => count))], [0, BARS]);
  const base = top + ROW - 8;
  const grid = ticks(-reach, reach, 6).map((value) => `M${place(x(value))} ${base - BARS}V${base}`);
  return html`<text class="row-name" x="${LEFT}" y="${top + 14}">${level}</text>
<text class="note" x="${RIGHT}" y="${top + 14}" text-anchor="end">${clvs.length === 0 ? 'none judged' : rowNote(alerts, level)}</text>
<path class="grid" d="${grid.join('')}"/>
<path class="axis" d="M${LEFT} ${base}H${RIGHT}"/>
${bars.map(
  ({ from, to, count, label }) =>
    html`<rect class="${from < 0 ? 'bad' : 'good'}" x="${place(x(from) + 0.5)}" y="${place(base - height(count))}" width="${place(x(to) - x(from) - 1)}" height="${place(height(count))}"><title>${label}: ${some(count, 'alert')}</title></rect>`,
)}
<path class="zero" d="M${place(x(0))} ${base - BARS - 4}V${base + 4}"/>`;
}

interface Bar {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly label: string;
}

/** Counts in bars of one or two percentage points, none of which has both gains and losses. Empty ones are left out. */
function histogram(clvs: readonly number[], reach: number): readonly Bar[] {
  const width = reach > 0.2 ? 0.02 : 0.01;
  // Counted from zero, so that no rounding moves a bar across it.
  const most = Math.round(reach / width);
  const groups = Map.groupBy(clvs, (clv) => Math.max(-most, Math.min(most - 1, Math.floor(clv / width))));
  return [...groups]
    .sort(([a], [b]) => a - b)
    .map(([index, { length: count }]) => {
      const [from, to] = [index * width, (index + 1) * width];
      const end = index === -most ? `below ${gain(to)}` : index === most - 1 ? `above ${gain(from)}` : undefined;
      return { from, to, count, label: end ?? `${gain(from)} to ${gain(to)}` };
    });
}

function reachOf(sizes: readonly number[]): number {
  const sorted = sizes.toSorted((a, b) => a - b);
  const enough = sorted[Math.ceil(SHOWN * sorted.length) - 1] ?? 0;
  const reach = Math.ceil(enough / REACH_STEP - 1e-9) * REACH_STEP;
  return Math.min(MOST_REACH, Math.max(LEAST_REACH, reach));
}

/** Labels at the ends stay on the drawing. */
const anchorOf = (x: number): string => (x < LEFT + 20 ? 'start' : x > RIGHT - 20 ? 'end' : 'middle');

const ofLevel = (alerts: readonly ReportAlert[], level: Level) =>
  figuresOf(alerts.filter(({ signal }) => signal.level === level));

function rowNote(alerts: readonly ReportAlert[], level: Level): string {
  const { judged, meanClv, medianClv } = ofLevel(alerts, level);
  return `${judged} judged, mean ${gain(meanClv)}, median ${gain(medianClv)}`;
}

function describe(alerts: readonly ReportAlert[], level: Level): string {
  const { judged, meanClv, medianClv, beatRate } = ofLevel(alerts, level);
  if (judged === 0) return `${level}: none judged`;
  return `${level}: ${judged} judged, ${share(beatRate)} above zero, mean ${gain(meanClv)}, median ${gain(medianClv)}`;
}
