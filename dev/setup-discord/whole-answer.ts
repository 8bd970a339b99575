import type { RESTOptions } from '@discordjs/rest';

/** What answered does not speak JSON, as Discord always does: a proxy, a firewall, or Discord's own gate when nothing stands behind. */
export class NotJsonError extends Error {
  override readonly name = 'NotJsonError';
  readonly status: number;
  /** Of the web page that came; undefined when none came. */
  readonly title: string | undefined;

  constructor(status: number, title: string | undefined) {
    super(`status ${status}, no JSON`);
    this.status = status;
    this.title = title;
  }
}

const MOST_TITLE = 80;
/** Titles come from strangers: nothing of them may steer a terminal. */
const titleOf = (page: string): string | undefined =>
  /<title[^>]*>([^<]*)/i
    .exec(page)?.[1]
    ?.replaceAll(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, MOST_TITLE) || undefined;

/** An answer may carry no body with these. */
const BODILESS = [204, 205, 304];

/**
 * Asks, and reads the answer to its end while the client's patience still counts: one that stalls in the middle is late too.
 * Throws a {@link NotJsonError} for an answer that cannot be Discord's.
 */
export const wholeAnswer: RESTOptions['makeRequest'] = async (url, { method, headers, body, signal }) => {
  const answer = await fetch(url, {
    method: method ?? 'GET',
    headers: new Headers(headers as Record<string, string>),
    // All that the setup sends is JSON.
    body: typeof body === 'string' ? body : null,
    signal: signal ?? null,
  });
  const text = await answer.text();
  const { status, statusText } = answer;
  const isJson = answer.headers.get('content-type')?.startsWith('application/json') ?? false;
  if (text !== '' && !isJson) throw new NotJsonError(status, titleOf(text));
  return new Response(BODILESS.includes(status) ? null : text, { status, statusText, headers: answer.headers });
};
