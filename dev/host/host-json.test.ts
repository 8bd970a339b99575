import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseHostJson, readHostJson } from './host-json.ts';

describe('parseHostJson', () => {
  it("has Azure's defaults", () => {
    expect(parseHostJson('{"version":"2.0"}')).toEqual({
      routePrefix: 'api',
      queues: {
        batchSize: 16,
        newBatchThreshold: 8,
        visibilityTimeoutMs: 0,
        maxDequeueCount: 5,
        maxPollingIntervalMs: 60_000,
        messageEncoding: 'base64',
      },
    });
  });

  it('halves a batch size for the threshold, and reads spans of time', () => {
    const queues = { batchSize: 32, visibilityTimeout: '1.02:03:04', maxPollingInterval: '00:00:00.250' };
    const { queues: read } = parseHostJson(JSON.stringify({ version: '2.0', extensions: { queues } }));
    expect(read.newBatchThreshold).toBe(16);
    expect(read.visibilityTimeoutMs).toBe((26 * 3600 + 3 * 60 + 4) * 1000);
    expect(read.maxPollingIntervalMs).toBe(250);
  });

  it.each([
    [{ version: '1.0' }, 'version'],
    [{ version: '2.0', extensions: { queues: { batchSize: 33 } } }, 'batchSize'],
    [{ version: '2.0', extensions: { queues: { visibilityTimeout: '10' } } }, 'span of time'],
    [{ version: '2.0', extensions: { queues: { messageEncoding: 'utf8' } } }, 'messageEncoding'],
  ])('refuses %j and names what is wrong', (hostJson, named) => {
    expect(() => parseHostJson(JSON.stringify(hostJson))).toThrow(named);
  });
});

describe("the app's host.json", () => {
  it('polls twice a second, keeps plain text, retries after ten seconds, five times', () => {
    const { queues, routePrefix } = readHostJson(join(import.meta.dirname, '../..'));
    expect(routePrefix).toBe('api');
    expect(queues).toEqual({
      batchSize: 16,
      newBatchThreshold: 8,
      visibilityTimeoutMs: 10_000,
      maxDequeueCount: 5,
      maxPollingIntervalMs: 500,
      messageEncoding: 'none',
    });
  });

  it('is asked for by path when it is missing', () => {
    expect(() => readHostJson('/nowhere')).toThrow('/nowhere/host.json cannot be used');
  });
});
