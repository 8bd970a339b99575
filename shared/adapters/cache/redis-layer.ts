import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Clock } from '../../ports/clock.ts';
import type { Telemetry } from '../../ports/telemetry.ts';
import type { Expiring } from './expiring-map.ts';

/** What a lookup in Redis found; `unavailable` is not the same as `absent`: nobody knows. */
export type Lookup =
  | { readonly kind: 'found'; readonly entry: Expiring<unknown> }
  | { readonly kind: 'absent' | 'unavailable' };

/** The second layer. No method throws: a Redis that fails is unavailable, and left alone for a moment. */
export interface RedisLayer {
  get(key: string): Promise<Lookup>;
  set(key: string, value: unknown, expiresAt: number): Promise<void>;
  delete(key: string): Promise<void>;
  /** Sets a key that is not there; false when it is; undefined when Redis does not answer. */
  add(key: string, value: unknown, expiresAt: number): Promise<boolean | undefined>;
}

/** After a failure Redis is not asked for so long, then by one caller: a frozen Redis costs one time-out a second, not each call. */
const COOL_DOWN_MS = 1000;
/** More failed writes than this are not remembered: then the oldest value may be seen again until its lifetime ends. */
const MAX_OUTDATED = 10_000;

/** As it lies in Redis; `expiresAt` lets copies in process end when the original does. */
const storedSchema = z.object({ value: z.unknown(), expiresAt: z.number() });

export function redisLayer(redis: Redis, deps: { readonly telemetry: Telemetry; readonly now: Clock }): RedisLayer {
  const { telemetry, now } = deps;
  /** Keys whose value in Redis is out of date because a write failed: absent to us, and deleted when Redis is back. */
  const outdated = new Set<string>();
  let failing = false;
  let askAgainAt = 0;

  async function attempt<T>(command: () => Promise<T>): Promise<T | typeof UNAVAILABLE> {
    const time = performance.now();
    if (failing && time < askAgainAt) return UNAVAILABLE;
    askAgainAt = time + COOL_DOWN_MS;
    try {
      if (outdated.size > 0) await deleteOutdated();
      const answer = await command();
      failing = false;
      return answer;
    } catch (error) {
      failing = true;
      askAgainAt = performance.now() + COOL_DOWN_MS;
      telemetry.count('redis_command_failures');
      telemetry.debug('redis_command_failed', { reason: error instanceof Error ? error.message : 'unknown' });
      return UNAVAILABLE;
    }
  }

  async function deleteOutdated(): Promise<void> {
    const keys = [...outdated]; // one that fails meanwhile stays for the next time
    await redis.del(...keys);
    for (const key of keys) outdated.delete(key);
  }

  async function write(key: string, command: () => Promise<unknown>): Promise<void> {
    const answer = await attempt(command);
    if (answer === UNAVAILABLE && outdated.size < MAX_OUTDATED) outdated.add(key);
  }

  return {
    async get(key) {
      const text = await attempt(() => redis.get(key));
      if (text === UNAVAILABLE) return { kind: 'unavailable' };
      const entry = text === null || outdated.has(key) ? undefined : readStored(text);
      return entry && entry.expiresAt > now() ? { kind: 'found', entry } : { kind: 'absent' };
    },
    async set(key, value, expiresAt) {
      const lifetimeMs = Math.ceil(expiresAt - now());
      if (lifetimeMs <= 0) return;
      await write(key, () => redis.set(key, JSON.stringify({ value, expiresAt }), 'PX', lifetimeMs));
    },
    delete: (key) => write(key, () => redis.del(key)),
    async add(key, value, expiresAt) {
      const lifetimeMs = Math.max(1, Math.ceil(expiresAt - now()));
      const answer = await attempt(() => redis.set(key, JSON.stringify({ value, expiresAt }), 'PX', lifetimeMs, 'NX'));
      return answer === UNAVAILABLE ? undefined : answer === 'OK';
    },
  };
}

const UNAVAILABLE = Symbol('unavailable');

/** Undefined for what another version, or a person, wrote in a form of their own. */
function readStored(text: string): Expiring<unknown> | undefined {
  try {
    const { value, expiresAt } = storedSchema.parse(JSON.parse(text));
    return { value, expiresAt };
  } catch {
    return undefined;
  }
}
