import { describe, expect, it } from 'vitest';
import { ASSUMPTIONS } from './assumptions.ts';
import { billedSeconds, computeOf } from './compute.ts';
import { A_PHASE, aCost } from './testing.ts';
import type { Work } from './usage.ts';

describe('billed seconds', () => {
  it('are a second at least for a call that is alone', () => {
    expect(billedSeconds({ count: 100, bursts: 'each-alone' }, 1, 0.02, 0)).toBe(100);
    expect(billedSeconds({ count: 100, bursts: 'each-alone' }, 1, 0.5, 2.5)).toBe(300);
    // A share of a call: five polls in one tick.
    expect(billedSeconds({ count: 100, bursts: 'each-alone' }, 0.2, 0.02, 0)).toBe(20);
  });

  it('are shared by those that come at once: a second a burst, and their own time; sixteen wait together', () => {
    expect(billedSeconds({ count: 1000, bursts: 10 }, 1, 0.01, 0.32)).toBeCloseTo(10 + 1000 * 0.03, 9);
  });
});

describe('compute', () => {
  const work = (name: string, count: number): Work => ({
    name,
    cost: aCost({ functions: { [name]: { executions: 1, seconds: 2 } } }),
    count,
    bursts: 'each-alone',
    keptMonths: 0,
  });

  it('is told apart by what is always ready; HTTP functions are one group', () => {
    const works = [work('discord-interactions', 10), work('stripe-webhook', 5), work('deliver-alert', 100)];
    expect(computeOf(works, A_PHASE, ASSUMPTIONS)).toEqual({
      // One instance of half a GB for 30 days.
      baselineGbSeconds: 0.5 * 2_592_000,
      alwaysReadyGbSeconds: 15 * 2 * 0.5,
      alwaysReadyExecutions: 15,
      onDemandGbSeconds: 100 * 2 * 0.5,
      onDemandExecutions: 100,
    });
  });

  it('waits for services outside', () => {
    const waiting = {
      ...work('answer-interaction', 4),
      cost: aCost({ ...work('answer-interaction', 1).cost, claude: 1 }),
    };
    const { onDemandGbSeconds } = computeOf([waiting], A_PHASE, ASSUMPTIONS);
    expect(onDemandGbSeconds).toBeCloseTo(4 * (2 + ASSUMPTIONS.answerSeconds.claude) * 0.5, 9);
  });
});
