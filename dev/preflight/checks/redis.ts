import type { Redis } from 'ioredis';
import { connectRedis } from '../../../shared/adapters/cache/redis.ts';
import { silentTelemetry } from '../../silent-telemetry.ts';
import { type Checks, type Finding, Found, fact, fail, none, pass, warning } from '../check.ts';
import type { Checking } from '../checking.ts';

const PING = 'answers';
const NEEDS = ['REDIS_URL'] as const;
const TRIES = 3;
const PINGS = 10;
/** From within the same region a millisecond or two is usual. */
const SLOW_MS = 100;

export function redisChecks({ settings: { config }, timeoutMs }: Checking): Checks {
  const { redisUrl: url } = config;
  if (url === undefined)
    return {
      checks: [
        { name: PING, needs: NEEDS, look: () => none('REDIS_URL is not set: each instance remembers for itself') },
      ],
    };
  const redis = connectRedis({ url, telemetry: silentTelemetry });
  const open = fact(PING, () => greet(redis), timeoutMs);
  return {
    checks: [
      { name: PING, needs: NEEDS, look: () => open.read().then(() => pass('to a ping')) },
      {
        name: 'latency',
        needs: NEEDS,
        isTimed: true,
        look: async () => {
          await open.known();
          return latencyFinding(await latencyOf(redis));
        },
      },
      {
        name: 'eviction',
        needs: NEEDS,
        look: async () => {
          await open.known();
          const told = await redis.info('memory').catch(() => '');
          return evictionFinding(/^maxmemory_policy:(\S+)/m.exec(told)?.[1]);
        },
      },
    ],
    close: () => redis.disconnect(),
  };
}

/** One answer may be late while everything else begins. The client's own error may quote the address, and with it the password. */
async function greet(redis: Redis): Promise<void> {
  for (let tries = 0; tries < TRIES; tries++) {
    const isAnswered = await redis.ping().then(isTrue, isFalse);
    if (isAnswered) return;
  }
  throw new Found(fail('Redis does not answer, or refuses the password', 'look at REDIS_URL, TLS and firewall'));
}

const isTrue = () => true;
const isFalse = () => false;

/** Of the fastest of some pings, ms: the others waited for this machine. Infinite when none was answered. */
async function latencyOf(redis: Redis): Promise<number> {
  let fastest = Number.POSITIVE_INFINITY;
  for (let pings = 0; pings < PINGS; pings++) {
    const began = performance.now();
    const isAnswered = await redis.ping().then(isTrue, isFalse);
    if (isAnswered) fastest = Math.min(fastest, performance.now() - began);
  }
  return fastest;
}

function latencyFinding(ms: number): Finding {
  const seen = Number.isFinite(ms) ? `in ${ms.toFixed(1)} ms` : 'it stopped answering';
  return ms > SLOW_MS
    ? warning(seen, 'look whether it stands in the app’s region: each answer waits for it')
    : pass(seen);
}

/** What is forgotten before its time is told twice, or counted anew. */
function evictionFinding(policy: string | undefined): Finding {
  if (policy === undefined) return none('this server does not tell its policy');
  return policy === 'noeviction'
    ? pass(policy)
    : fail(`${policy}: what keeps an alert from being sent twice may be forgotten`, 'set maxmemory-policy noeviction');
}
