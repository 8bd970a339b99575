import { describe, expect, it } from 'vitest';
import { pollCost } from './cost.ts';

const markets = ['h2h', 'spreads', 'totals'];
const books = (count: number) => Array.from({ length: count }, (_, i) => `book${i}`);

describe('pollCost', () => {
  it.each([
    { name: 'markets × regions', scope: { markets, regions: ['us', 'eu'] }, cost: 6 },
    { name: 'no bookmakers: regions count', scope: { markets, regions: ['us'], bookmakers: [] }, cost: 3 },
    { name: 'bookmakers replace regions', scope: { markets, regions: ['us', 'eu'], bookmakers: books(10) }, cost: 3 },
    {
      name: 'the eleventh bookmaker begins another region',
      scope: { markets, regions: [], bookmakers: books(11) },
      cost: 6,
    },
  ])('$name', ({ scope, cost }) => {
    expect(pollCost(scope)).toBe(cost);
  });
});
