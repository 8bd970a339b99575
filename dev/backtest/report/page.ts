import { LEVELS } from '../../../shared/domain/signal/signal.ts';
import { alertCard } from './alert-card.ts';
import { clvChart } from './clv-chart.ts';
import { figureTable } from './figure-table.ts';
import { figuresOf } from './figures.ts';
import { type Html, html } from './html.ts';
import { levelCards } from './level-cards.ts';
import { reliabilityChart } from './reliability-chart.ts';
import type { Report } from './report.ts';
import { extremes, type ReportAlert } from './report-alert.ts';
import { STYLE } from './style.ts';
import { type LeagueVolume, meanOfDaysWithAny, volumeOf } from './volume.ts';
import { volumeChart } from './volume-chart.ts';
import { counted, dayText, gain, reasonText, share, some, TYPES } from './words.ts';

/** A backtest as one page that needs nothing else: no script, no other file, nothing from the network. */
export const reportPage = (report: Report): string =>
  `${
    html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Backtest: ${some(report.alerts.length, 'alert')}, ${datesText(report)}</title>
<style>${STYLE}</style>
</head>
<body>
${header(report)}
<main>
${report.alerts.length > 0 ? body(report) : nothing(report)}
</main>
</body>
</html>
`.markup
  }`;

const datesText = ({ span }: Report): string => {
  if (!span) return 'no snapshot';
  const [from, until] = [dayText(span.from), dayText(span.until)];
  return from === until ? from : `${from} to ${until}`;
};

const header = (report: Report): Html => html`<header class="top">
<p class="brand">OddsTracker <span>backtest</span></p>
<h1>${verdict(report)}</h1>
<p class="facts">${datesText(report)} · ${some(report.snapshots, 'snapshot')} · ${some(report.leagues.length, 'league')} · ${some(report.alerts.length, 'alert')}</p>
<details><summary>${some(report.files.length, 'recording')}</summary><p>${report.files.join(', ')}</p></details>
</header>`;

/** The whole page in a sentence. */
function verdict({ alerts }: Report): string {
  if (alerts.length === 0) return 'No alert was raised';
  const { judged, beatRate, meanClv } = figuresOf(alerts);
  if (judged === 0) return `${some(alerts.length, 'alert')}, none of which could be judged`;
  return `${share(beatRate)} of ${some(judged, 'judged alert')} beat the close; mean closing line value ${gain(meanClv)}`;
}

const nothing = ({ snapshots, leagues }: Report): Html =>
  html`<p class="panel empty">${
    snapshots === 0
      ? 'There is no snapshot in these recordings.'
      : leagues.length === 0
        ? 'There is no game in these recordings.'
        : 'No price in these recordings was worth an alert.'
  }</p>`;

function body(report: Report): Html {
  const { alerts, leagues } = report;
  const volumes = leagues.map((league) => volumeOf(league, alerts));
  const byLeague = leagues.map(({ league, title }) => ({
    name: title,
    alerts: alerts.filter(({ signal }) => signal.event.league === league),
  }));
  const byType = [...Map.groupBy(alerts, ({ signal }) => signal.type)].map(([type, own]) => ({
    name: TYPES[type],
    alerts: own,
  }));
  return html`${levelCards(alerts)}
