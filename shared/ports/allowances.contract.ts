import { describe, expect, it } from 'vitest';
import type { Allowance, Allowances } from './allowances.ts';

export interface AllowancesUnderTest {
  /** Allowances of which nothing is taken. */
  make(): Promise<Allowances>;
}

const TEN: Allowance = { name: 'ten', points: 10, seconds: 3600 };

/** What every adapter of {@link Allowances} does. */
export function allowancesContract(name: string, { make }: AllowancesUnderTest): void {
  describe(`allowances: ${name}`, () => {
    it('grants exactly its points, and says how long until there are more', async () => {
      const allowances = await make();
      for (let used = 1; used <= 10; used++)
        expect(await allowances.take(TEN, 'u')).toMatchObject({ granted: true, used, left: 10 - used });
      const refused = await allowances.take(TEN, 'u');
      expect(refused).toMatchObject({ granted: false, used: 10, left: 0 });
      expect(refused.resetsInMs).toBeGreaterThan(3_500_000);
      expect(refused.resetsInMs).toBeLessThanOrEqual(3_600_000);
    });

    it('grants exactly its points to many who ask at once', async () => {
      const allowances = await make();
      const takes = await Promise.all(Array.from({ length: 100 }, () => allowances.take(TEN, 'crowd')));
      expect(takes.filter(({ granted }) => granted)).toHaveLength(10);
    });

    it('counts each key and each allowance for itself', async () => {
      const allowances = await make();
      await allowances.take(TEN, 'a');
      await allowances.take({ ...TEN, name: 'other' }, 'a');
      expect((await allowances.usage(TEN, 'a')).used).toBe(1);
      expect(await allowances.usage(TEN, 'b')).toEqual({ used: 0, left: 10, resetsInMs: 0 });
    });

    it('gives back nothing that was not taken', async () => {
      const allowances = await make();
      await allowances.take(TEN, 'u');
      for (let i = 0; i < 5; i++) await allowances.giveBack(TEN, 'u');
      await allowances.giveBack(TEN, 'new');
      const takes = await Promise.all(Array.from({ length: 30 }, () => allowances.take(TEN, 'u')));
      expect(takes.filter(({ granted }) => granted)).toHaveLength(10);
      expect((await allowances.usage(TEN, 'new')).used).toBe(0);
    });

    it('takes a point back, also after others were refused', async () => {
      const allowances = await make();
      for (let i = 0; i < 15; i++) await allowances.take(TEN, 'u');
      await allowances.giveBack(TEN, 'u');
      expect(await allowances.take(TEN, 'u')).toMatchObject({ granted: true, left: 0 });
      expect(await allowances.take(TEN, 'u')).toMatchObject({ granted: false });
    });
  });
}
