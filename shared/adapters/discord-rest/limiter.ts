import type { Redis } from 'ioredis';
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';

/** Whether a request may go out now; if not, when to ask again. */
type Admission =
  | { readonly admitted: true }
  | { readonly admitted: false; readonly afterMs: number; readonly reason: string };

/** What we allow ourselves towards Discord. A route is one of Discord's buckets as we know it before it tells us more. */
export interface DiscordLimiter {
  /** Takes one request of the route's and the global allowance, or says why not. */
  admit(route: string): Promise<Admission>;
  /** For a route outside of every allowance: not while Discord is about to block us for invalid requests. */
  admitOutside(): Promise<Admission>;
  /** Lets nothing out on this route, or at all, for that long: Discord said so. */
  block(scope: { readonly route: string } | 'global', ms: number): Promise<void>;
  /** How long (ms) a message stays away from a Discord that is down. */
  readonly outagePauseMs: number;
  /** Counts an answer that Discord counts as invalid (401, 403, 429). */
  countInvalid(): Promise<void>;
}

interface Allowance {
  readonly points: number;
  /** Seconds. Redis counts in whole ones: an allowance with a fraction, as a replay has it, is counted in process. */
  readonly duration: number;
}

export interface DiscordLimits {
  /** Of all instances together, which only Redis can count. */
  readonly global: Allowance;
  /** Of one instance that counts alone. */
  readonly globalAlone: Allowance;
  /** Of each other route: messages to one channel. */
  readonly route: Allowance;
  /**
   * Of opening direct-message channels, once for each user who is ever written to. Discord publishes no number, so what it says
   * (a bucket's headers, 429, 40003) slows us below ours. Ours is a ceiling on how many users one alert can reach for the first
   * time while it is news: 10 min × 10/s = 6,000, counted alone 10 min × 2/s = 1,200 an instance.
   */
  readonly opening: Allowance;
  /** Of one instance that counts alone: it needs as much again of {@link globalAlone} for the messages themselves. */
  readonly openingAlone: Allowance;
  /**
   * Of each of the routes that keep roles in step with payments, for the whole guild, until Discord's headers say less: Discord's
   * bucket for changes of roles is of this order.
   */
  readonly upkeep: Allowance;
  /**
   * Of those routes together, out of {@link global}: alerts are worth money for minutes, roles may be late. So four fifths of all
   * requests stay for alerts, whatever there is to do about roles; three fifths where an instance counts alone, for a role must not
   * take all day.
   */
  readonly upkeepTogether: Allowance;
  /** Out of {@link globalAlone}, where there are fewer alerts, too. */
  readonly upkeepTogetherAlone: Allowance;
  /** Discord blocks the address at 10,000 invalid answers in 10 minutes: we stop long before. */
  readonly invalid: Allowance;
  /** See {@link DiscordLimiter.outagePauseMs}. */
  readonly outagePauseMs: number;
}

/** The route by which direct-message channels are opened, all users together. */
export const OPENING = 'open-direct-message';

/** The routes that keep the guild's roles in step with what was paid. */
export const MEMBER_READS = 'member-reads';
export const MEMBER_LISTS = 'member-lists';
export const ROLE_CHANGES = 'role-changes';
export const ENTITLEMENT_READS = 'entitlement-reads';
const UPKEEP: ReadonlySet<string> = new Set([MEMBER_READS, MEMBER_LISTS, ROLE_CHANGES, ENTITLEMENT_READS]);

export const DISCORD_LIMITS: DiscordLimits = {
  global: { points: 50, duration: 1 },
  globalAlone: { points: 5, duration: 1 },
  route: { points: 5, duration: 5 },
  opening: { points: 10, duration: 1 },
  openingAlone: { points: 2, duration: 1 },
  upkeep: { points: 10, duration: 10 },
  upkeepTogether: { points: 10, duration: 1 },
  upkeepTogetherAlone: { points: 2, duration: 1 },
  invalid: { points: 1000, duration: 600 },
  outagePauseMs: 8000,
};

export interface DiscordLimiterOptions {
  /** Shared between instances; without it, and while it is down, each instance counts alone and keeps well below. */
  readonly redis?: Redis | undefined;
  readonly limits?: Partial<DiscordLimits>;
  readonly keyPrefix?: string;
}

