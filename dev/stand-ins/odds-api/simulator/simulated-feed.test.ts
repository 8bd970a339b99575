import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FeedEvent } from '../feed.ts';
import { simulatedFeed } from './simulated-feed.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = Date.UTC(2026, 10, 23, 8, 2, 11);
const NBA = 'basketball_nba';
const LEAGUES = [NBA, 'americanfootball_nfl', 'icehockey_nhl', 'soccer_epl'];

const anyMoment = fc.integer({ min: 0, max: 3 * 365 * 24 * 3600 }).map((seconds) => NOW + 1000 * seconds);
const world = (seed = 7) => {
  let now = NOW;
  const feed = simulatedFeed({ seed, now: () => now });
  return {
    at: (moment: number, league = NBA): readonly FeedEvent[] => {
      now = moment;
      return feed.events(league) ?? [];
    },
    feed,
  };
};
const minutesToStart = ({ commence_time }: FeedEvent, now: number) => (Date.parse(commence_time) - now) / MINUTE;
const markets = (events: readonly FeedEvent[]) =>
  events.flatMap((event) =>
    event.bookmakers.flatMap((book) => book.markets.map((market) => ({ event, book: book.key, market }))),
  );

describe('simulatedFeed', () => {
  it('shows the same at a moment, whenever and however it is asked', () => {
    const walked = world();
    fc.assert(
      fc.property(anyMoment, fc.constantFrom(...LEAGUES), (moment, league) => {
        const shown = walked.at(moment, league);
        walked.at(moment + 90_000, league);
        expect(walked.at(moment, league)).toEqual(shown);
        expect(world().at(moment, league)).toEqual(shown);
      }),
      { numRuns: 15 },
    );
  });

  it('shows the same after many polls as at once', () => {
    const polled = world();
    for (let poll = 0; poll < 100; poll += 1) polled.at(NOW + poll * 30_000);
    expect(polled.at(NOW + 100 * 30_000)).toEqual(world().at(NOW + 100 * 30_000));
  });

  it('is another world with another seed', () => {
    expect(world(8).at(NOW)).not.toEqual(world().at(NOW));
  });

  it('always has a game that begins in 30 to 110 minutes, some in play and some much later', () => {
    const { at } = world();
    fc.assert(
      fc.property(anyMoment, (moment) => {
        const minutes = at(moment).map((event) => minutesToStart(event, moment));
        expect(minutes.some((value) => value >= 30 && value <= 110)).toBe(true);
        expect(minutes.some((value) => value <= 0)).toBe(true);
        expect(minutes.filter((value) => value > 120).length).toBeGreaterThanOrEqual(4);
        expect(at(moment, 'americanfootball_nfl').some((event) => minutesToStart(event, moment) > 24 * 60)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('lists four leagues, and nothing for another', () => {
    const { feed } = world();
    expect(
      feed
        .sports()
        .map(({ key }) => key)
        .sort(),
    ).toEqual(LEAGUES.toSorted());
    expect(feed.events('curling')).toBeUndefined();
  });

  it.each(LEAGUES)('quotes %s as the provider does: two decimals, one hold, whole markets', (league) => {
    const { at } = world();
    const all = [0, 7, 31, 80].flatMap((hours) => markets(at(NOW + hours * HOUR, league)));
    expect(all.length).toBeGreaterThan(500);
    for (const { event, market } of all) {
      const ways = league === 'soccer_epl' && market.key === 'h2h' ? 3 : 2;
      expect(market.outcomes).toHaveLength(ways);
      const hold = market.outcomes.reduce((sum, { price }) => sum + 1 / price, 0) - 1;
      const inPlay = Date.parse(event.commence_time) < NOW;
      if (!inPlay) expect(hold).toBeGreaterThan(0.035);
      expect(hold).toBeLessThan(0.075);
      for (const { price } of market.outcomes) expect(price).toBe(Math.round(price * 100) / 100);
      const [first, second] = market.outcomes;
      if (market.key === 'spreads') expect((first?.point ?? 1) + (second?.point ?? 1)).toBe(0);
      if (market.key === 'totals') expect(first?.point).toBe(second?.point);
      if (market.key === 'h2h') expect(first).not.toHaveProperty('point');
    }
  });

  it('keeps ids and teams of a game while its start moves', () => {
    const { at } = world();
    const starts = new Map<string, Set<string>>();
    const names = new Map<string, Set<string>>();
    for (let step = 0; step < 60; step += 1) {
      for (const { id, commence_time, home_team, away_team } of at(NOW + step * 10 * MINUTE)) {
        starts.set(id, (starts.get(id) ?? new Set()).add(commence_time));
        names.set(id, (names.get(id) ?? new Set()).add(`${away_team} @ ${home_team}`));
        expect(id).toMatch(/^[0-9a-f]{32}$/);
        expect(home_team).not.toBe(away_team);
      }
    }
    expect([...names.values()].every(({ size }) => size === 1)).toBe(true);
    const moved = [...starts.values()].filter(({ size }) => size > 1).length;
    expect(moved).toBeGreaterThan(0);
    expect(moved).toBeLessThan(starts.size);
  });

  it('has suspended markets, missing books, wiggles, and a dead book that never moves', () => {
    const { at } = world();
    let suspended = 0;
    let missing = 0;
    const dead = new Map<string, Set<string>>();
    for (let poll = 0; poll < 120; poll += 1) {
      for (const event of at(NOW + poll * MINUTE).filter((one) => minutesToStart(one, NOW) > 150)) {
        missing += 11 - event.bookmakers.length;
        suspended += event.bookmakers.filter(({ markets: offered }) => offered.length < 3).length;
        const points = event.bookmakers
          .find(({ key }) => key === 'betus')
          ?.markets.filter(({ key }) => key !== 'h2h')
          .map(({ outcomes }) => outcomes[0]?.point);
        if (points?.length === 2) dead.set(event.id, (dead.get(event.id) ?? new Set()).add(String(points)));
      }
    }
    expect(suspended).toBeGreaterThan(10);
    expect(missing).toBeGreaterThan(10);
    expect([...dead.values()].some(({ size }) => size === 1)).toBe(true);
    expect([...dead.values()].some(({ size }) => size > 3)).toBe(true);
  });

  it('moves an NFL spread across 3 or 7 now and then', () => {
    const { at } = world();
    const points = new Map<string, Set<number>>();
    for (let hour = 0; hour < 48; hour += 1) {
      for (const { event, book, market } of markets(at(NOW + hour * HOUR, 'americanfootball_nfl'))) {
        const point = market.outcomes[0]?.point;
        if (book !== 'lowvig' || market.key !== 'spreads' || point === undefined) continue;
        points.set(event.id, (points.get(event.id) ?? new Set()).add(Math.abs(point)));
      }
    }
    const crossed = [...points.values()].filter((seen) =>
      [3, 7].some((key) => [...seen].some((point) => point < key) && [...seen].some((point) => point > key)),
    );
    expect(crossed.length).toBeGreaterThan(2);
  });
});
