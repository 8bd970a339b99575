import type { Quota } from '../../ports/odds-source.ts';
import { failureOf, networkError, statusError, unreadable } from './failures.ts';
import { readQuota } from './quota.ts';
import { BodyTooLargeError, readBody } from './read-body.ts';

/** A JSON array, not yet judged, and the credits that its headers told. */
export interface ListAnswer {
  readonly list: readonly unknown[];
  readonly quota: Quota | undefined;
}

const MOST_BYTES = 8 * 1024 * 1024;
const MOST_ERROR_BYTES = 64 * 1024;
const USUAL_WAIT_MS = 2_000;

/** One attempt at one GET. Throws only {@link OddsSourceError}s, each with the credits told, if any were. */
export const requestList = async (url: URL, signal: AbortSignal, fetcher: typeof fetch): Promise<ListAnswer> => {
  const response = await send(url, signal, fetcher);
  const quota = readQuota(response.headers);
  if (response.status !== 200) throw await refusal(response, quota);
  const text = await readText(response, quota);
  return { list: listIn(text, quota), quota };
};

const send = async (url: URL, signal: AbortSignal, fetcher: typeof fetch): Promise<Response> => {
  try {
    // Followed by hand, that is not at all: the key would travel along.
    return await fetcher(url, { signal, redirect: 'manual', headers: { accept: 'application/json' } });
  } catch (error) {
    throw networkError(error, undefined);
  }
};

const readText = async (response: Response, quota: Quota | undefined): Promise<string> => {
  try {
    return await readBody(response, MOST_BYTES);
  } catch (error) {
    if (error instanceof BodyTooLargeError) throw unreadable(error.message, quota);
    throw networkError(error, quota);
  }
};

/** Without the parser's own message, which quotes the text. */
const listIn = (text: string, quota: Quota | undefined): readonly unknown[] => {
  const body = parseJson(text);
  if (body === undefined)
    throw unreadable(/^\s*</.test(text) ? 'HTML instead of JSON' : 'not JSON, or cut short', quota);
  if (!Array.isArray(body)) throw unreadable('JSON, but not a list', quota);
  return body;
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const refusal = async (response: Response, quota: Quota | undefined) => {
  const text = await readBody(response, MOST_ERROR_BYTES).catch(() => '');
  const code = errorCodeIn(parseJson(text));
  const failure = failureOf(response.status, code, retryAfterMs(response.headers));
  return statusError(response.status, code, failure, quota);
};

/** The provider's `error_code`, only if it looks like one: it goes into logs. */
const errorCodeIn = (body: unknown): string => {
  if (typeof body !== 'object' || body === null || !('error_code' in body)) return '';
  return typeof body.error_code === 'string' && /^[A-Z_]{1,64}$/.test(body.error_code) ? body.error_code : '';
};

/** Retry-After in seconds, as this provider would send it; otherwise what its documentation advises. */
const retryAfterMs = (headers: Headers): number => {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  return seconds > 0 && Number.isFinite(seconds) ? seconds * 1_000 : USUAL_WAIT_MS;
};
