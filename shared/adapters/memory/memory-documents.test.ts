import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { documentsContract } from '../../ports/documents.contract.ts';
import { memoryDocuments } from './memory-documents.ts';

documentsContract('memory', { make: async (options) => memoryDocuments(options) });

describe('memoryDocuments', () => {
  it('lists like a sorted list, whatever came and went in whatever order', async () => {
    const step = fc.record({ id: fc.string({ maxLength: 3 }), remove: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), fc.integer({ min: 1, max: 7 }), async (steps, limit) => {
        const documents = memoryDocuments<number>({ now: () => 0 });
        const expected = new Set<string>();
        for (const { id, remove } of steps) {
          if (remove) await documents.remove({ id, partition: 'p' });
          else await documents.create({ id, partition: 'p' }, 1);
          if (remove) expected.delete(id);
          else expected.add(id);
          await documents.list('p', { limit: 1 });
        }
        const listed: string[] = [];
        let after: string | undefined;
        do {
          const page = await documents.list('p', { limit, after });
          listed.push(...page.items.map((item) => item.key.id));
          after = page.next;
        } while (after !== undefined);
        expect(listed).toEqual([...expected].sort());
      }),
    );
  });

  it('keeps values as they are, without copying', async () => {
    const documents = memoryDocuments<{ n: number }>({ now: () => 0 });
    const value = { n: 1 };
    await documents.create({ id: 'a', partition: 'p' }, value);
    expect((await documents.read({ id: 'a', partition: 'p' }))?.value).toBe(value);
  });
});
