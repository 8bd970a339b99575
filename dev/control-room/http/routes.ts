import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RoomUpdate } from '../state/room.ts';
import { type Asset, loadAssets } from './assets.ts';
import type { EventStream } from './event-stream.ts';

/** Nothing from elsewhere, nothing inline: text from outside that slipped through as markup could still not run. */
const HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
} as const;

const answer = (response: ServerResponse, status: number, type: string, body: string | Buffer): void => {
  response.writeHead(status, { 'content-type': type });
  response.end(body);
};

const refuse = (response: ServerResponse, status: number, text: string): void =>
  answer(response, status, 'text/plain; charset=utf-8', `${text}\n`);

export interface RouteDeps {
  readonly stream: EventStream;
  readonly snapshot: () => RoomUpdate;
}

type Route = (response: ServerResponse) => void;

const assetRoutes = (assets: ReadonlyMap<string, Asset>): [string, Route][] =>
  [...assets].map(([path, { type, body }]) => [path, (response) => answer(response, 200, type, body)]);

/** The control room's few routes: the page, its files, the state once, the state as it changes. */
export const createListener = ({ stream, snapshot }: RouteDeps) => {
  const routes = new Map<string, Route>([
    ...assetRoutes(loadAssets()),
    ['/room/state', (response) => answer(response, 200, 'application/json; charset=utf-8', JSON.stringify(snapshot()))],
    [
      '/room/events',
      (response) => {
        if (!stream.join(response, snapshot())) refuse(response, 503, 'Too many pages are open. Close one and reload.');
      },
    ],
  ]);
  return (request: IncomingMessage, response: ServerResponse): void => {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
    const route = routes.get((request.url ?? '/').split('?', 1)[0] ?? '/');
    if (!route) refuse(response, 404, 'Nothing here. The control room is at /');
    else if (request.method === 'GET') route(response);
    else refuse(response.setHeader('allow', 'GET'), 405, 'Only GET.');
  };
};
