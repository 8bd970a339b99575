import { LEVELS } from '../../../shared/domain/signal/signal.ts';
import { type Figures, figuresOf } from './figures.ts';
import { type Html, html } from './html.ts';
import type { ReportAlert } from './report-alert.ts';
import { linear, place } from './scale.ts';
import { counted, gain, share } from './words.ts';

/** The figures that matter most, of each level and of all. */
export const levelCards = (alerts: readonly ReportAlert[]): Html => html`<div class="levels">
${LEVELS.toReversed().map((level) => card(level, figuresOf(alerts.filter(({ signal }) => signal.level === level)), level.toLowerCase()))}
${card('All levels', figuresOf(alerts), 'all')}
</div>`;

const card = (name: string, figures: Figures, kind: string): Html => {
  const { signals, judged, unjudged, beatRate, interval, meanClv, medianClv, calibrationError } = figures;
  return html`<section class="panel level-card ${kind}" aria-label="${name}">
<h2>${name}</h2>
<p class="headline"><strong>${share(beatRate)}</strong> beat the close</p>
${judged > 0 ? intervalBar(figures) : undefined}
${judged > 0 ? html`<p class="note">95% interval ${share(interval[0])} to ${share(interval[1])}, <span class="nowrap"><i class="mark"></i> claimed ${share(figures.claimed)}</span></p>` : html`<p class="note">No alert could be judged.</p>`}
<dl><div><dt>Alerts</dt><dd>${counted(signals)}</dd></div>
<div><dt>Judged</dt><dd>${counted(judged)}</dd></div>
<div><dt>Unjudged</dt><dd>${counted(unjudged)}</dd></div>
<div><dt>Mean CLV</dt><dd class="${tone(meanClv)}">${gain(meanClv)}</dd></div>
<div><dt>Median CLV</dt><dd class="${tone(medianClv)}">${gain(medianClv)}</dd></div>
<div><dt><abbr title="Expected calibration error over ten bins">Calib. error</abbr></dt><dd>${calibrationError === undefined ? '–' : calibrationError.toFixed(3)}</dd></div></dl>
</section>`;
};

export const tone = (clv: number | undefined): string => (clv === undefined ? '' : clv > 0 ? 'good' : 'bad');

const WIDTH = 200;
const x = linear([0, 1], [0, WIDTH]);

/** The beat rate with its interval between 0 and 100 %, and a mark where it was claimed to be. */
const intervalBar = ({ beatRate = 0, interval: [low, high], claimed = 0 }: Figures): Html =>
  html`<svg class="interval-bar" viewBox="0 0 ${WIDTH} 16" role="img" aria-label="Beat rate ${share(beatRate)}, 95% interval ${share(low)} to ${share(high)}, claimed ${share(claimed)}">
<rect class="track" y="6" width="${WIDTH}" height="4" rx="2"/>
<rect class="range" x="${place(x(low))}" y="4" width="${place(x(high) - x(low))}" height="8" rx="4"/>
<path class="claimed" d="M${place(x(claimed))} 1V15"/>
<circle class="rate" cx="${place(x(beatRate))}" cy="8" r="5"/>
</svg>`;
