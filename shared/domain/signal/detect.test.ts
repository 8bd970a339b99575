import { describe, expect, it } from 'vitest';
import { transitionThrough } from '../../../tests/support/market.ts';
import { anEvent, BOOKS, everywhere, HOUR, MINUTE, movedTo, NOON, quote } from '../../../tests/support/odds.ts';
import { detect } from './detect.ts';
import type { AlertType } from './signal.ts';

type Found = ReturnType<typeof detect>;
const typesOf = (candidates: Found) => [...new Set(candidates.map(({ type }) => type))];
const ofType = (type: AlertType, candidates: Found) => candidates.filter((candidate) => candidate.type === type);
/** The widest edge of a type. */
const widest = (type: AlertType, candidates: Found) =>
  ofType(type, candidates).sort((a, b) => b.offer.edge - a.offer.edge)[0];
const [, bravo, charlie, delta, echo, foxtrot] = BOOKS;
const start = everywhere(-4.5);
/** One leads, two confirm, three stand still. */
const sharp = [start, movedTo(start, -5.5, ['alpha']), movedTo(start, -5.5, ['alpha', bravo, charlie])];

describe('SharpActivity', () => {
  const all = ofType('SharpActivity', detect(transitionThrough('spread', sharp), []));
  const [found] = all;

  it('offers the lagging prices on the side that the informed books moved to', () => {
    expect(all.map(({ offer }) => offer.book)).toEqual([delta, echo, foxtrot]);
    expect(found).toMatchObject({ offer: { outcome: 'home', point: -4.5, price: 1.91 } });
    expect(found?.offer.edge).toBeGreaterThan(0);
  });

  it('knows who moved first and who followed', () => {
    expect(found?.view.pattern).toMatchObject({ firstMovers: ['alpha'], confirming: [bravo, charlie], opposing: [] });
  });

  it('needs three books that moved, whether one after the other or between two polls', () => {
    const two = movedTo(start, -5.5, ['alpha', bravo]);
    const ofTwo = detect(transitionThrough('spread', [start, movedTo(start, -5.5, ['alpha']), two]), []);
    expect(typesOf(ofTwo)).toEqual(['ValueGap']);
    const three = movedTo(start, -5.5, ['alpha', bravo, charlie]);
    expect(typesOf(detect(transitionThrough('spread', [start, three]), []))).toContain('SharpActivity');
  });

  it('is silent when books move against each other', () => {
    const torn = movedTo(movedTo(start, -5.5, ['alpha', bravo, charlie]), -3.5, [delta]);
    const found = detect(transitionThrough('spread', [...sharp.slice(0, 2), torn]), []);
    expect(typesOf(found)).not.toContain('SharpActivity');
  });

  it('is silent when nobody is left behind', () => {
    const done = everywhere(-5.5);
    expect(typesOf(detect(transitionThrough('spread', [...sharp, done]), []))).toEqual([]);
  });
});

describe('SteamMove', () => {
  it('is raised when most of the market moves within minutes, at the price left behind', () => {
    const most = movedTo(start, -6, ['alpha', bravo, charlie, delta]);
    const found = widest(
      'SteamMove',
      detect(transitionThrough('spread', [start, movedTo(start, -6, ['alpha']), most]), []),
    );
    expect(found).toMatchObject({ offer: { outcome: 'home', point: -4.5 } });
  });

  it('is not what a slow move is: the same books over an hour', () => {
    const slow = [
      start,
      movedTo(start, -6, ['alpha']),
      movedTo(start, -6, ['alpha', bravo]),
      movedTo(start, -6, ['alpha', bravo, charlie, delta]),
    ];
    const types = typesOf(detect(transitionThrough('spread', slow, { gap: 16 * MINUTE }), []));
    expect(types).toContain('SharpActivity');
    expect(types).not.toContain('SteamMove');
  });
});

describe('ValueGap', () => {
  const still = ['alpha', bravo, charlie, delta, echo].map((book) => quote(book, 44.5, 1.91, 1.91));

  it('finds the one book that is off the market while no other moves', () => {
    const off = [...still, quote(foxtrot, 44.5, 2.05, 1.8)];
    const [found] = detect(transitionThrough('total', [[...still, quote(foxtrot, 44.5, 1.91, 1.91)], off]), []);
    expect(found).toMatchObject({
      type: 'ValueGap',
      offer: { book: foxtrot, outcome: 'over', point: 44.5, price: 2.05 },
    });
    expect(found?.offer.edge).toBeCloseTo(2.05 / 2 - 1, 6);
  });

  it('leaves the book itself out of the consensus that it is held against', () => {
    const joined = [...still, quote(foxtrot, 44.5, 1.91, 1.91)];
    const [found] = detect(transitionThrough('total', [joined, movedTo(joined, 47.5, [foxtrot])]), []);
    expect(found).toMatchObject({ offer: { book: foxtrot, outcome: 'under', point: 47.5 } });
  });

  it('is what explains a price that no move does', () => {
    const off = [...still, quote(foxtrot, 47.5, 1.91, 1.91)];
    expect(typesOf(detect(transitionThrough('total', [still, off]), []))).toEqual(['ValueGap']);
  });

  it('needs three other books', () => {
    const few = [...still.slice(0, 2), quote(foxtrot, 44.5, 1.91, 1.91)];
    expect(detect(transitionThrough('total', [few, movedTo(few, 47.5, [foxtrot])]), [])).toEqual([]);
  });

  it('takes a price that nobody would honour for what it is', () => {
    const joined = [...still, quote(foxtrot, 44.5, 1.91, 1.91)];
    expect(detect(transitionThrough('total', [joined, [...still, quote(foxtrot, 44.5, 19.1, 1.05)]]), [])).toEqual([]);
  });

  it('prices a draw', () => {
    const event = anEvent({ league: 'soccer_epl' });
    const even = BOOKS.map((book) => quote(book, null, 2.6, 3.2, 2.8));
    const off = even.map((one) => (one.book === echo ? quote(echo, null, 2.6, 3.6, 2.7) : one));
    const [found] = detect(transitionThrough('moneyline', [even, off], { event }), []);
    expect(found).toMatchObject({ type: 'ValueGap', offer: { book: echo, outcome: 'draw', point: null, price: 3.6 } });
  });
});

