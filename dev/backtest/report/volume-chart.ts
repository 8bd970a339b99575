import { LEVELS } from '../../../shared/domain/signal/signal.ts';
import { type Html, html } from './html.ts';
import { place } from './scale.ts';
import { type DayVolume, type LeagueVolume, sumOf } from './volume.ts';
import { dayText, some } from './words.ts';

const SLOT = 10;
const BAR = 8;
const HEIGHT = 64;

/** A league's days as bars, stacked by level with the highest at the bottom, and in words what they come to. */
export function volumeChart(volume: LeagueVolume): Html {
  const { title, days, alerts, recordedDays, perDay, mediumAndHighPerDay } = volume;
  const most = Math.max(1, ...days.map(({ counts }) => sumOf(counts)));
  const busiest = days.find(({ counts }) => sumOf(counts) === most);
  const width = days.length * SLOT;
  const label = `${title}: alerts a day`;
  return html`<figure class="volume">
<figcaption><strong>${title}</strong> <span>${perDay.toFixed(1)} a day, of them ${mediumAndHighPerDay.toFixed(1)} Medium and High</span></figcaption>
<svg viewBox="0 0 ${width} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${label}">
<path class="axis" d="M0 ${HEIGHT - 0.5}H${width}"/>
${days.map((day, index) => dayBar(day, index * SLOT + (SLOT - BAR) / 2, most))}
</svg>
<p class="ends"><span>${ends(days[0])}</span><span>${some(alerts, 'alert')} on ${some(recordedDays, 'day')}${busiest ? `, at most ${most} (${ends(busiest)})` : ''}</span><span>${ends(days.at(-1))}</span></p>
</figure>`;
}

function dayBar({ day, counts, isRecorded }: DayVolume, x: number, most: number): Html {
  if (!isRecorded && sumOf(counts) === 0)
    return html`<rect class="gap" x="${x}" y="${HEIGHT - 3}" width="${BAR}" height="3"><title>${day}: no snapshot</title></rect>`;
  let top = HEIGHT;
  const parts = LEVELS.toReversed().map((level) => {
    const height = (counts[level] / most) * (HEIGHT - 2);
    top -= height;
    return counts[level] === 0
      ? undefined
      : html`<rect class="${level.toLowerCase()}" x="${x}" y="${place(top)}" width="${BAR}" height="${place(height)}"/>`;
  });
  const told = LEVELS.toReversed().map((level) => `${counts[level]} ${level}`);
  return html`<g><title>${day}: ${told.join(', ')}</title><rect class="hit" x="${x}" y="0" width="${BAR}" height="${HEIGHT}"/>${parts}</g>`;
}

const ends = (day: DayVolume | undefined): string => (day ? dayText(Date.parse(day.day)) : '');
