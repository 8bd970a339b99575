import { describe, expect, it } from 'vitest';
import { commandRequest } from '../../../tests/support/asking-signals.ts';
import { createAllowances } from '../../adapters/allowances/allowances.ts';
import { memoryCache } from '../../adapters/memory/memory-cache.ts';
import type { Standing } from '../../domain/account/tiers.ts';
import { createInsightPoints } from './insight-points.ts';

const asker = (standing: Standing) => commandRequest('line', {}, { standing });
const setup = () => createInsightPoints({ allowances: createAllowances(), cache: memoryCache({ now: Date.now }) });

describe('insight points', () => {
  it('are none for tiers without charts', async () => {
    const points = setup();
    for (const standing of ['none', 'starter'] as const) {
      expect(await points.usage(asker(standing), '1')).toBeUndefined();
      expect(await points.take(asker(standing), '1')).toBe(false);
    }
  });

  it('are taken once for a question, however often it is asked', async () => {
    const points = setup();
    const core = asker('core');
    expect(await points.usage(core, '1')).toMatchObject({ used: 0, left: 20 });
    expect([await points.take(core, '1'), await points.take(core, '1')]).toEqual([true, true]);
    expect(await points.usage(core, '2')).toMatchObject({ used: 1, left: 19 });
  });

  it('are refused when none is left, but for the question that took the last one', async () => {
    const points = setup();
    const core = asker('core');
    for (let question = 1; question <= 20; question++) expect(await points.take(core, `${question}`)).toBe(true);
    expect(await points.usage(core, '21')).toMatchObject({ left: 0 });
    expect([await points.take(core, '21'), await points.take(core, '21')]).toEqual([false, false]);
    expect(await points.usage(core, '20')).toMatchObject({ left: 1 });
    expect(await points.take(core, '20')).toBe(true);
  });
});