describe('KeyNumberCross', () => {
  const below = everywhere(-2.5);
  const above = movedTo(below, -3.5, ['alpha', bravo, charlie, delta]);

  it('offers the old side of the number when the consensus crosses 3', () => {
    const found = detect(transitionThrough('spread', [below, above]), []);
    for (const cross of ofType('KeyNumberCross', found))
      expect(cross).toMatchObject({ offer: { outcome: 'home', point: -2.5 } });
    expect(typesOf(found)).toContain('KeyNumberCross');
  });

  it('works for the away side and in both directions', () => {
    const falling = movedTo(everywhere(-3.5), -2.5, ['alpha', bravo, charlie, delta]);
    const away = detect(transitionThrough('spread', [everywhere(-3.5), falling]), []);
    expect(away.find(({ type }) => type === 'KeyNumberCross')).toMatchObject({
      offer: { outcome: 'away', point: 3.5 },
    });
  });

  it('needs somebody who moved: a book that is missing once is no crossing', () => {
    const near = everywhere(-3).map((one, i) => (i < 3 ? { ...one, point: -2.5 } : one));
    expect(typesOf(detect(transitionThrough('spread', [near, near.slice(1)]), []))).toEqual([]);
  });

  it('belongs to American football spreads alone', () => {
    const event = anEvent({ league: 'basketball_nba' });
    expect(typesOf(detect(transitionThrough('spread', [below, above], { event }), []))).not.toContain('KeyNumberCross');
  });
});

describe('Reversal', () => {
  const reported = { signalId: 'told', told: ['first', 'told'], at: NOON, from: 4.5, to: 6.5 };
  const back = [everywhere(-6.5), movedTo(everywhere(-6.5), -4.5, ['alpha', bravo, charlie, delta])];

  it('takes back a reported move of which most was given back, on the other side', () => {
    const found = detect(transitionThrough('spread', back), [reported]).find(({ type }) => type === 'Reversal');
    expect(found).toMatchObject({
      takesBack: { signalId: 'told', told: ['first', 'told'] },
      offer: { outcome: 'away', point: 6.5 },
    });
    expect(found?.view).toMatchObject({
      pattern: { direction: -1, firstMovers: ['alpha', bravo, charlie, delta] },
      consensusBefore: 6.5,
    });
  });

  it('counts what moved back since, not the move that it takes back', () => {
    const up = [everywhere(-4.5), everywhere(-6.5), movedTo(everywhere(-6.5), -4.5, ['alpha', bravo, charlie, delta])];
    const told = { ...reported, at: NOON + MINUTE };
    const found = detect(transitionThrough('spread', up), [told]).find(({ type }) => type === 'Reversal');
    expect(found?.view.pattern.firstMovers).toHaveLength(4);
  });

  it('takes back nothing that was reported after what it has seen', () => {
    const late = { ...reported, at: NOON + 5 * MINUTE };
    expect(typesOf(detect(transitionThrough('spread', back), [late]))).not.toContain('Reversal');
  });

  it('takes back both a sharp and a steam alert of one move', () => {
    const steam = { ...reported, signalId: 'steam', told: ['steam'], at: NOON + 1 };
    const found = detect(transitionThrough('spread', back), [reported, steam]).find(({ type }) => type === 'Reversal');
    expect(found?.takesBack).toEqual({ signalId: 'steam', told: ['steam', 'first', 'told'] });
  });

  it('is silent about a move that holds, and about one of more than two hours ago', () => {
    expect(typesOf(detect(transitionThrough('spread', sharp), [{ ...reported, to: 5.5 }]))).not.toContain('Reversal');
    expect(typesOf(detect(transitionThrough('spread', back), [{ ...reported, at: NOON - 2 * HOUR }]))).not.toContain(
      'Reversal',
    );
  });
});

it('raises nothing at or after the start', () => {
  const transition = transitionThrough('spread', sharp);
  const begun = { ...transition, event: anEvent({ commenceTime: transition.observedAt }) };
  expect(detect(begun, [])).toEqual([]);
});
