import { ConsecutiveBreaker, circuitBreaker, handleWhen, TimeoutStrategy, timeout } from 'cockatiel';
import type { ChartRequest, Charts } from '../../ports/charts.ts';
import type { Telemetry } from '../../ports/telemetry.ts';
import { inSpan } from '../../runtime/span.ts';
import { asFailure, type ChartFailure, isOutage } from './failures.ts';
import { createShortUrl, lookAt } from './requests.ts';

export interface QuickChartOptions {
  /** E.g. `https://quickchart.io`. */
  readonly baseUrl: string;
  readonly telemetry: Telemetry;
  /** For the short URL, and again for the picture to be there; default 4,000: a person waits for both. */
  readonly timeoutMs?: number;
  /** Between two looks at a picture that is not there yet; default 400. */
  readonly lookAgainMs?: number;
  /** How long a service that fails is left alone; default 30,000. */
  readonly breakerMs?: number;
}

const FAILURES_TO_OPEN = 5;

/**
 * QuickChart: keeps a configuration under a short URL and draws it for whoever looks. Counted in `chart_requests{result}`. No second
 * try: the answer goes without a chart instead. Throws when `baseUrl` is no URL.
 */
export const createQuickChart = (options: QuickChartOptions): Charts => {
  const { telemetry, lookAgainMs = 400 } = options;
  const base = new URL(options.baseUrl);
  const limit = timeout(options.timeoutMs ?? 4_000, TimeoutStrategy.Aggressive);
  const breaker = breakerOf(options);

  const drawNow = async (chart: ChartRequest): Promise<URL> => {
    const url = await limit.execute(({ signal }) => createShortUrl(base, chart, signal));
    await limit.execute(({ signal }) => lookAt(url, lookAgainMs, signal));
    return url;
  };

  return {
    async draw(chart) {
      try {
        const url = await inSpan({ name: 'chart', kind: 'client', attributes: { service: 'quickchart' } }, () =>
          breaker.execute(() => drawNow(chart)),
        );
        telemetry.count('chart_requests', 1, { result: 'ok' });
        return { kind: 'ok', url: url.href };
      } catch (error) {
        const failure = asFailure(error);
        telemetry.count('chart_requests', 1, { result: failure.kind });
        tell(telemetry, failure);
        return { kind: 'unavailable', reason: failure.message };
      }
    },
  };
};

/** It counts both calls as one: a service that keeps charts but draws none is down. */
const breakerOf = ({ telemetry, breakerMs = 30_000 }: QuickChartOptions) => {
  const breaker = circuitBreaker(handleWhen(isOutage), {
    breaker: new ConsecutiveBreaker(FAILURES_TO_OPEN),
    halfOpenAfter: breakerMs,
  });
  breaker.onBreak(() => telemetry.warn('quickchart_circuit_opened', { forMs: breakerMs }));
  breaker.onReset(() => telemetry.info('quickchart_circuit_closed'));
  return breaker;
};

/** A chart that is refused is our mistake, and stays one. */
const tell = (telemetry: Telemetry, { kind, message, detail }: ChartFailure): void => {
  const fields = { kind, reason: message, detail };
  if (kind === 'refused') telemetry.error('chart_refused', fields);
  else telemetry.warn('chart_unavailable', fields);
};
