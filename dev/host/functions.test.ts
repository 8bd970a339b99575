import { describe, expect, it } from 'vitest';
import { defineFunction } from './functions.ts';
import type { RpcBindingInfo } from './rpc.ts';

const define = (trigger: RpcBindingInfo, env: Record<string, string> = {}, more: Record<string, RpcBindingInfo> = {}) =>
  defineFunction({ name: 'f', bindings: { in1: { ...trigger, direction: 'in' }, ...more } }, env);

describe('defineFunction', () => {
  it('reads timers, queues and routes, with names looked up in the settings', () => {
    expect(define({ type: 'timerTrigger', schedule: '%WHEN%' }, { WHEN: '0 * * * * *' })).toMatchObject({
      kind: 'timer',
      binding: 'in1',
      schedule: '0 * * * * *',
    });
    expect(
      define(
        { type: 'queueTrigger', queueName: '%PRE%-alerts', connection: 'Store' },
        { PRE: 'x', AzureWebJobsStore: 'c' },
      ),
    ).toEqual({ kind: 'queue', name: 'f', binding: 'in1', queue: 'x-alerts', connectionString: 'c' });
    expect(define({ type: 'httpTrigger', methods: ['get'] })).toMatchObject({ route: 'f', methods: ['GET'] });
  });

  it('refuses what it does not offer rather than leave a function silent', () => {
    expect(() => define({ type: 'blobTrigger' })).toThrow(
      '"f": the local host does not offer the trigger "blobTrigger"',
    );
    expect(() =>
      define({ type: 'timerTrigger', schedule: 'x' }, {}, { out: { type: 'queue', direction: 'out' } }),
    ).toThrow('output "queue"');
    expect(() => defineFunction({ name: 'f', bindings: {} }, {})).toThrow('no trigger');
  });

  it('names the setting that is missing', () => {
    expect(() => define({ type: 'timerTrigger', schedule: '%WHEN%' })).toThrow('WHEN');
    expect(() => define({ type: 'queueTrigger', queueName: 'q', connection: '' })).toThrow('AzureWebJobsStorage');
    const identity = { Store__queueServiceUri: 'https://store.queue.core.windows.net' };
    expect(() => define({ type: 'queueTrigger', queueName: 'q', connection: 'Store' }, identity)).toThrow(
      'works in Azure only: set a connection string',
    );
  });
});
