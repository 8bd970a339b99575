import { byId, el, setText } from './dom.js';
import { megabytes, percent, span } from './format.js';

/** @import { RoomUpdate } from '../state/room.ts' */
/** @import { RoomMode } from '../state/model.ts' */

/** @param {RoomMode} mode */
const modeText = (mode) => {
  if (mode.kind === 'simulated') return 'Simulated market';
  if (mode.kind === 'live') return 'Real services';
  const speed = mode.speed === 'max' ? 'full speed' : `${mode.speed}×`;
  return `Replay ${speed} · ${percent(mode.progress, 1)}`;
};

const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });

/** The way to where payments are played. @param {string | undefined} href */
const paintDashboard = (href) => {
  const place = byId('stripe');
  if ((place.querySelector('a')?.getAttribute('href') ?? undefined) === href) return;
  const text = 'Stripe stand-in: dashboard ↗';
  place.replaceChildren(...(href === undefined ? [] : [el('a', { href, target: '_blank', rel: 'noopener' }, text)]));
};

/** The strip at the top: mode, clock, vitals. @param {RoomUpdate} room */
export const paintHeader = ({ status, now, uptimeMs }) => {
  const { mode } = status;
  const progress = /** @type {HTMLProgressElement} */ (byId('progress'));
  setText(byId('mode'), modeText(mode));
  byId('mode').setAttribute('data-kind', mode.kind);
  progress.hidden = mode.kind !== 'replay';
  if (mode.kind === 'replay') progress.value = mode.progress;
  setText(byId('clock'), day.format(now));
  setText(byId('uptime'), span(uptimeMs));
  paintDashboard(status.stripeDashboard);
  setText(byId('memory'), megabytes(status.workerMemoryBytes));
};

/** @param {'live' | 'reconnecting'} state */
export const paintConnection = (state) => {
  setText(byId('connection'), state);
  byId('connection').setAttribute('data-state', state);
};
