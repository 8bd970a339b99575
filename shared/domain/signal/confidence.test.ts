import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { transitionThrough } from '../../../tests/support/market.ts';
import { sureOf } from '../../../tests/support/models.ts';
import { everywhere, movedTo, quote } from '../../../tests/support/odds.ts';
import { bestOf, claimOf, levelOf, type Scored } from './confidence.ts';
import { chanceToLast, confidenceOf } from './confidence-model.ts';
import { type Candidate, detect } from './detect.ts';
import type { Features } from './features.ts';
import { fittedModel } from './fitted-model.ts';

const start = everywhere(-4.5);
const [lagging] = detect(transitionThrough('spread', [start, movedTo(start, -5.5, ['alpha', 'bravo', 'charlie'])]), []);
if (!lagging) throw new Error('there is nothing to claim');

const features = fc.record({
  edgeOverTime: fc.double({ min: -0.3, max: 0.3, noNaN: true }),
  cautiousEdge: fc.double({ min: -1, max: 1, noNaN: true }),
  agreement: fc.double({ min: 0, max: 1, noNaN: true }),
  support: fc.double({ min: -1, max: 1, noNaN: true }),
  longshot: fc.double({ min: 0, max: 3, noNaN: true }),
  volatility: fc.double({ min: -6, max: 0, noNaN: true }),
  distance: fc.double({ min: 0, max: 3, noNaN: true }),
});

describe('the fitted model', () => {
  it('claims a chance, and never a certainty', () => {
    fc.assert(
      fc.property(features, (of) => {
        const confidence = confidenceOf(fittedModel, of);
        expect(confidence).toBeGreaterThanOrEqual(0);
        expect(confidence).toBeLessThanOrEqual(0.97);
      }),
    );
  });

  it.each([
    ['a wider edge', { edgeOverTime: 0.01, cautiousEdge: 0.1 }, { edgeOverTime: 0.05, cautiousEdge: 0.5 }],
    ['books that agree', { agreement: 0.5 }, { agreement: 1 }],
    ['books that move this way', { support: -0.2 }, { support: 0.6 }],
    ['a price nearer to evens', { longshot: 1.5 }, { longshot: 0 }],
    ['others at the same point', { distance: 0.7 }, { distance: 0 }],
  ])('claims more for %s, never less', (_what, worse: Partial<Features>, better: Partial<Features>) => {
    fc.assert(
      fc.property(features, (of) => {
        expect(confidenceOf(fittedModel, { ...of, ...better })).toBeGreaterThanOrEqual(
          confidenceOf(fittedModel, { ...of, ...worse }),
        );
      }),
    );
  });

  it('has bars no lower than it may, and knows what it was fitted on', () => {
    expect(fittedModel.bars.Low).toBeGreaterThanOrEqual(0.55);
    expect(fittedModel.bars.Medium).toBeGreaterThanOrEqual(0.65);
    expect(fittedModel.bars.High).toBeGreaterThanOrEqual(0.8);
    expect(fittedModel.provenance.files.length).toBeGreaterThan(0);
    expect(fittedModel.provenance.candidates).toBeGreaterThan(1000);
  });

  it('expects the less of a price, the longer one takes to come to it', () => {
    const fresh = { isNew: 1, readMinutes: 0.5, nearness: 0, stir: 0.3, cautiousEdge: 0.3, support: 0.2 };
    const [soon, late] = [chanceToLast(fittedModel, fresh, 1), chanceToLast(fittedModel, fresh, 15)];
    expect(soon).toBeLessThan(1);
    expect(late).toBeLessThan(soon);
    expect(late).toBeGreaterThan(0);
  });
});

