import { describe, expect, it } from 'vitest';
import { recordingTelemetry } from '../adapters/telemetry/recording-telemetry.ts';
import { checkHealth } from './health.ts';

const well = async () => 'whatever it answers';

describe('checkHealth', () => {
  it('is ok when every check is', async () => {
    const telemetry = recordingTelemetry();
    expect(await checkHealth({ database: well, queues: well }, {}, telemetry)).toEqual({
      status: 'ok',
      checks: { database: 'ok', queues: 'ok' },
    });
    expect(telemetry.records).toEqual([]);
  });

  it('names what failed, and tells why in the log only', async () => {
    const telemetry = recordingTelemetry();
    const down = () => Promise.reject(new Error('10.0.0.5 refused us'));
    const health = await checkHealth({ database: down, queues: well }, {}, telemetry);
    expect(health).toEqual({ status: 'unhealthy', checks: { database: 'failed', queues: 'ok' } });
    expect(JSON.stringify(health)).not.toContain('10.0.0.5');
    expect(telemetry.records).toMatchObject([
      { event: 'health_check_failed', fields: { check: 'database', reason: 'Error: 10.0.0.5 refused us' } },
    ]);
  });

  it('is degraded, not unhealthy, without what the app can do without', async () => {
    const down = () => Promise.reject(new Error('gone'));
    expect((await checkHealth({ database: well }, { redis: down }, recordingTelemetry())).status).toBe('degraded');
    expect((await checkHealth({ database: down }, { redis: down }, recordingTelemetry())).status).toBe('unhealthy');
  });

  it('takes a check that throws before it waits for anything as failed', async () => {
    const broken = () => {
      throw new Error('no client');
    };
    expect((await checkHealth({}, { redis: broken }, recordingTelemetry())).checks).toEqual({ redis: 'failed' });
  });

  it('runs the checks side by side', async () => {
    const gate = Promise.withResolvers<void>();
    const health = checkHealth({ one: () => gate.promise, two: async () => gate.resolve() }, {}, recordingTelemetry());
    expect((await health).status).toBe('ok');
  });
});
