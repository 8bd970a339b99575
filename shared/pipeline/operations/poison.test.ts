import { describe, expect, it } from 'vitest';
import { memoryPoison } from '../../adapters/memory/memory-poison.ts';
import { dropPoison, listPoison, type PoisonDeps, replayPoison } from './poison.ts';

const NOW = 1_000_000;

function setup(...texts: readonly string[]) {
  const [sent, kept]: [string[], string[]] = [[], []];
  const poison = memoryPoison({ now: () => NOW, send: async (_queue, text) => void sent.push(text) });
  for (const text of texts) poison.giveUp('alerts', text);
  const deps: PoisonDeps = {
    poison,
    noteOf: async (_queue, text) => (text === 'noted' ? { reason: 'Error: no', at: 7 } : undefined),
    keepDropped: async (_queue, text) => void kept.push(text),
    withoutTokens: (text) => text.replace('secret', '(left out)'),
    mostTries: 5,
    now: () => NOW,
    wall: () => NOW,
  };
  const left = async () => (await poison.look('alerts')).oldest.map(({ text }) => text);
  return { deps, sent, kept, left, poison };
}
const ALL = { queue: 'alerts', which: 'all', dryRun: false } as const;

describe('listPoison', () => {
  it('tells of each queue what lies there, why, and nothing that opens something', async () => {
    const { deps } = setup('noted', 'a secret');
    const lists = await listPoison(deps);
    expect(lists.map(({ queue, count }) => [queue, count])).toContainEqual(['alerts', 2]);
    expect(lists.map(({ count }) => count).filter(Boolean)).toEqual([2]);
    expect(lists.find(({ queue }) => queue === 'alerts')?.messages).toMatchObject([
      { text: 'noted', note: { reason: 'Error: no', at: 7 }, since: NOW, fate: { kind: 'refused' } },
      { text: 'a (left out)', note: undefined },
    ]);
  });
});

describe('replayPoison', () => {
  it('puts back one, or all', async () => {
    const { deps, sent, left } = setup('a', 'b', 'c');
    expect(await replayPoison(deps, { ...ALL, which: { id: 'poison-2' } })).toMatchObject({
      messages: [{ id: 'poison-2' }],
    });
    expect([sent, await left()]).toEqual([['b'], ['a', 'c']]);
    const done: number[] = [];
    await replayPoison(deps, { ...ALL, onProgress: (count) => done.push(count) });
    expect([sent, await left(), done]).toEqual([['b', 'a', 'c'], [], [1, 2]]);
  });

  it('does nothing in a dry run but tell', async () => {
    const { deps, sent, left } = setup('a', 'b');
    expect((await replayPoison(deps, { ...ALL, dryRun: true })).messages).toHaveLength(2);
    expect([sent, await left()]).toEqual([[], ['a', 'b']]);
  });

  it.each([true, false])('says that there is no such message: dry run %s', async (dryRun) => {
    const { deps, left } = setup('a');
    const request = { ...ALL, which: { id: 'none' }, dryRun };
    await expect(replayPoison(deps, request)).rejects.toThrow('No message none was given up in alerts.');
    expect(await left()).toEqual(['a']);
  });

  it('loses nothing when it dies between the two steps', async () => {
    const { deps, sent, left, poison } = setup('a', 'b');
    const dying = async function* () {
      for await (const held of poison.hold('alerts'))
        yield {
          ...held,
          putBack: async () => {
            sent.push(held.text);
            throw new Error('power cut');
          },
        };
    };
    await expect(replayPoison({ ...deps, poison: { ...poison, hold: dying } }, ALL)).rejects.toThrow('power cut');
    expect([sent, await left()]).toEqual([['a'], ['a', 'b']]);
  });
});

describe('dropPoison', () => {
  it('keeps a message before it deletes it', async () => {
    const { deps, sent, kept, left } = setup('a', 'b');
    await dropPoison(deps, { ...ALL, which: { id: 'poison-1' } });
    expect([kept, sent, await left()]).toEqual([['a'], [], ['b']]);
    const broken = { ...deps, keepDropped: () => Promise.reject(new Error('no store')) };
    await expect(dropPoison(broken, ALL)).rejects.toThrow('no store');
    expect(await left()).toEqual(['b']);
  });
});
