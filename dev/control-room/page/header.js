import { byId, setText } from './dom.js';
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
  setText(byId('memory'), megabytes(status.workerMemoryBytes));
};

/** @param {'live' | 'reconnecting'} state */
export const paintConnection = (state) => {
  setText(byId('connection'), state);
  byId('connection').setAttribute('data-state', state);
};
