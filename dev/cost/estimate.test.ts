import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimate } from './estimate.ts';
import type { EstimateInput } from './item.ts';
import { costOf, PRICES, unverified } from './prices.ts';
import { estimateFor, readKnown } from './run.ts';
import { ORIGINAL_PLAN } from './table.ts';
import { A_PHASE, aCost, anInput, someUnits } from './testing.ts';

const usdOf = (name: string, parts: Partial<EstimateInput> = {}): number | undefined =>
  estimate(anInput(parts)).items.find((item) => item.name === name)?.usd;

describe('a price', () => {
  it('counts from where it is no longer free', () => {
    const { logGb, onDemandExecution } = PRICES.prices;
    expect(costOf(logGb, 4)).toBe(0);
    expect(costOf(logGb, 15)).toBeCloseTo(23, 9);
    expect(costOf(onDemandExecution, 1_250_000)).toBeCloseTo(0.4, 9);
  });

  it('says whether it was looked up', () => {
    expect(unverified(PRICES)).toContain('oddsPlans');
    expect(unverified(PRICES)).not.toContain('queueOperation');
  });
});

describe('an estimate, by hand', () => {
  it('of instances that never sleep', () => {
    // Half a GB, 2,592,000 s, $0.000004 a GB-s.
    expect(usdOf('Functions, always ready')).toBeCloseTo(5.184, 6);
  });

  it('of work: 43,200 looks at poison queues of a second, 0.5 GB, in what is free', () => {
    const poisonWatch = aCost({ functions: { 'watch-poison-queues': { executions: 1, seconds: 0.02 } } });
    expect(usdOf('Functions, work', { units: someUnits({ poisonWatch }) })).toBe(0);
    const phase = { ...A_PHASE, alwaysReady: [{ name: 'function:watch-poison-queues', instanceCount: 1 }] };
    // Always ready nothing is free: 21,600 GB-s at $0.000016, 43,200 calls at $0.40 a million.
    expect(usdOf('Functions, work', { units: someUnits({ poisonWatch }), phase })).toBeCloseTo(0.3456 + 0.01728, 6);
  });

  it('of queues: five listeners, two reads a second, 30 days, $0.004 for 10,000', () => {
    expect(usdOf('Queues, listening')).toBeCloseTo(10.368, 6);
    const alwaysReady = [{ name: 'function:deliver-alert', instanceCount: 3 }];
    expect(usdOf('Queues, listening', { phase: { ...A_PHASE, alwaysReady } })).toBeCloseTo(10.368 * 1.4, 6);
    // 10,000 polls of 10 changes, three operations each.
    const units = someUnits({ change: aCost({ queueOperations: 3 }) });
    expect(usdOf('Queues, messages', { units })).toBeCloseTo(0.12, 6);
  });

  it('of the database: 100,000 changes of 20 RU and 400 bytes, which stay for three months', () => {
    const units = someUnits({ change: aCost({ requestUnits: 20, storedBytes: 400 }) });
    expect(usdOf('Cosmos DB, requests', { units })).toBeCloseTo(0.5, 6);
    // And 100 users of 4 KB.
    expect(usdOf('Cosmos DB, storage', { units })).toBeCloseTo((0.12 + 0.0004096) * 0.25, 6);
  });

  it('of Redis: one node or two, and its own door', () => {
    expect(usdOf('Redis')).toBe(0);
    expect(usdOf('Redis', { phase: { ...A_PHASE, useRedis: true } })).toBeCloseTo(12.96, 6);
    const both = { ...A_PHASE, useRedis: true, redisHighAvailability: true, redisPrivateEndpoint: true };
    expect(usdOf('Redis', { phase: both })).toBeCloseTo(25.92, 6);
    expect(usdOf('Private endpoint', { phase: both })).toBeCloseTo(7.7, 6);
  });

  it('of logs: no more than the cap lets through', () => {
    const units = { ...someUnits(), metrics: { rows: 1000, bytesPerRow: 1000 } };
    // A GB a day, 30 days, 5 GB free.
    expect(usdOf('Log Analytics', { units })).toBeCloseTo(25 * 2.3, 6);
    expect(estimate(anInput()).infrastructureAtLogCap - estimate(anInput()).infrastructure).toBeCloseTo(57.5, 6);
  });

  it('of alert rules', () => {
    const rules = { every5Minutes: 6, every15Minutes: 7, metric: 1 };
    expect(usdOf('Alert rules', { phase: { ...A_PHASE, rules } })).toBeCloseTo(9 + 3.5 + 0.1, 6);
  });

  it('of explanations: 648 of 1,000 and 100 tokens', () => {
    const { questions } = someUnits().operations;
    const explain = aCost({ claude: 1, inputTokens: 1000, outputTokens: 100 });
    const units = someUnits({ questions: { ...questions, explain } });
    expect(usdOf('Claude', { units })).toBeCloseTo(0.648 * 0.1 + 0.0648 * 0.5, 6);
  });

  it('of charts: free, until there are more than ten thousand', () => {
    const { questions } = someUnits().operations;
    const units = someUnits({ questions: { ...questions, chart: aCost({ quickchart: 2 }) } });
    expect(usdOf('QuickChart', { units })).toBe(0);
    expect(usdOf('QuickChart', { units, users: 10_000 })).toBe(40);
  });
});

describe('the estimate of what was measured', () => {
  const known = readKnown();
  const [small, middle, large] = known.phases.map(({ users }) => estimateFor(users, undefined, known));

  it.each([
    [50, small],
    [500, middle],
    [5000, large],
  ])('is below the original plan at %i users', (users, found) => {
    expect(found?.infrastructure).toBeLessThan(ORIGINAL_PLAN[users]?.infrastructure ?? 0);
    expect(found?.infrastructureAtLogCap).toBeLessThan(ORIGINAL_PLAN[users]?.infrastructure ?? 0);
    expect(found?.apis).toBeLessThan(ORIGINAL_PLAN[users]?.apis ?? Number.POSITIVE_INFINITY);
    expect(found?.items.every(({ usd }) => Number.isFinite(usd) && usd >= 0)).toBe(true);
  });

  it('grows with the users', () => {
    const month = small?.month ?? anInput().month;
    const { units } = known;
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20_000 }), fc.integer({ min: 1, max: 5000 }), (users, more) => {
        const at = (count: number) => {
          const phase = known.phases.find((each) => each.users >= count) ?? known.phases.at(-1) ?? A_PHASE;
          return estimate(anInput({ users: count, phase, month, units }));
        };
        const [few, many] = [at(users), at(users + more)];
        expect(many.infrastructure).toBeGreaterThanOrEqual(few.infrastructure - 1e-9);
        expect(many.apis).toBeGreaterThanOrEqual(few.apis - 1e-9);
        expect(many.stripeFees).toBeGreaterThan(few.stripeFees);
      }),
    );
  });

  it('takes the plan that is asked for', () => {
    expect(estimateFor(50, '5m', known).items.find(({ name }) => name === 'The Odds API')?.usd).toBe(119);
  });
});
