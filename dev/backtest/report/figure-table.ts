import { LEVELS, type Level } from '../../../shared/domain/signal/signal.ts';
import { figuresOf } from './figures.ts';
import { type Html, html } from './html.ts';
import { tone } from './level-cards.ts';
import type { ReportAlert } from './report-alert.ts';
import { counted, gain, share } from './words.ts';

interface Group {
  readonly name: string;
  readonly alerts: readonly ReportAlert[];
}

/** Figures of some groups of alerts, each as a whole and by level. */
export const figureTable = (
  caption: string,
  first: string,
  groups: readonly Group[],
): Html => html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table>
<caption>${caption}</caption>
<thead><tr><th scope="col">${first}</th><th scope="col">Level</th><th scope="col">Alerts</th><th scope="col">Judged</th><th scope="col">Beat the close</th><th scope="col">95% interval</th><th scope="col">Claimed</th><th scope="col">Mean CLV</th><th scope="col">Median CLV</th><th scope="col">Calib. error</th></tr></thead>
${groups.map(({ name, alerts }) => html`<tbody>${rowsOf(name, alerts)}</tbody>`)}
</table></div>`;

const rowsOf = (name: string, alerts: readonly ReportAlert[]): Html =>
  html`${row(html`<th scope="rowgroup" rowspan="${LEVELS.length + 1}">${name}</th>`, 'all', alerts)}
${LEVELS.toReversed().map((level) =>
  row(
    undefined,
    level,
    alerts.filter(({ signal }) => signal.level === level),
  ),
)}`;

function row(heading: Html | undefined, level: Level | 'all', alerts: readonly ReportAlert[]): Html {
  const { signals, judged, beatRate, interval, claimed, meanClv, medianClv, calibrationError } = figuresOf(alerts);
  return html`<tr class="${level.toLowerCase()}">${heading}<th scope="row"><span class="level ${level.toLowerCase()}">${level}</span></th><td>${counted(signals)}</td><td>${counted(judged)}</td><td>${share(beatRate)}</td><td>${judged > 0 ? `${share(interval[0])} – ${share(interval[1])}` : '–'}</td><td>${share(claimed)}</td><td class="${tone(meanClv)}">${gain(meanClv)}</td><td class="${tone(medianClv)}">${gain(medianClv)}</td><td>${calibrationError === undefined ? '–' : calibrationError.toFixed(3)}</td></tr>`;
}
