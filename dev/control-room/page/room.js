import { createAlerts } from './alerts.js';
import { createConsole } from './console.js';
import { createDiscordBox } from './discord-box.js';
import { paintConnection, paintHeader } from './header.js';
import { createMarkets } from './markets.js';
import { createPipeline } from './pipeline.js';

/** @import { RoomUpdate } from '../state/room.ts' */

const paintPipeline = createPipeline();
const log = createConsole();

/** @type {RoomUpdate | undefined} */
let latest;
let asked = false;

const paint = () => {
  asked = false;
  if (!latest) return;
  paintHeader(latest);
  paintPipeline(latest.pipeline, latest.status.services);
  markets.paint(latest.now);
  alerts.refresh(latest.now);
  discord.refreshTimes(latest.now);
  log.paint();
};

/** Draws before the next frame, once, however much has come in; a hidden page draws nothing. */
const askToPaint = () => {
  if (asked) return;
  asked = true;
  requestAnimationFrame(paint);
};

const markets = createMarkets(askToPaint);
const discord = createDiscordBox(
  () => latest?.now ?? Date.now(),
  (personId) => alerts.seeAs(personId),
);
const alerts = createAlerts((personId) => discord.actAs(personId));

/** @param {RoomUpdate} update */
const take = (update) => {
  latest = update;
  markets.change(update.markets, update.gone);
  alerts.live(update.people ?? []);
  alerts.add(update.alerts, update.now);
  discord.live(update.people ?? []);
  log.add(update.logs);
  askToPaint();
};

const stream = new EventSource('/room/events');
stream.addEventListener('snapshot', ({ data }) => {
  alerts.clear();
  markets.clear();
  log.clear();
  take(JSON.parse(data));
  void discord.refresh();
  paintConnection('live');
});
stream.addEventListener('update', ({ data }) => take(JSON.parse(data)));
stream.addEventListener('error', () => paintConnection('reconnecting'));
