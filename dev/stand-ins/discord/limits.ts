import { createHash } from 'node:crypto';
import { json, type Reply } from '../reply.ts';
import { type CallWindow, createWindow } from '../window.ts';

/** A route's limit: that many calls within that many ms, for each resource that its path names. */
export interface RouteLimit {
  readonly name: string;
  readonly limit: number;
  readonly perMs: number;
  /** One bucket for the whole of the first resource in the path, e.g. for all members of a guild. */
  readonly isShared?: true;
  /** Interaction endpoints stand outside the limit of the whole app. */
  readonly outsideGlobal?: true;
}

export interface Limits {
  /** A 429 when the global or the route's limit is used up; otherwise the bucket's headers for the answer. */
  take(
    route: RouteLimit,
    resources: readonly string[],
  ): { readonly refusal: Reply } | { readonly headers: Record<string, string> };
  /** A 429 that has nothing to do with the calls made: for a storm on order. */
  refusal(global: boolean): Reply;
  /** Counts an answer towards the limit of invalid requests, when it is one. */
  note(reply: Reply): void;
  /** The address is blocked: Cloudflare's answer, no JSON. */
  blocked(): Reply | undefined;
  /** Invalid requests in the present ten minutes. */
  invalid(): number;
}

export interface LimitsOptions {
  readonly now: () => number;
  /** Multiplies the length of every window: 0.001 makes five seconds five milliseconds. */
  readonly scale: number;
  /** Invalid requests in ten minutes before the address is blocked. */
  readonly mostInvalid: number;
}

const GLOBAL_LIMIT = 50;
const TEN_MINUTES = 600_000;
const INVALID = new Set([401, 403, 429]);
const MOST_WINDOWS = 20_000;

const seconds = (ms: number): string => (Math.max(0, ms) / 1000).toFixed(3);

/** Discord's rate limits: buckets per route and resource, 50 a second for the whole app, 10,000 invalid requests in ten minutes. */
export const createLimits = ({ now, scale, mostInvalid }: LimitsOptions): Limits => {
  const windows = new Map<string, CallWindow>();
  const whole = createWindow(GLOBAL_LIMIT, 1000 * scale, now);
  const wrong = createWindow(mostInvalid, TEN_MINUTES * scale, now);

  const windowFor = ({ name, limit, perMs }: RouteLimit, resource: string): CallWindow => {
    const key = `${name}:${resource}`;
    const window = windows.get(key) ?? createWindow(limit, perMs * scale, now);
    // Re-inserted at the end, so that the first one is the least used.
    windows.delete(key);
    windows.set(key, window);
    const [oldest] = windows.keys();
    if (windows.size > MOST_WINDOWS && oldest !== undefined) windows.delete(oldest);
    return window;
  };

  /** Whole seconds as in HTTP; with scaled windows a fraction, or a caller would wait a thousand windows. */
  const retryAfter = (ms: number): string => (scale === 1 ? String(Math.ceil(ms / 1000)) : seconds(ms));

  const refuse = (waitMs: number, scope: 'user' | 'global', headers: Readonly<Record<string, string>>): Reply =>
    json(
      429,
      { message: 'You are being rate limited.', retry_after: Number(seconds(waitMs)), global: scope === 'global' },
      { 'retry-after': retryAfter(waitMs), 'x-ratelimit-scope': scope, ...headers },
    );

  const bucketHeaders = ({ name, limit }: RouteLimit, window: CallWindow): Record<string, string> => ({
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(window.remaining()),
    'x-ratelimit-reset': seconds(window.resetsAt()),
    'x-ratelimit-reset-after': seconds(window.resetsAt() - now()),
    'x-ratelimit-bucket': createHash('md5').update(name).digest('hex'),
  });

  return {
    take: (route, resources) => {
      if (!route.outsideGlobal && !whole.take()) {
        return { refusal: refuse(whole.resetsAt() - now(), 'global', { 'x-ratelimit-global': 'true' }) };
      }
      const window = windowFor(route, route.isShared ? (resources[0] ?? '') : resources.join('/'));
      if (window.take()) return { headers: bucketHeaders(route, window) };
      return { refusal: refuse(window.resetsAt() - now(), 'user', bucketHeaders(route, window)) };
    },
    refusal: (global) =>
      refuse(1000 * scale, global ? 'global' : 'user', global ? { 'x-ratelimit-global': 'true' } : {}),
    note: (reply) => {
      if (INVALID.has(reply.status) && reply.headers['x-ratelimit-scope'] !== 'shared') wrong.take();
    },
    blocked: () =>
      wrong.remaining() > 0
        ? undefined
        : {
            status: 429,
            headers: { 'content-type': 'text/html', 'retry-after': retryAfter(wrong.resetsAt() - now()) },
            body: '<html><title>Access denied | discord.com used Cloudflare to restrict access</title></html>',
          },
    invalid: () => mostInvalid - wrong.remaining(),
  };
};
