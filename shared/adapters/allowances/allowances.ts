import type { Redis } from 'ioredis';
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { Allowance, Allowances, Usage } from '../../ports/allowances.ts';

export interface AllowancesOptions {
  /** Shared between instances; without it, and while it is down, each instance counts for itself. */
  readonly redis?: Redis | undefined;
}

/** Counts in Redis, in one step however many ask at once, with a count in process as its insurance. */
export function createAllowances({ redis }: AllowancesOptions = {}): Allowances {
  // A client that connects lazily would else wait for its first command, which we never send to one that is not ready.
  if (redis?.status === 'wait') redis.connect().catch(() => undefined);
  const limiters = new Map<string, RateLimiterAbstract>();
  const limiterOf = (allowance: Allowance): RateLimiterAbstract => {
    const known = limiters.get(allowance.name);
    if (known) return known;
    const made = makeLimiter(redis, allowance);
    limiters.set(allowance.name, made);
    return made;
  };

  return {
    async take(allowance, key) {
      try {
        return { ...usageOf(allowance, await limiterOf(allowance).consume(key)), granted: true };
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        // A refused try counts in the limiter: what is given back later would only make up for it.
        await giveBack(limiterOf(allowance), key);
        return { ...usageOf(allowance, refusal), granted: false };
      }
    },
    giveBack: (allowance, key) => giveBack(limiterOf(allowance), key),
    async usage(allowance, key) {
      return usageOf(allowance, await limiterOf(allowance).get(key));
    },
  };
}

/** There is nothing to give back where nothing is taken, or in a window that has ended. */
async function giveBack(limiter: RateLimiterAbstract, key: string): Promise<void> {
  const state = await limiter.get(key);
  if (state && state.consumedPoints > 0) await limiter.reward(key);
}

/** No message of these limiters may wait for a Redis that is not there: a person waits for the answer. */
function makeLimiter(redis: Redis | undefined, { name, points, seconds }: Allowance): RateLimiterAbstract {
  const rate = { keyPrefix: `limit-${name}`, points, duration: seconds };
  const memory = new RateLimiterMemory(rate);
  if (!redis) return memory;
  return new RateLimiterRedis({ storeClient: redis, ...rate, rejectIfRedisNotReady: true, insuranceLimiter: memory });
}

const usageOf = ({ points }: Allowance, state: RateLimiterRes | null): Usage => {
  const used = Math.min(points, Math.max(0, state?.consumedPoints ?? 0));
  return { used, left: points - used, resetsInMs: Math.max(0, state?.msBeforeNext ?? 0) };
};
