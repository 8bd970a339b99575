import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../../shared/ports/clock.ts';
import type { TelemetryRecord } from '../../shared/runtime/local-seam.ts';
import { createDiscordBox, type DiscordBoxOptions } from './discord/box.ts';
import { createEventStream } from './http/event-stream.ts';
import type { OperatorsOptions } from './http/operator-routes.ts';
import { createListener } from './http/routes.ts';
import { foldDiscordMessage, type PostedMessage } from './state/discord-messages.ts';
import type { TrustedOrigins } from './state/message-view.ts';
import type { RoomStatus } from './state/model.ts';
import { createRoom, type Moment, markTold, type RoomUpdate, snapshot, update } from './state/room.ts';
import { foldTelemetry } from './state/telemetry.ts';

/** Pages are told at most this often, however much happens. */
const TELL_EVERY_MS = 200;
/** With nothing new, pages still hear the time, which also shows that the connection lives. */
const HEARTBEAT_MS = 1000;

export interface ControlRoomOptions {
  /** The room's clock: wall time, or the recording's time in a replay. */
  readonly now: Clock;
  /** Wall time, for the uptime and the heartbeat. */
  readonly wall?: Clock;
  /** The Discord stand-in to act in; absent when the real Discord is connected. */
  readonly discord?: DiscordBoxOptions;
  /** The Stripe stand-in, e.g. `http://127.0.0.1:51234`: link buttons lead nowhere else. */
  readonly stripeOrigin?: string;
  /** The telemetry that the operators' page is answered from; absent where none is kept here. */
  readonly operators?: OperatorsOptions;
}

/** The page that shows what the app does, for whoever runs it on this machine. */
export interface ControlRoom {
  /** Node request listener for everything outside `/api`. */
  readonly listener: (request: IncomingMessage, response: ServerResponse) => void;
  readonly telemetry: (record: TelemetryRecord) => void;
  readonly discordMessage: (message: PostedMessage) => void;
  /** Present depth by queue name, poison queues included. */
  readonly queueDepths: (depths: Readonly<Record<string, number>>) => void;
  /** Replaces the given parts of the status. */
  readonly status: (status: Partial<RoomStatus>) => void;
  /** Ends the streams, so that the server can close. */
  readonly stop: () => void;
}

export const createControlRoom = (options: ControlRoomOptions): ControlRoom => {
  const { now, wall = Date.now, discord, stripeOrigin, operators } = options;
  const origins: TrustedOrigins = { images: discord?.imageOrigin, links: stripeOrigin };
  const room = createRoom(discord?.people);
  if (stripeOrigin !== undefined) room.status = { ...room.status, stripeDashboard: new URL('/', stripeOrigin).href };
  const box = discord && createDiscordBox(discord, { now, wall, origins });
  const stream = createEventStream();
  const names = new Map(discord?.people.map(({ id, name }) => [id, name]));
  const nameOf = (userId: string) => names.get(userId);
  const startedAt = wall();
  let toldAt = startedAt;
  const moment = (): Moment => ({
    now: now(),
    uptimeMs: wall() - startedAt,
    ...(box ? { people: box.people.views(({ id, standing }) => room.standings.get(id) ?? standing) } : {}),
  });

  const tell = (): void => {
    const due = room.untold.any || wall() - toldAt >= HEARTBEAT_MS;
    if (!due) return;
    if (stream.listeners() > 0) stream.publish('update', update(room, moment()));
    markTold(room);
    toldAt = wall();
  };
  /** Whatever is untold goes out first: a page that joins with a snapshot must not hear the same news again. */
  const wholeRoom = (): RoomUpdate => {
    tell();
    return snapshot(room, moment());
  };
  const timer = setInterval(tell, TELL_EVERY_MS);
  timer.unref();
  box?.people.onChange(() => {
    room.untold.any = true;
  });

  return {
    listener: createListener({ stream, snapshot: wholeRoom, box, imageOrigin: discord?.imageOrigin, operators, wall }),
    telemetry: (record) => foldTelemetry(room, record, now()),
    discordMessage: (message) => {
      foldDiscordMessage(room, message, { origins, nameOf });
      box?.remember(message);
    },
    queueDepths: (depths) => {
      room.queueDepths = depths;
      room.untold.any = true;
    },
    status: (status) => {
      room.status = { ...room.status, ...status };
      room.untold.any = true;
    },
    stop: () => {
      clearInterval(timer);
      box?.stop();
      stream.close();
    },
  };
};
