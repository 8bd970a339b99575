import { takeOrder } from '../control.ts';
import { createFaults, type Faults } from '../faults.ts';
import { startStandIn } from '../http.ts';
import { type Call, json, type Reply } from '../reply.ts';
import { createWindow } from '../window.ts';
import { createCredits } from './credits.ts';
import { errorReply } from './errors.ts';
import type { OddsFeed } from './feed.ts';
import { presentEvents, presentOdds } from './present.ts';
import { readEventsQuery, readOddsQuery } from './query.ts';

export interface OddsApiOptions {
  readonly feed: OddsFeed;
  /** Epoch ms: dates the monthly reset and the frequency limit. */
  readonly now: () => number;
  /** Credits a month. */
  readonly credits: number;
  /** Keys it accepts; absent: any. */
  readonly keys?: readonly string[];
  /** Calls a second before it answers 429; the provider's is 30. */
  readonly callsPerSecond?: number;
  readonly port?: number;
}

interface OddsApiStats {
  readonly requests: number;
  readonly paidCalls: number;
  readonly errors: number;
  readonly creditsUsed: number;
  readonly creditsRemaining: number;
}

export interface OddsApi {
  /** Base address, without `/v4`. */
  readonly url: string;
  readonly control: Faults;
  stats(): OddsApiStats;
  stop(): Promise<void>;
}

const LEAGUE_PATH = /^\/v4\/sports\/(?<sport>[^/]+)\/(?<what>events|odds)\/?$/;

/** Answers of the API alone, without faults. */
const createApi = ({ feed, now, keys, credits: monthly, callsPerSecond = 30 }: OddsApiOptions) => {
  const credits = createCredits(monthly, now);
  const second = createWindow(callsPerSecond, 1000, now);
  let paidCalls = 0;

  const sports = (): Reply =>
    json(
      200,
      feed.sports().map((sport) => ({ active: true, ...sport, has_outrights: false })),
      credits.headers(0),
    );

  const events = (sport: string, call: Call): Reply => {
    const found = feed.events(sport);
    if (!found) return errorReply('UNKNOWN_SPORT', credits.headers(0));
    const checked = readEventsQuery(call.query);
    if ('error' in checked) return errorReply(checked.error, credits.headers(0));
    return json(200, presentEvents(found, checked.query), credits.headers(0));
  };

  const odds = (sport: string, call: Call): Reply => {
    const found = feed.events(sport);
    if (!found) return errorReply('UNKNOWN_SPORT', credits.headers(0));
    const checked = readOddsQuery(call.query);
    if ('error' in checked) return errorReply(checked.error, credits.headers(0));
    const answer = presentOdds(feed, found, checked.query);
    const cost = answer.length === 0 ? 0 : checked.query.cost;
    if (!credits.spend(cost)) return errorReply('OUT_OF_USAGE_CREDITS', credits.headers(0));
    if (cost > 0) paidCalls += 1;
    return json(200, answer, credits.headers(cost));
  };

  const handle = (call: Call): Reply => {
    const key = call.query.get('apiKey');
    if (!key) return errorReply('MISSING_KEY');
    if (keys && !keys.includes(key)) return errorReply('INVALID_KEY');
    if (!second.take()) return errorReply('EXCEEDED_FREQ_LIMIT');
    if (/^\/v4\/sports\/?$/.test(call.path)) return sports();
    const { sport, what } = LEAGUE_PATH.exec(call.path)?.groups ?? {};
    if (sport === undefined || call.method !== 'GET') return json(404, { message: 'Not found' });
    return what === 'odds' ? odds(sport, call) : events(sport, call);
  };

  return { handle, credits, paidCalls: () => paidCalls };
};

/** Starts a server that speaks The Odds API v4 on a loopback port; `POST /__control` takes faults. */
export const startOddsApi = async (options: OddsApiOptions): Promise<OddsApi> => {
  const { handle, credits, paidCalls } = createApi(options);
  const faults = createFaults();
  let requests = 0;
  let errors = 0;
  const stats = (): OddsApiStats => ({
    requests,
    paidCalls: paidCalls(),
    errors,
    creditsUsed: credits.used(),
    creditsRemaining: credits.remaining(),
  });
  const failure = (kind: 'bad-key' | 'out-of-credits' | 'too-many-requests'): Reply => {
    if (kind === 'bad-key') return errorReply('INVALID_KEY');
    if (kind === 'too-many-requests') return errorReply('EXCEEDED_FREQ_LIMIT');
    return errorReply('OUT_OF_USAGE_CREDITS', { ...credits.headers(0), 'x-requests-remaining': '0' });
  };
  const { origin, stop } = await startStandIn({
    port: options.port,
    handle,
    faults,
    failure,
    control: (order) => takeOrder(faults, stats, order),
    observe: (_, reply) => {
      requests += 1;
      if (reply.status >= 400) errors += 1;
    },
  });
  return { url: origin, control: faults, stats, stop };
};
