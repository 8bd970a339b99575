import { describe, expect, it } from 'vitest';
import { QUEUE_NAMES } from '../../../shared/messages/messages.ts';
import { STORE_NAMES } from '../../../shared/stores.ts';
import { ownerOf } from './attribution.ts';
import { createTallyKeeper } from './tally.ts';
import { unitCost, without } from './unit-cost.ts';

const KB = 1024;

function aTally() {
  const keeper = createTallyKeeper();
  keeper.cosmos({ container: 'boards', kind: 'read', bytes: KB });
  keeper.cosmos({ container: 'boards', kind: 'replace', bytes: KB });
  keeper.cosmos({ container: 'deliveries', kind: 'create', bytes: KB });
  for (const kind of ['send', 'receive', 'delete', 'empty', 'count']) keeper.add('queues', `deliveries/${kind}`);
  keeper.add('queues', 'deliveries-poison/count');
  keeper.add('executions', 'deliver-alert', 4);
  keeper.add('activeMs', 'deliver-alert', 1000);
  keeper.add('logged', 'line:delivery', 600);
  keeper.add('logged', 'span:poll', 200);
  keeper.add('outside', 'discord', 2);
  keeper.add('outside', 'claude/input', 700);
  return keeper;
}

describe('a unit cost', () => {
  it('is a tally, shared out', () => {
    expect(unitCost(aTally().lap(), 2)).toMatchObject({
      cosmos: { read: 0.5, replace: 0.5, create: 0.5, list: 0 },
      requestUnits: (1 + 11.4 + 5.7) / 2,
      storedBytes: KB / 2,
      // Neither empty reads nor the local host's own looks.
      queueOperations: 2,
      functions: { 'deliver-alert': { executions: 2, seconds: 0.5 } },
      lineBytes: 300,
      spanBytes: 100,
      discord: 1,
      inputTokens: 350,
    });
  });

  it('is of one owner alone', () => {
    const share = {
      cosmos: (name: string) => ownerOf.cosmos(name) === 'delivery',
      queues: (name: string) => ownerOf.queues(name) === 'change',
      executions: () => false,
      outside: (name: string) => ownerOf.outside(name) === 'delivery',
      logged: (name: string) => ownerOf.logged(name) === 'delivery',
    };
    const cost = unitCost(aTally().lap(), 1, share);
    expect(cost).toMatchObject({ requestUnits: 5.7, queueOperations: 0, functions: {}, lineBytes: 600, spanBytes: 0 });
  });

  it('leaves what another does not explain, and nothing below zero', () => {
    const cost = unitCost(aTally().lap(), 1);
    expect(without(cost, cost, 0.5).requestUnits).toBeCloseTo(cost.requestUnits / 2, 9);
    expect(without(cost, cost, 2)).toMatchObject({ requestUnits: 0, cosmos: { read: 0 }, functions: cost.functions });
  });

  it('needs something that happened', () => {
    expect(() => unitCost(aTally().lap(), 0)).toThrow('Nothing happened');
  });

  it('begins anew with each lap', () => {
    const keeper = aTally();
    keeper.lap();
    expect(keeper.lap().cosmos).toEqual({});
  });
});

it('knows whose each container and queue of an alert’s way is', () => {
  const owned = STORE_NAMES.filter((name) => ownerOf.cosmos(`${name}/create`) !== 'poll');
  expect(owned).toEqual(expect.arrayContaining(['boards', 'signals', 'deliveries', 'watchers', 'claims', 'feed']));
  const queues = QUEUE_NAMES.filter((name) => ownerOf.queues(`${name}/send`) !== 'poll');
  expect(queues).toEqual(['fingerprint-changes', 'alerts', 'deliveries']);
});
