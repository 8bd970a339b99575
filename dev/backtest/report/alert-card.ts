import { bookName } from '../../../shared/discord/bookmakers.ts';
import { oddsText } from '../../../shared/discord/format.ts';
import { alertChart } from './alert-chart.ts';
import { type Html, html } from './html.ts';
import type { ReportAlert } from './report-alert.ts';
import { gain, MARKETS, minus, momentText, pickText, share, spanText, TYPES } from './words.ts';

/** One alert: what it said, what became of it, and the lines of all books around it. */
export function alertCard(alert: ReportAlert, id: string): Html {
  const { signal, clv, closingProbability, time, start, lines } = alert;
  const { event, offer, level, type, confidence, fairProbability, suspect } = signal;
  return html`<article class="card">
<header><h3>${pickText(signal)} <span class="price">@ ${minus(oddsText(offer.price))}</span></h3>
<p class="clv ${(clv ?? 0) > 0 ? 'good' : 'bad'}"><span class="unseen">closing line value </span>${gain(clv)}</p></header>
<p class="where"><span class="level ${level.toLowerCase()}">${level}</span> <strong>${bookName(offer.book)}</strong> · ${event.away} at ${event.home} · ${event.leagueTitle}, ${MARKETS[signal.market]}</p>
<p class="when">${momentText(time)}, ${spanText(start - time)} before the start</p>
${lines.length > 0 ? alertChart(alert, id) : html`<p class="empty">Its lines were not kept.</p>`}
<dl><div><dt>Type</dt><dd>${TYPES[type]}${suspect ? ', suspect' : ''}</dd></div>
<div><dt>Confidence</dt><dd>${share(confidence)}</dd></div>
<div><dt>Fair at the alert</dt><dd>${share(fairProbability, 1)}</dd></div>
<div><dt>Fair at the close</dt><dd>${share(closingProbability, 1)}</dd></div></dl>
</article>`;
}
