import type { MarketType } from '../../domain/market/market.ts';
import type { Clock } from '../../ports/clock.ts';
import type { OddsSource } from '../../ports/odds-source.ts';
import type { Telemetry } from '../../ports/telemetry.ts';
import { inSpan } from '../../runtime/span.ts';
import { asSourceError } from './failures.ts';
import { parseOdds } from './parse-odds.ts';
import { parseSchedule } from './parse-schedule.ts';
import { parseSports } from './parse-sports.ts';
import { marketKey } from './provider-keys.ts';
import { type ListAnswer, requestList } from './request.ts';
import { createPolicy, DEFAULT_TIMEOUTS, type Timeouts } from './resilience.ts';

export interface OddsApiOptions {
  /** Without the version, e.g. `https://api.the-odds-api.com`. */
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly markets: readonly MarketType[];
  /** E.g. `us`. Not sent when there are bookmakers. */
  readonly regions: readonly string[];
  /** Provider's book keys: replace the regions. */
  readonly bookmakers?: readonly string[];
  readonly now: Clock;
  readonly telemetry: Telemetry;
  readonly fetch?: typeof fetch;
  readonly timeouts?: Partial<Timeouts>;
}

/**
 * The Odds API, version 4, as a source of odds: decimal prices, ISO times. Failures are told apart, passing ones tried again
 * (all within `timeouts.totalMs`), and the credits read from every answer. Throws when `baseUrl` is no URL.
 */
export const createOddsApi = (options: OddsApiOptions): OddsSource => {
  const { apiKey, now, telemetry } = options;
  const base = new URL(options.baseUrl);
  const fetcher = options.fetch ?? fetch;
  const policy = createPolicy({ ...DEFAULT_TIMEOUTS, ...options.timeouts }, telemetry);
  const oddsQuery = { ...oddsQueryOf(options), oddsFormat: 'decimal', dateFormat: 'iso' };

  const get = async (endpoint: string, query: Record<string, string>, league?: string): Promise<ListAnswer> => {
    const path = league === undefined ? endpoint : `sports/${encodeURIComponent(league)}/${endpoint}`;
    const url = urlOf(base, `v4/${path}`, { apiKey, ...query });
    try {
      const answer = await inSpan(
        { name: `GET ${endpoint}`, kind: 'client', attributes: { service: 'odds-api' } },
        () => policy.execute(({ signal }) => requestList(url, signal, fetcher)),
      );
      telemetry.count('odds_api_calls', 1, { endpoint, result: 'ok' });
      return answer;
    } catch (error) {
      const failed = asSourceError(error);
      telemetry.count('odds_api_calls', 1, { endpoint, result: failed.failure.kind });
      throw failed;
    }
  };

  return {
    async sports() {
      // Without `all` it lists the leagues in season only, and one out of season would look like one that is not there.
      const { list, quota } = await get('sports', { all: 'true' });
      return { ...parseSports(list), quota };
    },
    async schedule(league) {
      const { list, quota } = await get('events', { dateFormat: 'iso' }, league);
      return { ...parseSchedule(list), quota };
    },
    async odds(league) {
      const { list, quota } = await get('odds', oddsQuery, league);
      return { observedAt: now(), ...parseOdds(list, { league }), quota };
    },
  };
};

const oddsQueryOf = ({ markets, regions, bookmakers = [] }: OddsApiOptions): Record<string, string> => ({
  markets: markets.map(marketKey).join(','),
  ...(bookmakers.length > 0 ? { bookmakers: bookmakers.join(',') } : { regions: regions.join(',') }),
});

const urlOf = (base: URL, path: string, query: Record<string, string>): URL => {
  const url = new URL(base);
  url.pathname = `${base.pathname.replace(/\/+$/, '')}/${path}`;
  url.search = new URLSearchParams(query).toString();
  return url;
};
