import { describe, expect, it } from 'vitest';
import { folded } from './folded.ts';

describe('folded', () => {
  it.each([
    ['Bayern München', 'bayern munchen'],
    ['ATLÉTICO', 'atletico'],
    ['Ｊｅｔｓ', 'jets'],
    ['São Paulo', 'sao paulo'],
    ['', ''],
    ['\u0301', ''],
  ])('%s is %s', (name, expected) => {
    expect(folded(name)).toBe(expected);
  });
});
