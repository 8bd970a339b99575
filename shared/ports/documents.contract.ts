import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Documents, Key } from './documents.ts';

/** What the suite stores; adapters that parse what they read do it with this. */
export const sampleSchema = z.object({ name: z.string(), score: z.number(), tags: z.array(z.string()) });
type Sample = z.infer<typeof sampleSchema>;

export interface DocumentsUnderTest {
  /** An empty collection of samples; `ttlSeconds` as in the adapter, `now` its clock. */
  make(options: { now: () => number; ttlSeconds?: number }): Promise<Documents<Sample>>;
}

const sample = (name: string, score = 1): Sample => ({ name, score, tags: ['a', 'b'] });
const key = (id: string, partition = 'p1'): Key => ({ id, partition });
const AWKWARD_IDS = ['a/b', 'a\\b', 'a?b', 'a#b', 'a b', 'a.b', 'a%2Fb', 'ü', 'abc123:spread:SharpActivity:High'];

/** What every adapter of {@link Documents} does, in the same words for memory and for Cosmos. */
export function documentsContract(name: string, { make }: DocumentsUnderTest): void {
  describe(`documents: ${name}`, () => {
    let time = 1_700_000_000_000;
    const now = () => time;

    it('reads what was created, and nothing before', async () => {
      const documents = await make({ now });
      expect(await documents.read(key('x'))).toBeUndefined();
      expect(await documents.create(key('x'), sample('first'))).toBe('created');
      expect((await documents.read(key('x')))?.value).toEqual(sample('first'));
      expect(await documents.read(key('x', 'p2'))).toBeUndefined();
    });

    it('creates once', async () => {
      const documents = await make({ now });
      await documents.create(key('x'), sample('first'));
      expect(await documents.create(key('x'), sample('second'))).toBe('exists');
      expect((await documents.read(key('x')))?.value.name).toBe('first');
      expect(await documents.create(key('x', 'p2'), sample('other partition'))).toBe('created');
    });

    it('lets exactly one of many simultaneous creates win', async () => {
      const documents = await make({ now });
      const names = ['a', 'b', 'c', 'd', 'e'];
      const results = await Promise.all(names.map((each) => documents.create(key('x'), sample(each))));
      expect(results.filter((result) => result === 'created')).toHaveLength(1);
      const winner = names[results.indexOf('created')];
      expect((await documents.read(key('x')))?.value.name).toBe(winner);
    });

    it('replaces the version it was given, and no other', async () => {
      const documents = await make({ now });
      await documents.create(key('x'), sample('one'));
      const first = await documents.read(key('x'));
      expect(await documents.replace(key('x'), sample('two'), first?.etag ?? '')).toBe('replaced');
      expect(await documents.replace(key('x'), sample('three'), first?.etag ?? '')).toBe('conflict');
      const second = await documents.read(key('x'));
      expect(second?.value.name).toBe('two');
      expect(second?.etag).not.toBe(first?.etag);
    });

    it('lets exactly one of many simultaneous replaces of one version win', async () => {
      const documents = await make({ now });
      await documents.create(key('x'), sample('start'));
      const etag = (await documents.read(key('x')))?.etag ?? '';
      const names = ['a', 'b', 'c', 'd', 'e'];
      const results = await Promise.all(names.map((each) => documents.replace(key('x'), sample(each), etag)));
      expect(results.filter((result) => result === 'replaced')).toHaveLength(1);
      expect((await documents.read(key('x')))?.value.name).toBe(names[results.indexOf('replaced')]);
    });

    it('answers conflict to replacing what is gone', async () => {
      const documents = await make({ now });
      await documents.create(key('x'), sample('one'));
      const etag = (await documents.read(key('x')))?.etag ?? '';
      await documents.remove(key('x'));
      expect(await documents.replace(key('x'), sample('two'), etag)).toBe('conflict');
      expect(await documents.read(key('x'))).toBeUndefined();
    });

    it('removes, also when there is nothing, and lets the key be created again', async () => {
      const documents = await make({ now });
      await documents.remove(key('x'));
      await documents.create(key('x'), sample('one'));
      await documents.remove(key('x'));
      expect(await documents.read(key('x'))).toBeUndefined();
      expect(await documents.create(key('x'), sample('two'))).toBe('created');
    });

    it('keeps ids apart whatever characters they have', async () => {
      const documents = await make({ now });
      for (const id of AWKWARD_IDS) expect(await documents.create(key(id), sample(id))).toBe('created');
      for (const id of AWKWARD_IDS) expect((await documents.read(key(id)))?.value.name).toBe(id);
      const page = await documents.list('p1', { limit: 100 });
      expect(page.items.map((item) => item.key.id)).toEqual([...AWKWARD_IDS].sort());
    });

    it('lists one partition in order of id, page after page', async () => {
      const documents = await make({ now });
      const ids = Array.from({ length: 23 }, (_, i) => `doc-${String((i * 7) % 23).padStart(2, '0')}`);
      await Promise.all(ids.map((id, score) => documents.create(key(id), sample(id, score))));
      await documents.create(key('doc-11', 'p2'), sample('elsewhere'));
      const pages = await everyPage(documents, 'p1', 5);
      expect(pages.map((page) => page.length)).toEqual([5, 5, 5, 5, 3]);
      expect(pages.flat()).toEqual(ids.toSorted());
    });

    it('ends the listing without an empty page when the last one is full', async () => {
      const documents = await make({ now });
      await Promise.all(['a', 'b', 'c', 'd'].map((id) => documents.create(key(id), sample(id))));
      expect(await everyPage(documents, 'p1', 2)).toEqual([
        ['a', 'b'],
        ['c', 'd'],
      ]);
      expect(await documents.list('nothing here', { limit: 2 })).toEqual({ items: [], next: undefined });
    });

    it('goes on where it stopped although documents came and went', async () => {
      const documents = await make({ now });
      await Promise.all(['a', 'c', 'e', 'g'].map((id) => documents.create(key(id), sample(id))));
      const first = await documents.list('p1', { limit: 2 });
      await documents.remove(key('c'));
      await documents.create(key('b'), sample('b'));
      await documents.create(key('f'), sample('f'));
      const second = await documents.list('p1', { limit: 10, after: first.next });
      expect(second.items.map((item) => item.value.name)).toEqual(['e', 'f', 'g']);
    });

    it('forgets a document when its time is over, counted from its last write', async () => {
      const documents = await make({ now, ttlSeconds: 60 });
      await documents.create(key('replaced'), sample('old'));
      await documents.create(key('left'), sample('left'));
      time += 59_000;
      const etag = (await documents.read(key('replaced')))?.etag ?? '';
      expect(await documents.replace(key('replaced'), sample('new'), etag)).toBe('replaced');
      time += 1_000;
      expect(await documents.read(key('left'))).toBeUndefined();
      expect((await documents.read(key('replaced')))?.value.name).toBe('new');
      expect((await documents.list('p1', { limit: 10 })).items.map((item) => item.key.id)).toEqual(['replaced']);
    });

    it('lets exactly one of many simultaneous creates take over an expired key', async () => {
      const documents = await make({ now, ttlSeconds: 60 });
      await documents.create(key('x'), sample('old'));
      expect(await documents.create(key('x'), sample('too early'))).toBe('exists');
      time += 60_000;
      const names = ['a', 'b', 'c', 'd', 'e'];
      const results = await Promise.all(names.map((each) => documents.create(key('x'), sample(each))));
      expect(results.filter((result) => result === 'created')).toHaveLength(1);
      expect((await documents.read(key('x')))?.value.name).toBe(names[results.indexOf('created')]);
    });
  });
}

async function everyPage(documents: Documents<Sample>, partition: string, limit: number): Promise<string[][]> {
  const pages: string[][] = [];
  let after: string | undefined;
  do {
    const page = await documents.list(partition, { limit, after });
    pages.push(page.items.map((item) => item.key.id));
    after = page.next;
  } while (after !== undefined);
  return pages;
}
