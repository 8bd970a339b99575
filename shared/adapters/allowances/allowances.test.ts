import type { Redis } from 'ioredis';
import { afterAll, describe, expect, it } from 'vitest';
import { startRedis } from '../../../dev/services/redis.ts';
import { tcpGate } from '../../../dev/services/tcp-gate.ts';
import { allowancesContract } from '../../ports/allowances.contract.ts';
import type { Allowance } from '../../ports/allowances.ts';
import { connectRedis } from '../cache/redis.ts';
import { recordingTelemetry } from '../telemetry/recording-telemetry.ts';
import { createAllowances } from './allowances.ts';

const FIVE: Allowance = { name: 'five', points: 5, seconds: 3600 };
const server = await startRedis();
const clients: Redis[] = [];

/** A database of our own, so that a shared Redis keeps its data. */
const connect = async (url: string): Promise<Redis> => {
  const client = connectRedis({ url: new URL('/14', url).href, telemetry: recordingTelemetry() });
  clients.push(client);
  await client.connect();
  return client;
};

afterAll(async () => {
  for (const client of clients) client.disconnect();
  await server?.stop();
});

allowancesContract('in process only', { make: async () => createAllowances() });

describe.runIf(server)('allowances in Redis', () => {
  const url = server?.url ?? '';

  allowancesContract('Redis', {
    make: async () => {
      const redis = await connect(url);
      await redis.flushdb();
      return createAllowances({ redis });
    },
  });

  it('are shared by all instances, exact under concurrency', async () => {
    const [one, other] = [await connect(url), await connect(url)];
    await one.flushdb();
    const instances = [createAllowances({ redis: one }), createAllowances({ redis: other })];
    const takes = await Promise.all(Array.from({ length: 60 }, (_, i) => instances[i % 2]?.take(FIVE, 'u')));
    expect(takes.filter((take) => take?.granted)).toHaveLength(5);
  });

  it('go on in process while Redis is gone', async () => {
    const { hostname: host, port } = new URL(url);
    const gate = await tcpGate({ host, port: Number(port) });
    const redis = await connect(`redis://127.0.0.1:${gate.port}`);
    await redis.flushdb();
    const allowances = createAllowances({ redis });
    await allowances.take(FIVE, 'u');
    await gate.shut();
    const takes = [];
    for (let i = 0; i < 10; i++) takes.push(await allowances.take(FIVE, 'u'));
    expect(takes.filter(({ granted }) => granted)).toHaveLength(5);
  });
});
