import { describe, expect, it } from 'vitest';
import { cacheContract } from '../../ports/cache.contract.ts';
import { CACHE_SPACES, type CacheSpace } from '../../ports/cache.ts';
import { memoryCache } from './memory-cache.ts';

cacheContract('memory', { make: async () => memoryCache({ now: () => 1000 }) });

describe('memoryCache', () => {
  const spaces = Object.entries(CACHE_SPACES).map(
    ([space, { l2Seconds }]) => [space as CacheSpace, l2Seconds] as const,
  );

  it.each(spaces)('keeps %s for exactly %d s', async (space, seconds) => {
    let time = 0;
    const cache = memoryCache({ now: () => time });
    await cache.set(space, 'k', 'v');
    time = seconds * 1000 - 1;
    expect(await cache.get(space, 'k')).toBe('v');
    time++;
    expect(await cache.get(space, 'k')).toBeUndefined();
    expect(await cache.getOrFill(space, 'k', async () => 'new')).toBe('new');
  });

  it('counts the lifetime from the last write', async () => {
    let time = 0;
    const cache = memoryCache({ now: () => time });
    await cache.set('raw-odds', 'k', 'old');
    time = 20_000;
    await cache.set('raw-odds', 'k', 'new');
    time = 49_999;
    expect(await cache.get('raw-odds', 'k')).toBe('new');
  });
});
