import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closeNames } from './close-names.ts';

const TEAMS = ['Miami Dolphins', 'Buffalo Bills', 'New York Jets', 'New York Giants', 'Bayern München', 'Dolphins'];

describe('closeNames', () => {
  it.each([
    ['dolfins', ['Dolphins', 'Miami Dolphins']],
    ['Bufalo Bils', ['Buffalo Bills']],
    ['new yrok gaints', ['New York Giants']],
    ['newyork jets', ['New York Jets']],
    ['bils', ['Buffalo Bills']],
    ['bayern munchen', ['Bayern München']],
    ['BUFALLO', ['Buffalo Bills']],
  ])('finds what %s was meant to be', (typed, names) => {
    expect(closeNames(typed, TEAMS)).toEqual(expect.arrayContaining(names));
    expect(closeNames(typed, TEAMS)[0]).toBe(names[0]);
  });

  it.each(['chelsea', 'bar', 'jet', 'los angeles lakers', 'new zealand', 'bull', 'la', 'raiders', 'dol'])(
    'offers nothing far-fetched for %s',
    (typed) => {
      expect(closeNames(typed, [...TEAMS, 'Green Bay Packers', 'Los Angeles Chargers', 'Chicago Bears'])).toEqual(
        typed === 'los angeles lakers' ? ['Los Angeles Chargers'] : [],
      );
    },
  );

  it('finds nothing like what is like nothing', () => {
    for (const typed of ['', '@@@', '🏈', 'xqzw', '   ']) expect(closeNames(typed, TEAMS)).toEqual([]);
  });

  it('gives at most three, each once, and only names that there are', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), fc.array(fc.constantFrom(...TEAMS)), (typed, names) => {
        const close = closeNames(typed, names);
        return close.length <= 3 && new Set(close).size === close.length && close.every((name) => names.includes(name));
      }),
    );
    expect(closeNames('dolphins', ['Dolphins', 'Dolphins', 'Dolphins FC', 'Dolphin', 'The Dolphins'])).toHaveLength(3);
  });
});
