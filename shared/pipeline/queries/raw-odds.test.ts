import { describe, expect, it } from 'vitest';
import { gameOdds } from '../../../tests/support/market-world.ts';
import { NOON } from '../../../tests/support/odds.ts';
import { memoryCache } from '../../adapters/memory/memory-cache.ts';
import { readRawOdds } from './raw-odds.ts';

const reading = async (kept: unknown) => {
  const cache = memoryCache({ now: () => NOON });
  await cache.set('raw-odds', 'nfl', kept);
  return readRawOdds(cache, 'nfl');
};

describe('readRawOdds', () => {
  it('reads an event of a league’s last answer, as it comes back from Redis', async () => {
    const kept = { observedAt: NOON, events: [gameOdds()] };
    const answer = await reading(JSON.parse(JSON.stringify(kept)));
    expect(answer?.observedAt).toBe(NOON);
    expect(answer?.eventOdds('game1')).toEqual(gameOdds());
    expect(answer?.eventOdds('game2')).toBeUndefined();
  });

  it('counts what has another form as nothing', async () => {
    expect(await readRawOdds(memoryCache({ now: () => NOON }), 'nfl')).toBeUndefined();
    for (const kept of ['odds', null, { events: [] }, { observedAt: 'noon', events: [] }, { observedAt: NOON }])
      expect(await reading(kept)).toBeUndefined();
    const answer = await reading({ observedAt: NOON, events: [null, 'x', { event: { id: 'game1' } }] });
    expect(answer?.eventOdds('game1')).toBeUndefined();
  });

  it('leaves out a quote that has lost a number', async () => {
    const { event } = gameOdds();
    const quotes = [{ book: 'a', point: null, prices: [Number.NaN, 2] }, { book: 'b', point: null, prices: [2, 2] }, 7];
    const kept = { observedAt: NOON, events: [{ event, markets: [{ market: 'moneyline', quotes }] }] };
    for (const each of [kept, JSON.parse(JSON.stringify(kept))])
      expect((await reading(each))?.eventOdds('game1')?.markets).toEqual([
        { market: 'moneyline', quotes: [{ book: 'b', point: null, prices: [2, 2] }] },
      ]);
  });
});
