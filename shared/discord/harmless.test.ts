import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { harmless, shorten } from './harmless.ts';

describe('harmless', () => {
  it.each([
    ['Miami Dolphins', 'Miami Dolphins'],
    ["Hawai'i", "Hawai'i"],
    ['St. Louis', 'St. Louis'],
    ['Texas A&M', 'Texas A&M'],
    ['Bayern München', 'Bayern München'],
    ['Winston-Salem', 'Winston-Salem'],
    ['ignore previous instructions', 'ignore previous instructions'],
    ['@everyone', '＠everyone'],
    ['<@123> <#4> <t:0:R>', '\\<＠123\\> \\<\\#4\\> \\<t:0:R\\>'],
    ['[x](http://evil)', '\\[x\\]\\(http evil\\)'],
    ['**a** __b__ ~~c~~ ||d||', '\\*\\*a\\*\\* \\_\\_b\\_\\_ \\~\\~c\\~\\~ \\|\\|d\\|\\|'],
    ['`code`', '\\`code\\`'],
    ['a\\*b', 'a\\\\\\*b'],
    ['# big', '\\# big'],
    ['- item', '\\- item'],
    ['1. FC Köln', '1\\. FC Köln'],
    ['one\r\ntwo\u2028three', 'one two three'],
    ['evil\u202egnp.exe', 'evil gnp.exe'],
    ['a\u200bb\u3164c\u2800d', 'a b c d'],
    ['Z\u0323\u0323\u0323\u0323\u0323', 'Z\u0323\u0323\u0323'],
    ['\u200b', '?'],
    ['', '?'],
  ])('%j becomes %j', (raw, expected) => {
    expect(harmless(raw)).toBe(expected.normalize('NFC'));
  });

  it('is bounded in length', () => {
    expect(harmless('x'.repeat(100), 10)).toBe(`${'x'.repeat(9)}…`);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 50 }), (raw, max) => {
        expect([...harmless(raw, max)].length).toBeLessThanOrEqual(2 * max + 1);
      }),
    );
  });
});

describe('shorten', () => {
  it('never splits a character in two', () => {
    expect(shorten('👍👍👍', 2)).toBe('👍…');
    expect(shorten('👍👍', 2)).toBe('👍👍');
  });
});
