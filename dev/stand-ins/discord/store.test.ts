import { describe, expect, it } from 'vitest';
import { createStore } from './store.ts';

const NOW = Date.UTC(2026, 0, 4);
const open = () => createStore(() => NOW, [{ id: '1', name: 'alerts' }], { username: 'bot' });

describe('createStore', () => {
  it('keeps the newest fifty messages of a channel', () => {
    const store = open();
    const channel = store.channel('1');
    if (!channel) throw new Error('no channel');
    for (let index = 0; index < 60; index += 1) store.add(channel, { content: String(index) });
    const kept = store.messages('1').map(({ content }) => content);
    expect(kept).toHaveLength(50);
    expect([kept[0], kept.at(-1)]).toEqual(['59', '10']);
  });

  it('keeps five thousand in all, whoever they went to', () => {
    const store = open();
    const users = Array.from({ length: 6000 }, (_, index) => store.directMessages(String(index), 'u'));
    for (const channel of users) store.add(channel, { content: 'x' });
    const kept = users.map(({ id }) => store.messages(id).length);
    expect(kept.reduce((sum, count) => sum + count, 0)).toBe(5000);
    expect([kept[0], kept.at(-1)]).toEqual([0, 1]);
  });

  it('gives ids that grow with time and tell it', () => {
    const store = open();
    const ids = Array.from({ length: 1000 }, () => BigInt(store.nextId()));
    expect(new Set(ids).size).toBe(1000);
    expect(ids.every((id, index) => index === 0 || id > (ids[index - 1] ?? id))).toBe(true);
    expect(Number((ids[0] ?? 0n) >> 22n) + 1_420_070_400_000).toBe(NOW);
  });
});
