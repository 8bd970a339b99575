import { bookName } from '../../../shared/discord/bookmakers.ts';
import { type Html, html } from './html.ts';
import type { LinePoint, ReportAlert } from './report-alert.ts';
import { linear, place, type Scale, ticks, timeTicks } from './scale.ts';
import { gain, pickText, share } from './words.ts';

const WIDTH = 440;
const HEIGHT = 232;
const LEFT = 40;
const RIGHT = WIDTH - 82;
const TOP = 20;
const BOTTOM = HEIGHT - 24;
/** The least height of the scale, so that noise does not look like a move. */
const LEAST_RANGE = 0.04;
/** Labels closer than this would lie on each other. */
const LABEL_HEIGHT = 13;
const DAY_MS = 24 * 60 * 60_000;

/** What each book thought of an alert's pick, from before the alert to the close, beside what its price asked for. */
export function alertChart(alert: ReportAlert, id: string): Html {
  const { lines, signal, start, time } = alert;
  const { offer } = signal;
  const from = Math.min(lines[0]?.at ?? time, time);
  const x = linear([from, Math.max(start, from + 1)], [LEFT, RIGHT]);
  const needed = 1 / offer.price;
  const [low, high] = rangeOf(alert, needed);
  const y = linear([low, high], [BOTTOM, TOP]);
  const drawn = { x, y };
  return html`<svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="${id}-title ${id}-text">
<title id="${id}-title">Fair chance of ${pickText(signal)} by each book, from before the alert to the close</title>
<desc id="${id}-text">${describe(alert, needed)}</desc>
<clipPath id="${id}-clip"><rect x="${LEFT}" y="${TOP}" width="${RIGHT - LEFT}" height="${BOTTOM - TOP}"/></clipPath>
<rect class="above" x="${LEFT}" y="${TOP}" width="${RIGHT - LEFT}" height="${place(Math.max(0, y(needed) - TOP))}"/>
<rect class="below" x="${LEFT}" y="${place(y(needed))}" width="${RIGHT - LEFT}" height="${place(Math.max(0, BOTTOM - y(needed)))}"/>
${ticks(low, high, 4).map(
  (value) => html`<path class="grid" d="M${LEFT} ${place(y(value))}H${RIGHT}"/>
<text x="${LEFT - 6}" y="${place(y(value) + 4)}" text-anchor="end">${share(value)}</text>`,
)}
${timeAxis(from, start, x)}
<g clip-path="url(#${id}-clip)">
${bookNames(lines, offer.book).map((book) => bookLine(lines, book, drawn))}
<path class="needed" d="M${LEFT} ${place(y(needed))}H${RIGHT}"/>
<path class="consensus" d="${stepPath(
    lines.map((point) => [point.at, point.consensus]),
    drawn,
  )}"><title>All books together</title></path>
${bookLine(lines, offer.book, drawn, 'own')}
</g>
<path class="moment" d="M${place(x(time))} ${TOP - 4}V${BOTTOM}"/>
<text class="note" x="${place(x(time))}" y="${TOP - 8}" text-anchor="${momentAnchor(x(time))}">alert</text>
${momentDot(alert, drawn)}
${valueLabels(alert, needed, y)}
</svg>`;
}

interface Drawn {
  readonly x: Scale;
  readonly y: Scale;
}

/** All that has a label, and the books but for the far ones, which would flatten everything else. */
function rangeOf(alert: ReportAlert, needed: number): readonly [number, number] {
  const { lines, closingProbability, signal } = alert;
  const sorted = lines.flatMap(({ books }) => books.map(({ probability }) => probability)).sort((a, b) => a - b);
  const quantile = (q: number) => sorted[Math.round(q * (sorted.length - 1))];
  const wanted = [
    quantile(0.05),
    quantile(0.95),
    closingProbability,
    ownAtAlert(alert),
    ...lines.map(({ consensus }) => consensus),
  ];
  const values = [...wanted.filter((value) => value !== undefined), needed, signal.fairProbability];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const spare = Math.max(LEAST_RANGE - (high - low), (high - low) * 0.12) / 2;
  return [Math.max(0, low - spare), Math.min(1, high + spare)];
}