/** Nobody is sent away for longer than this because of those who wait before. */
const LONGEST_QUEUE_MS = 60_000;

export const createDiscordLimiter = (options: DiscordLimiterOptions = {}): DiscordLimiter => {
  const limits = { ...DISCORD_LIMITS, ...options.limits };
  // A client that connects lazily would else wait for its first command, which we never send to one that is not ready.
  if (options.redis?.status === 'wait') options.redis.connect().catch(() => undefined);
  const counter = (name: string, together: Allowance, alone = together) => makeCounter(options, name, together, alone);
  const messages = counter('route', limits.route);
  const opening = counter('opening', limits.opening, limits.openingAlone);
  const upkeep = counter('upkeep', limits.upkeep);
  const upkeepTogether = counter('upkeep-together', limits.upkeepTogether, limits.upkeepTogetherAlone);
  const counterOf = (route: string) => (route === OPENING ? opening : UPKEEP.has(route) ? upkeep : messages);
  const global = counter('global', limits.global, limits.globalAlone);
  const invalid = counter('invalid', limits.invalid);

  /** All that a request of this route takes one of, the narrowest first. */
  const countersOf = (route: string) => [
    { counter: counterOf(route), key: route, reason: 'route-limit' },
    ...(UPKEEP.has(route) ? [{ counter: upkeepTogether, key: 'all', reason: 'upkeep-limit' }] : []),
    { counter: global, key: 'all', reason: 'global-limit' },
  ];

  const admitOutside = async (): Promise<Admission> => {
    const failures = await invalid.get('all');
    return failures && failures.consumedPoints >= limits.invalid.points
      ? refused(failures.msBeforeNext, 'too-many-invalid')
      : { admitted: true };
  };

  return {
    outagePauseMs: limits.outagePauseMs,
    admitOutside,
    async admit(route) {
      const outside = await admitOutside();
      if (!outside.admitted) return outside;
      const taken: { readonly counter: RateLimiterAbstract; readonly key: string }[] = [];
      for (const { counter, key, reason } of countersOf(route)) {
        const waitMs = await take(counter, key);
        if (waitMs !== undefined) {
          for (const back of taken) await back.counter.reward(back.key);
          return refused(waitMs, reason);
        }
        taken.push({ counter, key });
      }
      return { admitted: true };
    },
    async block(scope, ms) {
      await (scope === 'global' ? stop(global, 'all', ms) : stop(counterOf(scope.route), scope.route, ms));
    },
    async countInvalid() {
      await invalid.penalty('all');
    },
  };
};

const refused = (afterMs: number, reason: string): Admission => ({
  admitted: false,
  afterMs: Math.max(1, afterMs),
  reason,
});

const makeCounter = (
  { redis, keyPrefix = 'discord' }: DiscordLimiterOptions,
  name: string,
  together: Allowance,
  alone: Allowance,
): RateLimiterAbstract => {
  const prefix = `${keyPrefix}-${name}`;
  const memory = new RateLimiterMemory({ keyPrefix: prefix, ...alone });
  if (!redis || !Number.isInteger(together.duration)) return memory;
  return new RateLimiterRedis({
    storeClient: redis,
    keyPrefix: prefix,
    ...together,
    rejectIfRedisNotReady: true,
    insuranceLimiter: memory,
  });
};

/** Lets nothing pass for that long; in Redis for whole seconds, since a part of one would block for ever. */
const stop = async (limiter: RateLimiterAbstract, key: string, ms: number): Promise<void> => {
  const seconds = limiter instanceof RateLimiterRedis ? Math.ceil(ms / 1000) : ms / 1000;
  if (seconds > 0) await limiter.block(key, seconds);
};

/**
 * Takes one point; when there is none left, says how long to wait (ms). Those who come after others that were sent away wait a
 * window longer for each window's worth of them, so that a backlog does not return all at once.
 */
const take = async (limiter: RateLimiterAbstract, key: string): Promise<number | undefined> => {
  try {
    await limiter.consume(key);
    return undefined;
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    const before = Math.max(0, refusal.consumedPoints - limiter.points - 1);
    const windows = Math.floor(before / limiter.points);
    return refusal.msBeforeNext + Math.min(windows * limiter.duration * 1000, LONGEST_QUEUE_MS);
  }
};
