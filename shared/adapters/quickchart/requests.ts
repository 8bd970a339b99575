import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import type { ChartRequest } from '../../ports/charts.ts';
import { BodyTooLargeError, readBody } from '../odds-api/read-body.ts';
import { asFailure, statusFailure, unreadable } from './failures.ts';

const MOST_ANSWER_BYTES = 16 * 1024;
const MOST_URL_LENGTH = 512;
/** Where QuickChart's own short URLs point, whichever of its addresses was asked. */
const HOME = 'https://quickchart.io';

const answerSchema = z.object({ success: z.literal(true), url: z.string().max(MOST_URL_LENGTH) });

/** Has the chart kept under a short URL. Throws {@link ChartFailure}. */
export const createShortUrl = async (base: URL, chart: ChartRequest, signal: AbortSignal): Promise<URL> => {
  const url = new URL(base);
  url.pathname = `${base.pathname.replace(/\/+$/, '')}/chart/create`;
  const response = await send(url, {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    // Without a version it would take the configuration for one of Chart.js 2.
    body: JSON.stringify({ version: '4', format: 'png', ...chart }),
    redirect: 'manual',
    signal,
  });
  if (response.status !== 200) throw await refusal(response);
  return readAnswer(await textOf(response), base);
};

/**
 * Looks at a picture until it is there: a new short URL may take a second or two to be known everywhere, it is drawn only when it is
 * looked at, and Discord looks just once. Throws {@link ChartFailure}.
 */
export const lookAt = async (url: URL, againMs: number, signal: AbortSignal): Promise<void> => {
  for (;;) {
    const response = await send(url, { headers: { accept: 'image/png' }, redirect: 'manual', signal });
    await response.body?.cancel();
    const type = response.headers.get('content-type') ?? '';
    if (response.status === 200 && /^image\//.test(type)) return;
    if (response.status === 200) throw unreadable('no picture');
    if (response.status !== 404) throw statusFailure(response.status, response.headers);
    await wait(againMs, undefined, { signal });
  }
};

const send = async (url: URL, request: RequestInit): Promise<Response> => {
  try {
    return await fetch(url, request);
  } catch (error) {
    throw asFailure(error);
  }
};

const refusal = async (response: Response) => {
  await response.body?.cancel();
  return statusFailure(response.status, response.headers);
};

const textOf = async (response: Response): Promise<string> => {
  try {
    return await readBody(response, MOST_ANSWER_BYTES);
  } catch (error) {
    throw error instanceof BodyTooLargeError ? unreadable(error.message) : asFailure(error);
  }
};

const readAnswer = (text: string, base: URL): URL => {
  const answer = answerSchema.safeParse(parseJson(text));
  if (!answer.success) throw unreadable('not what /chart/create answers');
  const url = URL.parse(answer.data.url);
  if (!url || !isOurs(url, base)) throw unreadable('an address that is not its own');
  return url;
};

/** Users are shown nothing from anywhere else. */
const isOurs = (url: URL, base: URL): boolean =>
  (url.protocol === 'https:' || url.protocol === 'http:') &&
  (url.origin === base.origin || url.origin === HOME) &&
  url.username === '' &&
  url.password === '' &&
  url.href.length <= MOST_URL_LENGTH;

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
