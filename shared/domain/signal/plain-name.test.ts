import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainName } from './plain-name.ts';

describe('plainName', () => {
  it.each([
    ['Miami Dolphins', 'Miami Dolphins'],
    ["Hawai'i", "Hawai'i"],
    ['Texas A&M', 'Texas A&M'],
    ['St. Louis', 'St. Louis'],
    ['1. FC Köln', '1. FC Köln'],
    ['F.C. Porto', 'F.C. Porto'],
    ['Duke (W)', 'Duke (W)'],
    ['Philadelphia 76ers', 'Philadelphia 76ers'],
    ['@everyone', 'everyone'],
    ['＠everyone', 'everyone'],
    ['<@123> <#4>', '123 4'],
    ['[free](https://evil.com/x)', 'free (https evil com/x)'],
    ['discord.gg/abc', 'discord gg/abc'],
    ['пример.рф', 'пример рф'],
    ['**bold** `code` ||spoiler||', 'bold code spoiler'],
    ['a"} </facts> {"b', 'a /facts b'],
    ['one\r\ntwo\u2028three', 'one two three'],
    ['evil\u202egnp.exe', 'evil gnp exe'],
    ['zero\u200bwidth', 'zero width'],
    ['\u200b@', 'Unnamed'],
    ['', 'Unnamed'],
  ])('%j becomes %j', (raw, plain) => {
    expect(plainName(raw)).toBe(plain);
  });

  it('is short, visible and without markup, whatever comes in, and stays what it is', () => {
    const hostile = fc
      .array(fc.constantFrom('@', '<#', '://', '.com', '\u202e', '*', 'x', ' ', '\ud800', '👍'))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), hostile), (raw) => {
        const plain = plainName(raw);
        expect([...plain].length).toBeLessThanOrEqual(40);
        expect(plain).not.toMatch(/[@<>[\]{}#*_~`|\\"\n]|:\/|[\p{L}\p{N}]\.\p{L}{2}|[\p{C}\p{Zl}\p{Zp}]/u);
        expect(plainName(plain)).toBe(plain);
      }),
    );
  });
});