describe('claimOf', () => {
  const withOffer = (offer: Partial<Candidate['offer']>, more: Partial<Features> = {}): Candidate => ({
    ...lagging,
    offer: { ...lagging.offer, ...offer },
    features: { ...lagging.features, agreement: 0.8, support: 0, ...more },
  });
  const sure = sureOf(0.95);
  const before = lagging.view.observedAt - 1;

  it('holds a claim back where the edge is too good to be likely', () => {
    expect(claimOf(sure, withOffer({ edge: 0.1 }))).toMatchObject({ confidence: 0.95, level: 'High' });
    expect(claimOf(sure, withOffer({ edge: 0.101 }))).toMatchObject({ confidence: 0.79, level: 'Medium' });
  });

  it.each([
    ['every book contradicts it and it still stood at a second look', { seenAt: before }, { agreement: 1 }, 'High'],
    ['every book contradicts it and a move of theirs explains it', {}, { agreement: 1, support: 0.5 }, 'High'],
    ['every book contradicts it, seen once, without a move', { seenAt: before + 1 }, { agreement: 1 }, 'Medium'],
    ['a book agrees with it', { seenAt: before }, { agreement: 0.9, support: 0.5 }, 'Medium'],
  ])('of a suspect edge: %s', (_what, offer, more, level) => {
    expect(claimOf(sure, withOffer({ edge: 0.15, ...offer }, more)).level).toBe(level);
  });

  it('never raises a claim', () => {
    expect(claimOf(sureOf(0.3), withOffer({ edge: 0.5 })).confidence).toBe(0.3);
  });
});

describe('levelOf', () => {
  const model = sureOf(0.5);
  it.each([
    [0.8, 'High'],
    [0.7999, 'Medium'],
    [0.65, 'Medium'],
    [0.6499, 'Low'],
    [0.55, 'Low'],
    [0.5499, undefined],
  ])('%d → %s', (confidence, level) => {
    expect(levelOf(model, { confidence, lasts: 1, edge: 0.05 })).toBe(level);
  });

  it('calls nothing High that is hardly worth the haste, or will be gone', () => {
    expect(levelOf(model, { confidence: 0.95, lasts: 1, edge: 0.009 })).toBe('Medium');
    expect(levelOf(model, { confidence: 0.95, lasts: 0.49, edge: 0.05 })).toBe('Medium');
  });
});

describe('bestOf', () => {
  const scored = (
    type: Candidate['type'],
    [confidence, lasts, level]: readonly [number, number, Scored['claim']['level']],
  ): Scored => ({
    candidate: { ...lagging, type },
    claim: { confidence, lasts, level },
  });
  const fleeting = scored('ValueGap', [0.78, 0.2, 'Medium']);
  const lasting = scored('ValueGap', [0.75, 0.9, 'Medium']);
  const high = scored('ValueGap', [0.86, 0.6, 'High']);
  const steam = scored('SteamMove', [0.6, 0.5, 'Low']);

  it('is of the highest level, then the price that is surest and lasts', () => {
    expect(bestOf([fleeting, lasting])).toBe(lasting);
    expect(bestOf([fleeting, steam, high, lasting])).toBe(high);
    expect(bestOf([])).toBeUndefined();
  });
});

describe('features', () => {
  const of = (...polls: Parameters<typeof transitionThrough>[1]) =>
    detect(transitionThrough('total', polls), []).sort((a, b) => b.offer.edge - a.offer.edge)[0];
  const still = ['alpha', 'bravo', 'charlie', 'delta', 'echo'].map((book) => quote(book, 44.5, 1.91, 1.91));
  const same = [...still, quote('foxtrot', 44.5, 1.91, 1.91)];

  it('reads agreement, distance, outsiders and support of others', () => {
    const off = of(same, [...still, quote('foxtrot', 44.5, 2.05, 1.8)]);
    expect(off?.features).toMatchObject({ agreement: 1, distance: 0, longshot: 0, support: 0 });
    const far = of(same, [...still, quote('foxtrot', 41.5, 1.91, 1.91)]);
    expect(far?.features.distance).toBeCloseTo(3 / 13.3, 9);
  });

  it('weighs an edge by the root of the time that is left', () => {
    const polls = [same, [...still, quote('foxtrot', 44.5, 2.05, 1.8)]];
    const edges = [1, 4].map((hours) => {
      const transition = transitionThrough('total', polls);
      const event = { ...transition.event, commenceTime: transition.observedAt + hours * 3_600_000 };
      return detect({ ...transition, event }, [])[0]?.features.edgeOverTime ?? 0;
    });
    expect(edges[0]).toBeGreaterThan(0);
    expect((edges[0] ?? 0) / (edges[1] ?? 1)).toBeCloseTo(2, 9);
  });
});
