import { describe, expect, it } from 'vitest';
import { memoryCache } from '../adapters/memory/memory-cache.ts';
import { memoryDocuments } from '../adapters/memory/memory-documents.ts';
import { cachedDocuments } from './cached-documents.ts';

const KEY = { id: 'game1', partition: 'game1' };
const now = () => 0;

/** The store, how often it was read, and two instances that share its cache layer or not. */
function setup() {
  const documents = memoryDocuments<string>({ now });
  let reads = 0;
  const counted = {
    ...documents,
    read: (key: typeof KEY) => {
      reads++;
      return documents.read(key);
    },
  };
  const instance = () => cachedDocuments(counted, memoryCache({ now }), 'fingerprint');
  return { documents, instance, reads: () => reads };
}

describe('cachedDocuments', () => {
  it('reads the store once, as long as nothing is written', async () => {
    const { documents, instance, reads } = setup();
    const cached = instance();
    await documents.create(KEY, 'first');
    expect((await cached.read(KEY))?.value).toBe('first');
    expect((await cached.read(KEY))?.value).toBe('first');
    expect(reads()).toBe(1);
  });

  it('does not remember that there was nothing', async () => {
    const { documents, instance } = setup();
    const cached = instance();
    expect(await cached.read(KEY)).toBeUndefined();
    await documents.create(KEY, 'first');
    expect((await cached.read(KEY))?.value).toBe('first');
  });

  it('reads what it wrote itself', async () => {
    const { instance } = setup();
    const cached = instance();
    await cached.create(KEY, 'first');
    const first = await cached.read(KEY);
    expect(await cached.replace(KEY, 'second', first?.etag ?? '')).toBe('replaced');
    expect((await cached.read(KEY))?.value).toBe('second');
    await cached.remove(KEY);
    expect(await cached.read(KEY)).toBeUndefined();
  });

  it('finds the truth after a conflict: of two instances the slower one loses, reads again and wins', async () => {
    const { instance } = setup();
    const [one, other] = [instance(), instance()];
    await one.create(KEY, 'first');
    const [ours, theirs] = [await one.read(KEY), await other.read(KEY)];
    expect(await other.replace(KEY, 'theirs', theirs?.etag ?? '')).toBe('replaced');
    expect((await one.read(KEY))?.value).toBe('first');
    expect(await one.replace(KEY, 'ours', ours?.etag ?? '')).toBe('conflict');
    const fresh = await one.read(KEY);
    expect(fresh?.value).toBe('theirs');
    expect(await one.replace(KEY, 'ours', fresh?.etag ?? '')).toBe('replaced');
  });

  it('lists the store as it is', async () => {
    const { documents, instance } = setup();
    await documents.create(KEY, 'first');
    expect((await instance().list('game1', { limit: 5 })).items).toMatchObject([{ key: KEY, value: 'first' }]);
  });
});
