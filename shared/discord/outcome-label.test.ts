import { describe, expect, it } from 'vitest';
import { aSignal, DETECTED_AT } from '../../tests/support/delivery-world.ts';
import { matchup, moveLabel, outcomeLabel } from './outcome-label.ts';

const teams = { home: 'Miami Dolphins', away: 'Buffalo Bills' };

describe('outcomeLabel', () => {
  it.each([
    ['spread', 'home', 3.5, 'Miami Dolphins +3.5'],
    ['spread', 'away', -3.5, 'Buffalo Bills -3.5'],
    ['spread', 'home', 0, 'Miami Dolphins PK'],
    ['total', 'over', 47.5, 'Over 47.5'],
    ['total', 'under', 46, 'Under 46'],
    ['moneyline', 'away', null, 'Buffalo Bills to win'],
    ['moneyline', 'draw', null, 'Draw'],
  ] as const)('%s %s %s reads %s', (market, outcome, point, text) => {
    expect(outcomeLabel(teams, market, { outcome, point })).toBe(text);
  });
});

describe('moveLabel', () => {
  const moved = (market: string, outcome: string, from: number, to: number) =>
    moveLabel(
      aSignal({
        market,
        offer: { ...aSignal().offer, outcome },
        move: { from, to, since: DETECTED_AT, until: DETECTED_AT },
      }),
    );
  it.each([
    ['spread', 'home', 3.37, 2.52, 'Miami Dolphins +3.4 → +2.5'],
    ['spread', 'away', 3.37, 2.52, 'Buffalo Bills -3.4 → -2.5'],
    ['spread', 'away', 0.02, -1, 'Buffalo Bills PK → +1'],
    ['total', 'over', 45.96, 47.5, 'Total 46 → 47.5'],
    ['moneyline', 'away', 0.52, 0.474, 'Miami Dolphins 52% → 47%'],
    ['moneyline', 'away', 0.388, 0.391, ''],
    ['spread', 'home', 3.37, 3.41, ''],
  ])('%s %s from %d to %d reads %s', (market, outcome, from, to, text) => {
    expect(moved(market, outcome, from, to)).toBe(text);
  });
});

describe('matchup', () => {
  it('names the visitors first', () => {
    expect(matchup(teams)).toBe('Buffalo Bills at Miami Dolphins');
  });
});
