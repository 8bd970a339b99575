import { describe, expect, it } from 'vitest';
import { aSignal, DETECTED_AT } from '../../../tests/support/delivery-world.ts';
import { explanationFacts } from '../../discord/explanation-facts.ts';
import { type ExplanationFacts, templateExplanation } from './explanation.ts';

const basis = 'alerts like this: 81% beat the close, n = 412, settled alerts';
const facts = (parts: Parameters<typeof aSignal>[0] = {}): ExplanationFacts =>
  explanationFacts(aSignal({ basis, ...parts }));
const text = (parts: Parameters<typeof aSignal>[0] = {}) => templateExplanation(facts(parts));

const CLAIM =
  'We put the chance that this price beats the closing line at 86% (High); of 412 settled alerts like this, 81% beat the close.';
const PRICE = 'Miami Dolphins +3.5 at 1.95 (-105), 6.6% above the fair price of 1.83 (-121).';
const LINE = "the market's line on Miami Dolphins went from +3.4 to +2.5 in 15 minutes";
const still = {
  move: { from: 46, to: 46, since: DETECTED_AT, until: DETECTED_AT },
  evidence: { firstMovers: [], confirming: [], lagging: [], opposing: [], books: 9 },
};

describe('templateExplanation', () => {
  it('tells of informed books and the one that they left behind', () => {
    expect(text()).toBe(
      `Pinnacle moved first, DraftKings and FanDuel followed, and ${LINE}. ` +
        `That left BetRivers behind: with 2 hours to go, it still offered ${PRICE} ${CLAIM}`,
    );
  });

  it('tells how much of the market a steam move took', () => {
    const confirming = ['draftkings', 'fanduel', 'betmgm', 'bovada'];
    const evidence = { ...aSignal().evidence, confirming, opposing: ['betus'] };
    expect(text({ type: 'SteamMove', evidence })).toBe(
      `Most of the market moved: 5 of 9 books went the same way, Pinnacle first, and ${LINE}; BetUS went the other way. ` +
        `That left BetRivers behind: with 2 hours to go, it still offered ${PRICE} ${CLAIM}`,
    );
  });

  it('sets a price against a market that stands still, and names the game of a total', () => {
    const offer = { book: 'betonlineag', outcome: 'over', point: 47.5, price: 1.95, since: DETECTED_AT };
    expect(text({ type: 'ValueGap', market: 'total', offer, ...still })).toBe(
      'With 2 hours to go, BetOnline.ag offered Over 47.5 (Buffalo Bills at Miami Dolphins) at 1.95 (-105), ' +
        'while the other 8 books together made 1.83 (-121) the fair price, a gap of 6.6%. ' +
        `The market itself had not moved, so this one price stood apart from the rest. ${CLAIM}`,
    );
  });

  it('says what moved around a gap, without calling it the reason', () => {
    expect(text({ type: 'ValueGap' })).toContain(`In the hour before, Pinnacle moved first, DraftKings`);
  });

  it('names the key number, where one is to be seen', () => {
    expect(text({ type: 'KeyNumberCross' })).toBe(
      `The market crossed 3, a margin by which many games are decided: Pinnacle moved first, DraftKings and FanDuel followed, ` +
        `and ${LINE}. That left BetRivers on the old side of it: with 2 hours to go, it still offered ${PRICE} ${CLAIM}`,
    );
    const both = { from: 7.4, to: 2.5, since: DETECTED_AT, until: DETECTED_AT };
    expect(text({ type: 'KeyNumberCross', move: both })).toContain('The market crossed a key number, a margin');
  });

  it('says of a Reversal that the move turned back', () => {
    expect(text({ type: 'Reversal', reverses: ['signal-0'] })).toBe(
      `The move that we reported turned back: Pinnacle moved first, DraftKings and FanDuel followed, and ${LINE}. ` +
        'With 2 hours to go, BetRivers offered Miami Dolphins +3.5 at 1.95 (-105) on the other side, ' +
        `6.6% above the fair price of 1.83 (-121). ${CLAIM}`,
    );
  });

  it('casts doubt on an edge that is too good, beside the claim', () => {
    expect(text({ suspect: true, edge: 0.17 })).toContain(
      '17% above the fair price of 1.83 (-121). We put the chance that this price beats the closing line at 86% (High), ' +
        'but so large an edge is usually a mistake or a dead feed.',
    );
    expect(text({ suspect: true, edge: 0.17 })).not.toContain('81%');
  });

  it.each([
    [0, 'in line with the fair price of 1.83 (-121)'],
    [0.0004, 'in line with the fair price of 1.83 (-121)'],
    [-0.021, '2.1% below the fair price of 1.83 (-121)'],
  ])('puts an edge of %d into words', (edge, words) => {
    expect(text({ edge })).toContain(words);
  });

  it('says only what is known of a move', () => {
    const { evidence, move } = aSignal();
    const began = (parts: Parameters<typeof aSignal>[0]) => text(parts).split('. ')[0];
    expect(began({ evidence: { ...evidence, firstMovers: ['pinnacle', 'fanduel'], confirming: [] } })).toBe(
      `Pinnacle and FanDuel moved together, and ${LINE}`,
    );
    expect(began({ evidence: { ...evidence, confirming: [] }, move: { ...move, since: move.until } })).toBe(
      "Pinnacle moved, and the market's line on Miami Dolphins went from +3.4 to +2.5 at once",
    );
    expect(began({ move: { ...move, to: 3.41 } })).toBe('Pinnacle moved first, and DraftKings and FanDuel followed');
    expect(began({ evidence: { ...evidence, firstMovers: [], confirming: [] } })).toBe(
      "The market's line on Miami Dolphins went from +3.4 to +2.5 in 15 minutes",
    );
    expect(began({ evidence: { ...evidence, firstMovers: [], confirming: [] }, move: { ...move, to: 3.4 } })).toBe(
      'The market moved',
    );
  });

  it('does not say of a book that moved that it was left behind', () => {
    const evidence = { ...aSignal().evidence, lagging: [], opposing: ['betrivers'] };
    expect(text({ evidence })).toContain('BetRivers went the other way. With 2 hours to go, BetRivers offered Miami');
  });

  it('leaves out the record rather than to grow too long', () => {
    const long = (letter: string) => letter.repeat(64);
    const books = (letter: string) =>
      Array.from({ length: 30 }, (_, index) => `${index % 10}${long(letter)}`.slice(0, 64));
    const explained = text({
      event: { ...aSignal().event, home: long('h'), away: long('a') },
      evidence: { firstMovers: books('f'), confirming: books('c'), lagging: [], opposing: books('o'), books: 60 },
    });
    expect(explained.length).toBeLessThanOrEqual(600);
    expect(explained).not.toContain('412');
    expect(explained).not.toContain('other way');
  });
});
