import { describe, expect, it } from 'vitest';
import { recordingTelemetry } from '../adapters/telemetry/recording-telemetry.ts';
import { checkHealth, oneLook } from './health.ts';

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

describe('oneLook', () => {
  it('is shared by all who ask while it is under way, and no longer', async () => {
    const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const answers = [well, () => Promise.reject(new Error('gone'))];
    let looks = 0;
    const health = oneLook(async () => {
      const [gate, database] = [gates[looks], answers[looks]];
      looks++;
      await gate?.promise;
      return checkHealth({ database: database ?? well }, {}, recordingTelemetry());
    });
    const crowd = [health(), health(), health()];
    gates[0]?.resolve();
    expect((await Promise.all(crowd)).map(({ status }) => status)).toEqual(['ok', 'ok', 'ok']);
    const next = health();
    gates[1]?.resolve();
    expect((await next).status).toBe('unhealthy');
    expect(looks).toBe(2);
  });

  it('looks again after one that broke', async () => {
    const outcomes = [Promise.reject(new Error('defect')), checkHealth({}, {}, recordingTelemetry())];
    const health = oneLook(() => outcomes.shift() ?? Promise.reject(new Error('asked too often')));
    await expect(health()).rejects.toThrow('defect');
    expect((await health()).status).toBe('ok');
  });
});
