import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asData, spelledOut } from './as-data.ts';

const OBEYED = /[\p{C}\p{Zl}\p{Zp}]/u;

describe('asData', () => {
  it.each([
    ['a team’s name — 1. FC Köln', 'a team’s name — 1. FC Köln'],
    ['\u001b[31mred\u0007', '\\u001b[31mred\\u0007'],
    ['\u009b2J', '\\u009b2J'],
    ['two\nlines', 'two\\u000alines'],
    ['\u202eturned\u200b', '\\u202eturned\\u200b'],
    ['half \ud83d', 'half \\ud83d'],
    ['whole 😀', 'whole 😀'],
    ['tag \u{e0041}', 'tag \\udb40\\udc41'],
  ])('%j → %s', (text, shown) => {
    expect(asData(text)).toBe(shown);
  });

  it('cuts, and says how much there was', () => {
    expect(asData('x'.repeat(100), 10)).toBe(`${'x'.repeat(10)}… (100 characters in all)`);
    expect(asData('x'.repeat(10), 10)).toBe('x'.repeat(10));
  });

  it('leaves nothing that a terminal might obey', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(asData(text)).not.toMatch(OBEYED);
      }),
    );
  });
});

describe('spelledOut', () => {
  it('leaves lines, and JSON what it says', () => {
    expect(spelledOut('one\ntwo\u001b')).toBe('one\ntwo\\u001b');
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = spelledOut(JSON.stringify(value));
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(text.replaceAll('\n', '')).not.toMatch(OBEYED);
      }),
    );
  });
});
