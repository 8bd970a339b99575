import { describe, expect, it } from 'vitest';
import { LEAGUE, opening, steamed } from '../../tests/support/games.ts';
import { HOUR, NOON } from '../../tests/support/odds.ts';
import { recordedSource } from './recorded-source.ts';

const GAME = { start: NOON + HOUR };
const snapshot = (...body: readonly unknown[]) => ({ capturedAt: NOON, at: '', body: structuredClone(body) });

describe('recordedSource', () => {
  it('has nothing before the first snapshot, nor for a league that is not in the recording', async () => {
    const source = recordedSource(() => NOON);
    expect((await source.odds(LEAGUE)).events).toEqual([]);
    source.show(snapshot(opening(GAME)));
    expect((await source.odds('darts')).events).toEqual([]);
    expect((await source.schedule('darts')).events).toEqual([]);
  });

  it('answers with the newest snapshot of a league, in decimal odds, at the recording’s time', async () => {
    const source = recordedSource(() => NOON + 5);
    source.show(snapshot(opening(GAME)));
    const american = steamed(GAME);
    const [book, ...others] = american.bookmakers;
    const [market] = book?.markets ?? [];
    const outcomes = market?.outcomes.map((outcome) => ({ ...outcome, price: -110 })) ?? [];
    source.show(snapshot({ ...american, bookmakers: [{ ...book, markets: [{ ...market, outcomes }] }, ...others] }));
    const { observedAt, events } = await source.odds(LEAGUE);
    expect(observedAt).toBe(NOON + 5);
    const quotes = events[0]?.markets[0]?.quotes.find((quote) => quote.book === book?.key);
    expect(quotes).toEqual({ book: book?.key, point: -6.5, prices: [1.91, 1.91] });
    expect((await source.schedule(LEAGUE)).events).toMatchObject([{ id: 'game1', commenceTime: GAME.start }]);
  });

  it('keeps each league’s newest answer while others come', async () => {
    const source = recordedSource(() => NOON);
    source.show(snapshot(opening(GAME)));
    source.show(snapshot({ ...opening({ ...GAME, number: 2 }), sport_key: 'basketball_nba' }));
    expect((await source.odds(LEAGUE)).events.map(({ event }) => event.id)).toEqual(['game1']);
    expect((await source.odds('basketball_nba')).events.map(({ event }) => event.id)).toEqual(['game2']);
  });

  it('takes what is no answer for none', async () => {
    const source = recordedSource(() => NOON);
    for (const body of [undefined, null, 'odds', {}, [], [null]]) source.show({ capturedAt: NOON, at: '', body });
    expect((await source.odds(LEAGUE)).events).toEqual([]);
  });
});
