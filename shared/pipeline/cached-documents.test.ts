import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { memoryCache } from '../adapters/memory/memory-cache.ts';
import { memoryDocuments } from '../adapters/memory/memory-documents.ts';
import { cachedDocuments } from './cached-documents.ts';

const KEY = { id: 'game1', partition: 'game1' };
const now = () => 0;

function setup() {
  const documents = memoryDocuments<string>({ now });
  const cache = memoryCache({ now });
  return { documents, cache, cached: cachedDocuments(documents, cache, 'fingerprint', z.string()) };
}

describe('cachedDocuments', () => {
  it('has a copy of what was read, and none of what was not', async () => {
    const { documents, cached } = setup();
    await documents.create(KEY, 'first');
    expect(await cached.copy(KEY.id)).toBeUndefined();
    expect((await cached.read(KEY))?.value).toBe('first');
    expect(await cached.copy(KEY.id)).toBe('first');
  });

  it('always reads the truth, however old the copy', async () => {
    const { documents, cached } = setup();
    await documents.create(KEY, 'first');
    const stored = await cached.read(KEY);
    await documents.replace(KEY, 'written elsewhere', stored?.etag ?? '');
    expect(await cached.copy(KEY.id)).toBe('first');
    expect((await cached.read(KEY))?.value).toBe('written elsewhere');
    expect(await cached.copy(KEY.id)).toBe('written elsewhere');
  });

  it('forgets its copy with every write, even when somebody reads in the middle of it', async () => {
    const { documents, cache } = setup();
    const slow = { ...documents };
    const cached = cachedDocuments(slow, cache, 'fingerprint', z.string());
    await cached.create(KEY, 'first');
    const stored = await cached.read(KEY);
    slow.replace = async (...args) => {
      await cached.read(KEY);
      return documents.replace(...args);
    };
    const again = cachedDocuments(slow, cache, 'fingerprint', z.string());
    expect(await again.replace(KEY, 'second', stored?.etag ?? '')).toBe('replaced');
    expect(await again.copy(KEY.id)).toBeUndefined();
    await again.read(KEY);
    await again.remove(KEY);
    expect(await again.copy(KEY.id)).toBeUndefined();
  });

  it('takes a copy of another shape, as after a deployment, for none', async () => {
    const { cache, cached } = setup();
    await cache.set('fingerprint', KEY.id, { from: 'an older build' });
    expect(await cached.copy(KEY.id)).toBeUndefined();
  });
});
