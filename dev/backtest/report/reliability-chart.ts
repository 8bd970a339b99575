import { type Bin, binsOf, type Judged } from './figures.ts';
import { type Html, html } from './html.ts';
import { linear, place } from './scale.ts';
import { counted, share, some } from './words.ts';

const WIDTH = 440;
const HEIGHT = 300;
const LEFT = 42;
const RIGHT = WIDTH - 10;
const TOP = 12;
const BOTTOM = 238;
/** Bins of five percentage points. */
const BINS = 20;
const LEAST_RADIUS = 3;
const MORE_RADIUS = 4.5;

/** What was claimed against what came true: a dot a bin, its 95 % interval, and how many alerts are in it. */
export function reliabilityChart(alerts: readonly Judged[]): Html {
  const bins = binsOf(alerts, BINS);
  // Nothing is sent below 0.55; a model of somebody's own may claim less.
  const from = Math.min(0.5, ...bins.map((bin) => bin.from));
  const x = linear([from, 1], [LEFT, RIGHT]);
  const y = linear([0, 1], [BOTTOM, TOP]);
  const most = Math.max(1, ...bins.map(({ judged }) => judged));
  const steps = Array.from({ length: Math.round((1 - from) * 10) + 1 }, (_, index) => from + index / 10);
  return html`<svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="reliability-title reliability-text">
<title id="reliability-title">Claimed confidence against the share that beat the close</title>
<desc id="reliability-text">${describe(bins)}</desc>
${[0, 0.25, 0.5, 0.75, 1].map(
  (value) => html`<path class="grid" d="M${LEFT} ${place(y(value))}H${RIGHT}"/>
<text x="${LEFT - 6}" y="${place(y(value) + 4)}" text-anchor="end">${share(value)}</text>`,
)}
${steps.map((value) => html`<text x="${place(x(value))}" y="${BOTTOM + 18}" text-anchor="middle">${share(value)}</text>`)}
<path class="ideal" d="M${place(x(from))} ${place(y(from))}L${place(x(1))} ${place(y(1))}"/>
<text class="note" x="${LEFT}" y="${HEIGHT - 22}">alerts in each bin</text>
${bins.map((bin) => {
  const centre = place(x(bin.claimed));
  const [low, high] = bin.interval;
  const radius = LEAST_RADIUS + MORE_RADIUS * Math.sqrt(bin.judged / most);
  return html`<g class="bin"><title>${describeBin(bin)}</title>
<path class="interval" d="M${centre} ${place(y(low))}V${place(y(high))}m-4 0h8M${place(x(bin.claimed) - 4)} ${place(y(low))}h8"/>
<circle cx="${centre}" cy="${place(y(bin.beatRate))}" r="${place(radius)}"/>
<text class="count" x="${place(x((bin.from + bin.to) / 2))}" y="${HEIGHT - 6}" text-anchor="middle">${counted(bin.judged)}</text></g>`;
})}
</svg>`;
}

const describeBin = ({ claimed, beatRate, interval, judged }: Bin): string =>
  `Claimed ${share(claimed)}, ${share(beatRate)} beat the close (95% interval ${share(interval[0])} to ${share(interval[1])}, ${some(judged, 'alert')})`;

const describe = (bins: readonly Bin[]): string => bins.map((bin) => `${describeBin(bin)}.`).join(' ');
