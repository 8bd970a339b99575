import { isBrokenCircuitError, isTaskCancelledError } from 'cockatiel';

/** Why there is no picture, as it is counted. */
type Failure = 'refused' | 'rate-limited' | 'unavailable' | 'unreadable' | 'timeout' | 'not-asked';

/** No picture. The message is for a person. */
export class ChartFailure extends Error {
  override readonly name = 'ChartFailure';
  readonly kind: Failure;
  /** What the service said of it, for operators. */
  readonly detail: string;
  constructor(kind: Failure, message: string, detail = '', options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
    this.detail = detail;
  }
}

/** The service is in trouble: after a few of these it is left alone for a while. What it refuses or we cannot read is not one. */
export const isOutage = (error: unknown): boolean =>
  isTaskCancelledError(error) ||
  (error instanceof ChartFailure && (error.kind === 'unavailable' || error.kind === 'rate-limited'));

/** What a status other than 200 means. */
export const statusFailure = (status: number, headers: Headers): ChartFailure => {
  const detail = saidIn(headers);
  if (status === 429) return new ChartFailure('rate-limited', 'QuickChart draws no more for us right now', detail);
  // 3xx and 408: something between us and the service, not our chart.
  if (status < 400 || status === 408 || status >= 500)
    return new ChartFailure('unavailable', `QuickChart is not available (HTTP ${status})`, detail);
  return new ChartFailure('refused', `QuickChart refused the chart (HTTP ${status})`, detail);
};

export const unreadable = (detail: string): ChartFailure =>
  new ChartFailure('unreadable', 'QuickChart gave an answer that makes no sense', detail);

/** Whatever a call ended with. */
export const asFailure = (error: unknown): ChartFailure => {
  if (error instanceof ChartFailure) return error;
  if (isTaskCancelledError(error)) return new ChartFailure('timeout', 'QuickChart did not answer in time');
  if (isBrokenCircuitError(error)) return new ChartFailure('not-asked', 'QuickChart failed too often just now');
  return new ChartFailure('unavailable', 'QuickChart cannot be reached', codeOf(error), { cause: error });
};

/** What the service puts into a header when it could not draw, printable and bounded. */
const saidIn = (headers: Headers): string =>
  (headers.get('x-quickchart-error') ?? '').replace(/[^\x20-\x7e]+/g, ' ').slice(0, 200);

/** What broke: fetch itself says only that it failed, and keeps the reason as the cause. */
const codeOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'unknown';
  const { code } = error as NodeJS.ErrnoException;
  if (typeof code === 'string') return code;
  return error.cause instanceof Error ? codeOf(error.cause) : error.name;
};
