import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../../../shared/ports/clock.ts';
import type { DiscordBox } from '../discord/box.ts';
import type { RoomUpdate } from '../state/room.ts';
import { type Asset, loadAssets } from './assets.ts';
import { discordRoutes } from './discord-routes.ts';
import type { EventStream } from './event-stream.ts';
import { type OperatorsOptions, operatorRoutes } from './operator-routes.ts';
import { answer, answerJson, refuse } from './reply.ts';

/** Nothing from elsewhere but the pictures of one origin, nothing inline: text that slipped through as markup could still not run. */
const headersWith = (imageOrigin: string | undefined): Readonly<Record<string, string>> => ({
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `img-src 'self'${imageOrigin === undefined ? '' : ` ${new URL(imageOrigin).origin}`}`,
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
});

export interface RouteDeps {
  readonly stream: EventStream;
  readonly snapshot: () => RoomUpdate;
  /** Undefined when the real Discord is connected. */
  readonly box: DiscordBox | undefined;
  /** Where pictures may come from, beside the room itself. */
  readonly imageOrigin: string | undefined;
  /** Undefined where no telemetry is kept. */
  readonly operators: OperatorsOptions | undefined;
  readonly wall: Clock;
}

export type Route = (response: ServerResponse, request: IncomingMessage) => void | Promise<void>;

const assetRoutes = (assets: ReadonlyMap<string, Asset>): [string, Route][] =>
  [...assets].map(([path, { type, body }]) => [`GET ${path}`, (response) => answer(response, 200, type, body)]);

/** The control room's few routes: the pages, their files, the state once, the state as it changes, the box to act in, the operators' tiles. */
export const createListener = ({ stream, snapshot, box, imageOrigin, operators, wall }: RouteDeps) => {
  const headers = headersWith(imageOrigin);
  const routes = new Map<string, Route>([
    ...assetRoutes(loadAssets()),
    ['GET /room/state', (response) => answerJson(response, snapshot())],
    [
      'GET /room/events',
      (response) => {
        if (!stream.join(response, snapshot())) refuse(response, 503, 'Too many pages are open. Close one and reload.');
      },
    ],
    ...discordRoutes(box),
    ...operatorRoutes(operators, wall),
  ]);
  const methodOf = (path: string) => ['GET', 'POST'].find((method) => routes.has(`${method} ${path}`));

  const handle: Route = async (response, request) => {
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    const method = methodOf(path);
    if (method === undefined) refuse(response, 404, 'Nothing here. The control room is at /');
    else if (request.method !== method) refuse(response.setHeader('allow', method), 405, `Only ${method}.`);
    else await routes.get(`${method} ${path}`)?.(response, request);
  };
  return (request: IncomingMessage, response: ServerResponse): void => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    Promise.resolve(handle(response, request)).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else refuse(response, 500, `The control room failed: ${String(error)}`);
    });
  };
};
