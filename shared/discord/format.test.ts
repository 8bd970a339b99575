import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bookName, bookNames, firstMoversText } from './bookmakers.ts';
import {
  americanOdds,
  decimalOdds,
  duration,
  formatOdds,
  handicap,
  oddsText,
  percent,
  points,
  relativeTime,
  signedPercent,
} from './format.ts';

describe('odds', () => {
  it.each([
    [1.95, '1.95 (-105)'],
    [2, '2.00 (+100)'],
    [1.9091, '1.91 (-110)'],
    [2.5, '2.50 (+150)'],
    [1.045, '1.045 (-2222)'],
    [1.9975, '2.00 (+100)'],
    [101, '101.00 (+10000)'],
  ])('%d reads %s', (odds, text) => {
    expect(oddsText(odds)).toBe(text);
  });

  it('gives back the price from its American form, as near as that form is', () => {
    fc.assert(
      fc.property(fc.double({ min: 1.01, max: 1001, noNaN: true }), (odds) => {
        const american = Number(americanOdds(odds));
        const back = american > 0 ? 1 + american / 100 : 1 - 100 / american;
        expect(Math.abs(back - odds)).toBeLessThanOrEqual(0.0051);
        expect(Math.abs(Number(decimalOdds(odds)) - odds)).toBeLessThanOrEqual(0.0051);
      }),
    );
  });
});

it('writes even money in one way', () => {
  fc.assert(fc.property(fc.double({ min: 1.01, max: 1001, noNaN: true }), (odds) => americanOdds(odds) !== '-100'));
});

describe('numbers', () => {
  it.each([
    [3.5, '+3.5'],
    [-7, '-7'],
    [0, 'PK'],
    [-0, 'PK'],
    [-0.001, 'PK'],
    [2.25, '+2.25'],
  ])('handicap %d reads %s', (value, text) => {
    expect(handicap(value)).toBe(text);
  });

  it.each([
    [points(47.5), '47.5'],
    [points(46), '46'],
    [points(-0), '0'],
    [percent(0.864), '86%'],
    [percent(0.0664, 1), '6.6%'],
    [signedPercent(0.066), '+6.6%'],
    [signedPercent(-0.02), '-2.0%'],
    [duration(39_900), '40 s'],
    [duration(720_000), '12 min'],
    [duration(119 * 60_000), '119 min'],
    [duration(3 * 3_600_000), '3 h'],
    [duration(-5), '0 s'],
    [relativeTime(1_794_762_000_999), '<t:1794762000:R>'],
  ])('%s', (text, expected) => {
    expect(text).toBe(expected);
  });
});

describe('bookmakers', () => {
  it.each([
    ['draftkings', 'DraftKings'],
    ['williamhill_us', 'Caesars'],
    ['some_new-book', 'Some New Book'],
    ['constructor', 'Constructor'],
    ['@here', '＠here'],
  ])('%s reads %s', (key, name) => {
    expect(bookName(key)).toBe(name);
  });

  it('lists some and counts the rest', () => {
    expect(bookNames([])).toBe('');
    expect(bookNames(['pinnacle', 'fanduel'])).toBe('Pinnacle, FanDuel');
    expect(bookNames(['pinnacle', 'fanduel', 'bovada'], 2)).toBe('Pinnacle, FanDuel and 1 more');
  });

  it('names those that moved first while they are few', () => {
    expect(firstMoversText([])).toBe('');
    expect(firstMoversText(['pinnacle', 'fanduel', 'bovada'])).toBe('Pinnacle, FanDuel, Bovada');
    expect(firstMoversText(['pinnacle', 'fanduel', 'bovada', 'betus'])).toBe('4 books moved within one poll');
  });
});

describe('formatOdds', () => {
  it.each([
    [1.5, '1/2'],
    [1.91, '10/11'],
    [1.95, '19/20'],
    [1.87, '20/23'],
    [1.62, '8/13'],
    [1.67, '4/6'],
    [2.5, '6/4'],
    [4.33, '10/3'],
    [2.17, '≈23/20'],
    [1.045, '≈1/25'],
    [1.04, '1/25'],
    [29.4, '≈28/1'],
    [2, '1/1'],
    [3.5, '5/2'],
    [1.01, '1/100'],
    [101, '100/1'],
  ])('writes %d as the fraction %s', (odds, fraction) => {
    expect(formatOdds(odds, 'fractional')).toBe(fraction);
    expect(formatOdds(odds, 'decimal')).toBe(decimalOdds(odds));
    expect(formatOdds(odds, 'american')).toBe(americanOdds(odds));
  });
});
