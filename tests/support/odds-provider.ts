import { createServer, type ServerResponse } from 'node:http';
import { listenOnLoopback } from '../../dev/services/loopback.ts';
import { LEAGUE } from './games.ts';

/** An answer of the provider: a text with status 200, or whatever the test does with the response. */
export type Answer = string | ((response: ServerResponse) => void);

const SPORTS = JSON.stringify([{ key: LEAGUE, active: true }]);

/** A provider that says to `/odds` exactly what a test wants, well-formed or not, and to `/events` and `/sports` what is well-formed. */
export interface OddsProvider {
  readonly url: string;
  answer(odds: Answer): void;
  schedule(events: readonly { readonly id: string; readonly commence_time: string }[]): void;
  stop(): Promise<void>;
}

export async function startOddsProvider(): Promise<OddsProvider> {
  let odds: Answer = '[]';
  let events = '[]';
  const server = createServer((request, response) => {
    const path = request.url?.split('?')[0];
    const answer = path?.endsWith('/odds') ? odds : path?.endsWith('/sports') ? SPORTS : events;
    if (typeof answer === 'string') response.end(answer);
    else answer(response);
  });
  const port = await listenOnLoopback(server);
  return {
    url: `http://127.0.0.1:${port}`,
    answer: (next) => {
      odds = next;
    },
    schedule: (next) => {
      events = JSON.stringify(next);
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