<div class="pair">
<section class="panel"><h2>Is the confidence true?</h2>
<p class="note">Each dot: alerts with about the same claim, and the share of them that beat the close. On the dashed line a claim is exactly true; above it we promise too little, below it too much. Bars: 95% intervals.</p>
${reliabilityChart(alerts)}</section>
<section class="panel"><h2>What was the price worth?</h2>
<p class="note">Closing line value: the price taken × the fair chance at the close − 1. What lies beyond the axis is counted in its last bars.</p>
${clvChart(alerts)}</section>
</div>
${volumeSection(volumes)}
<section class="panel"><h2>League by league</h2>${figureTable('Figures by league and level', 'League', byLeague)}</section>
<section class="panel"><h2>Type by type</h2>${figureTable('Figures by alert type and level', 'Type', byType)}</section>
${extremesSection(alerts)}
${unjudgedSection(alerts)}
${explanation()}`;
}

const volumeSection = (
  volumes: readonly LeagueVolume[],
): Html => html`<section class="panel"><h2>How many are there?</h2>
<p class="note">Alerts a day (UTC) of each league. Medium and High together: ${perLeagueDay(volumes)} per league and recorded day; ${meanOfDaysWithAny(volumes)?.toFixed(1) ?? 0} on those that had any.</p>
<p class="legend">${LEVELS.toReversed().map((level) => html`<span><i class="${level.toLowerCase()}"></i>${level}</span>`)}</p>
<div class="volumes">${volumes.map(volumeChart)}</div></section>`;

const perLeagueDay = (volumes: readonly LeagueVolume[]): string => {
  const days = volumes.reduce((sum, { recordedDays }) => sum + recordedDays, 0);
  const alerts = volumes.reduce((sum, volume) => sum + volume.mediumAndHighPerDay * volume.recordedDays, 0);
  return (alerts / days).toFixed(1);
};

function extremesSection(alerts: readonly ReportAlert[]): Html {
  const { best, worst } = extremes(alerts, ({ clv }) => clv);
  return html`${cards('best', 'The best', best, true)}${cards('worst', 'The worst', worst, false)}`;
}

const cards = (id: string, title: string, alerts: readonly ReportAlert[], withLegend: boolean): Html | undefined =>
  alerts.length === 0
    ? undefined
    : html`<section class="cards-section" aria-labelledby="${id}"><h2 id="${id}">${title} ${counted(alerts.length)}, by closing line value</h2>
${withLegend ? chartLegend() : undefined}
<div class="cards">${alerts.map((alert, index) => alertCard(alert, `${id}-${index}`))}</div></section>`;

const chartLegend =
  (): Html => html`<p class="note">Fair chance of the pick, the vig removed. Above the dashed line the pick is worth more than its price asks for: an alert was right when its close lies there. Times in UTC.</p>
<p class="legend"><span><i class="line own"></i>the book to take</span><span><i class="line consensus"></i>all books together</span><span><i class="line book"></i>each other book</span><span><i class="line needed"></i>what the price needs</span></p>`;

function unjudgedSection(alerts: readonly ReportAlert[]): Html | undefined {
  const unjudged = alerts.filter(({ clv }) => clv === undefined);
  if (unjudged.length === 0) return undefined;
  const reasons = [...Map.groupBy(unjudged, ({ reason = 'unknown' }) => reason)].sort(
    ([, a], [, b]) => b.length - a.length,
  );
  return html`<section class="panel"><h2>${some(unjudged.length, 'alert')} without a judgement</h2>
<ul>${reasons.map(([reason, some]) => html`<li><strong>${counted(some.length)}</strong> ${reasonText(reason)}</li>`)}</ul></section>`;
}

const explanation = (): Html => html`<details class="panel"><summary>How these figures are made</summary>
<dl class="terms">
<dt>Beats the close</dt><dd>The price named in the alert × the fair chance of its pick by the closing line is more than 1. The closing line is the last snapshot before the start, at most two hours old, of four books or more; the vig is removed by the power method; the median of the books decides, at the pick’s own point where three of them are there.</dd>
<dt>95% interval</dt><dd>Wilson’s score interval of the share.</dd>
<dt>Claimed</dt><dd>The mean confidence of the alerts that could be judged.</dd>
<dt>Calibration error</dt><dd>Ten bins of confidence: the distance between claim and outcome in each, in the mean over all judged alerts. 0 is perfect.</dd>
<dt>Unjudged</dt><dd>Alerts of an event without a closing line. They are counted, but are in none of the shares.</dd>
</dl></details>`;
