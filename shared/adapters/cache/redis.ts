import { Redis } from 'ioredis';
import type { Telemetry } from '../../ports/telemetry.ts';

/**
 * The one connection of this process to Redis, for the cache and for Discord's shared limits alike. It opens at the first command,
 * fails within a second instead of queueing up (ioredis' defaults take over a minute), and reconnects by itself.
 * Close it with `disconnect()`.
 * @param url `REDIS_URL`: `redis://…` or `rediss://…`. It may hold a password: it is never logged.
 */
export function connectRedis({ url, telemetry }: { readonly url: string; readonly telemetry: Telemetry }): Redis {
  const redis = new Redis(url, {
    lazyConnect: true,
    maxRetriesPerRequest: 1,
    connectTimeout: 1500,
    commandTimeout: 800,
    autoResendUnfulfilledCommands: false,
    retryStrategy: (attempt) => Math.min(attempt * 100, 2000),
  });
  reportHealth(redis, telemetry);
  return redis;
}

/** Every failure is counted; only the changes between reachable and not are told. */
function reportHealth(redis: Redis, telemetry: Telemetry): void {
  let reachable = true;
  redis.on('error', (error: Error) => {
    telemetry.count('redis_connection_failures');
    if (reachable) telemetry.warn('redis_unreachable', { reason: error.message });
    reachable = false;
  });
  redis.on('ready', () => {
    if (!reachable) telemetry.info('redis_reachable');
    reachable = true;
  });
}