const bookNames = (lines: readonly LinePoint[], own: string): readonly string[] =>
  [...new Set(lines.flatMap(({ books }) => books.map(({ book }) => book)))].filter((book) => book !== own);

const bookLine = (lines: readonly LinePoint[], book: string, drawn: Drawn, kind = 'book'): Html =>
  html`<path class="${kind}" d="${stepPath(
    lines.map(({ at, books }) => [at, books.find((one) => one.book === book)?.probability]),
    drawn,
  )}"><title>${bookName(book)}</title></path>`;

/** A line that holds each value until the next, and breaks where there is none. */
function stepPath(line: readonly (readonly [at: number, value: number | undefined])[], { x, y }: Drawn): string {
  let path = '';
  let held: string | undefined;
  for (const [at, value] of line) {
    const across = place(x(at));
    const up = value === undefined ? undefined : place(y(value));
    if (up !== held) {
      if (held !== undefined) path += `H${across}`;
      if (up !== undefined) path += held === undefined ? `M${across} ${up}` : `V${up}`;
    }
    held = up;
  }
  return held === undefined ? path : `${path}H${RIGHT}`;
}

function timeAxis(from: number, until: number, x: Scale): Html {
  const { times, step } = timeTicks(from, until, 5);
  return html`<path class="axis" d="M${LEFT} ${BOTTOM}H${RIGHT}"/>${times.map(
    (at) =>
      html`<path class="axis" d="M${place(x(at))} ${BOTTOM}v4"/><text x="${place(x(at))}" y="${BOTTOM + 17}" text-anchor="middle">${tickText(at, step)}</text>`,
  )}`;
}

const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
const CLOCK = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' });
/** The day at midnight, the hour at any other time. */
const tickText = (at: number, step: number): string => (step >= DAY_MS || at % DAY_MS === 0 ? DAY : CLOCK).format(at);

const momentAnchor = (x: number): string => (x < LEFT + 20 ? 'start' : x > RIGHT - 20 ? 'end' : 'middle');

/** Where the alert's book stood when it was raised. */
const ownAtAlert = ({ lines, time, signal }: ReportAlert): number | undefined =>
  lines.findLast(({ at }) => at <= time)?.books.find(({ book }) => book === signal.offer.book)?.probability;

function momentDot(alert: ReportAlert, { x, y }: Drawn): Html | undefined {
  const own = ownAtAlert(alert);
  if (own === undefined) return undefined;
  return html`<circle class="own-dot" cx="${place(x(alert.time))}" cy="${place(y(own))}" r="4.5"/>`;
}

/** What the price asked for and what the close gave, at the right end, apart from each other. */
function valueLabels({ closingProbability, clv }: ReportAlert, needed: number, y: Scale): Html {
  const text = (at: number, kind: string, words: string): Html =>
    html`<text class="${kind}" x="${RIGHT + 9}" y="${place(at + 4)}">${words}</text>`;
  if (closingProbability === undefined) return text(y(needed), 'note', `needs ${share(needed, 1)}`);
  const kind = (clv ?? 0) > 0 ? 'good' : 'bad';
  const apart = Math.max(0, LABEL_HEIGHT - Math.abs(y(closingProbability) - y(needed))) / 2;
  const direction = closingProbability > needed ? -1 : 1;
  return html`<path class="difference ${kind}" d="M${RIGHT} ${place(y(needed))}V${place(y(closingProbability))}"/>
<circle class="close ${kind}" cx="${RIGHT}" cy="${place(y(closingProbability))}" r="5"/>
${text(y(closingProbability) + direction * apart, kind, `close ${share(closingProbability, 1)}`)}
${text(y(needed) - direction * apart, 'note', `needs ${share(needed, 1)}`)}`;
}

function describe({ closingProbability, clv, signal }: ReportAlert, needed: number): string {
  const { offer, fairProbability } = signal;
  const close =
    closingProbability === undefined
      ? ''
      : ` At the close it was ${share(closingProbability, 1)}: closing line value ${gain(clv)}.`;
  return `${bookName(offer.book)}’s price needs a chance of ${share(needed, 1)}; the other books gave it ${share(fairProbability, 1)} at the alert.${close}`;
}
