import { describe, expect, it } from 'vitest';
import { transitionThrough } from '../../tests/support/market.ts';
import { everywhere, MINUTE, movedTo, NOON } from '../../tests/support/odds.ts';
import { memoryDocuments } from '../adapters/memory/memory-documents.ts';
import {
  type LineChange,
  lineChangeSchema,
  lineHistoryPartition,
  openingChange,
  recordLineChange,
} from './line-history.ts';

const PARTITION = lineHistoryPartition('game1', 'spread');
const start = everywhere(-4.5);
const second = movedTo(start, -5.5, ['alpha']);
const store = () => memoryDocuments<LineChange>({ now: () => NOON });

describe('recordLineChange', () => {
  it('keeps the quotes that changed, and only those', async () => {
    const history = store();
    await recordLineChange(history, transitionThrough('spread', [start, second]));
    const { items } = await history.list(PARTITION, { limit: 10 });
    expect(items.map(({ value }) => value)).toMatchObject([
      { at: NOON + MINUTE, books: [{ book: 'alpha', point: -5.5, prices: [1.91, 1.91] }] },
    ]);
  });

  it('keeps a transition once, however often it comes', async () => {
    const history = store();
    const transition = transitionThrough('spread', [start, second]);
    await recordLineChange(history, transition);
    await recordLineChange(history, transition);
    expect((await history.list(PARTITION, { limit: 10 })).items).toHaveLength(1);
  });

  it('keeps nothing of a poll in which a book only left', async () => {
    const history = store();
    await recordLineChange(history, transitionThrough('spread', [start, start.slice(1)]));
    expect((await history.list(PARTITION, { limit: 10 })).items).toEqual([]);
  });

  it('lists changes in the order of time, in documents that never grow', async () => {
    const history = store();
    const polls = [start];
    for (let minute = 1; minute <= 20; minute++) {
      polls.push(movedTo(start, -4.5 - minute, ['bravo']));
      await recordLineChange(history, transitionThrough('spread', polls));
    }
    const { items } = await history.list(PARTITION, { limit: 100 });
    expect(items.map(({ value }) => value.books[0]?.point)).toEqual(polls.slice(1).map((_, index) => -5.5 - index));
    expect(Math.max(...items.map(({ value }) => JSON.stringify(value).length))).toBeLessThan(200);
  });
});

describe('openingChange', () => {
  it('holds every book at first sight, before whatever changes later', async () => {
    const { fingerprint } = transitionThrough('spread', [everywhere(-3), start]);
    const { key, value } = openingChange('game1', 'spread', fingerprint, NOON);
    expect(lineChangeSchema.parse(value).books).toHaveLength(start.length);
    expect(key.partition).toBe(PARTITION);
    expect(key.id < `0${NOON + 1}`).toBe(true);
  });
});
