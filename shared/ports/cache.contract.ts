import { describe, expect, it } from 'vitest';
import type { Cache } from './cache.ts';

export interface CacheUnderTest {
  /** An empty cache, with nothing left from an earlier one. */
  make(): Promise<Cache>;
}

/** What every adapter of {@link Cache} does; lifetimes are tested beside each, since each has its own clock. */
export function cacheContract(name: string, { make }: CacheUnderTest): void {
  describe(`cache: ${name}`, () => {
    it('gives back what was set, JSON data of any shape', async () => {
      const cache = await make();
      for (const value of [{ a: [1, 'x', null, { b: true }] }, 'text', '', 0, false, []]) {
        await cache.set('confidence', 'k', value);
        expect(await cache.get('confidence', 'k')).toEqual(value);
      }
    });

    it('knows nothing of other keys and other spaces', async () => {
      const cache = await make();
      await cache.set('confidence', 'k', 1);
      expect(await cache.get('confidence', 'other')).toBeUndefined();
      expect(await cache.get('chart', 'k')).toBeUndefined();
    });

    it('forgets one key and leaves its neighbours', async () => {
      const cache = await make();
      await cache.set('confidence', 'e1:spread', 1);
      await cache.set('confidence', 'e1', 2);
      await cache.forget('confidence', 'e1');
      await cache.forget('confidence', 'never there');
      expect(await cache.get('confidence', 'e1')).toBeUndefined();
      expect(await cache.get('confidence', 'e1:spread')).toBe(1);
    });

    it('fills an absent key once and then knows it', async () => {
      const cache = await make();
      let fills = 0;
      const fill = async () => ({ fills: ++fills });
      expect(await cache.getOrFill('explanation', 'k', fill)).toEqual({ fills: 1 });
      expect(await cache.getOrFill('explanation', 'k', fill)).toEqual({ fills: 1 });
      expect(await cache.get('explanation', 'k')).toEqual({ fills: 1 });
      expect(fills).toBe(1);
    });

    it('lets one fill at a time serve all who wait for a key', async () => {
      const cache = await make();
      const gate = Promise.withResolvers<string>();
      let fills = 0;
      const fill = () => {
        fills++;
        return gate.promise;
      };
      const waiting = Promise.all(Array.from({ length: 10 }, () => cache.getOrFill('chart', 'k', fill)));
      gate.resolve('drawn');
      expect(new Set(await waiting)).toEqual(new Set(['drawn']));
      expect(fills).toBe(1);
    });

    it('throws what the fill throws, and tries again the next time', async () => {
      const cache = await make();
      const failing = cache.getOrFill('chart', 'k', async () => {
        throw new Error('no chart today');
      });
      await expect(failing).rejects.toThrow('no chart today');
      expect(await cache.getOrFill('chart', 'k', async () => 'drawn')).toBe('drawn');
    });

    it('does not keep a fill that was overtaken while under way', async () => {
      const cache = await make();
      const gate = Promise.withResolvers<string>();
      const started = Promise.withResolvers<void>();
      const filling = cache.getOrFill('confidence', 'k', () => {
        started.resolve();
        return gate.promise;
      });
      await started.promise;
      await cache.forget('confidence', 'k');
      gate.resolve('from before');
      expect(await filling).toBe('from before');
      expect(await cache.get('confidence', 'k')).toBeUndefined();
    });

    it('prefers what was set to a fill that began earlier', async () => {
      const cache = await make();
      const gate = Promise.withResolvers<string>();
      const started = Promise.withResolvers<void>();
      const filling = cache.getOrFill('confidence', 'k', () => {
        started.resolve();
        return gate.promise;
      });
      await started.promise;
      await cache.set('confidence', 'k', 'newer');
      gate.resolve('from before');
      await filling;
      expect(await cache.get('confidence', 'k')).toBe('newer');
    });

    it('lets exactly one of many claim a mark', async () => {
      const cache = await make();
      const claims = await Promise.all(Array.from({ length: 20 }, () => cache.claim('interaction', 'i1')));
      expect(claims.filter((claim) => claim !== 'exists')).toHaveLength(1);
      expect(await cache.claim('interaction', 'i1')).toBe('exists');
      expect(await cache.claim('interaction', 'i2')).not.toBe('exists');
    });

    it('keeps marks as the operators write them', async () => {
      const cache = await make();
      await cache.set('dedupe', 'abc123:spread:SharpActivity:High', { at: 1 });
      expect(await cache.get('dedupe', 'abc123:spread:SharpActivity:High')).toEqual({ at: 1 });
    });
  });
}
