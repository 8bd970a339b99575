import { describe, expect, it } from 'vitest';
import { lines, table } from './printed.ts';

describe('table', () => {
  it('sets words to the left and numbers to the right', () => {
    const rows = [
      ['', 'used', 'n', 'why'],
      ['games', '1,200', 7, ''],
      ['questions', '30', 12, 'so'],
    ];
    expect(table(rows)).toEqual([
      '              used   n  why',
      '  games      1,200   7',
      '  questions     30  12  so',
    ]);
  });

  it('is nothing of nothing', () => {
    expect(table([])).toEqual([]);
  });
});

describe('lines', () => {
  it('puts lines and lists of them below each other', () => {
    expect(lines('a', [], ['b', 'c'])).toBe('a\nb\nc');
  });
});
