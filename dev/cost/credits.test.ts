import { describe, expect, it } from 'vitest';
import { CALENDAR, startsOf } from './calendar.ts';
import { CREDITS_PER_POLL, naiveMonth, simulateMonth } from './credits.ts';

const SUNDAY = Date.UTC(2026, 10, 1);
const DAY = 24 * 3_600_000;

describe('the calendar', () => {
  it('gives each game its start', () => {
    const played = [
      { weekDay: 0, hour: 18, games: 2 },
      { weekDay: 1, hour: 1.25, games: 1 },
      { weekDay: 2, hour: 20, games: 1, weeks: [1] },
    ];
    const starts = startsOf(played, SUNDAY, SUNDAY + 14 * DAY).map((at) => new Date(at).toISOString().slice(5, 16));
    expect(starts).toEqual([
      '11-01T18:00',
      '11-01T18:00',
      '11-02T01:15',
      '11-08T18:00',
      '11-08T18:00',
      '11-09T01:15',
      '11-10T20:00',
    ]);
  });

  it.each([
    ['americanfootball_nfl', 13, 16],
    ['basketball_nba', 45, 56],
    ['icehockey_nhl', 45, 56],
    ['soccer_epl', 10, 22],
  ])('has about as many games a week as %s plays', (league, least, most) => {
    const games = startsOf(CALENDAR[league] ?? [], SUNDAY, SUNDAY + 7 * DAY).length;
    expect(games).toBeGreaterThanOrEqual(least);
    expect(games).toBeLessThanOrEqual(most);
  });
});

describe('a month of our planner', () => {
  const small = simulateMonth({ credits: 20_000, freshQuestions: 0 });
  const large = simulateMonth({ credits: 100_000, freshQuestions: 0 });

  it('spends what it has, never more, and three credits a poll', () => {
    for (const [month, credits] of [
      [small, 20_000],
      [large, 100_000],
    ] as const) {
      expect(month.credits).toBe(month.polls * CREDITS_PER_POLL);
      expect(month.credits).toBeLessThanOrEqual(credits);
      expect(month.ticks).toBe(30 * 24 * 120);
      expect(month.busyTicks).toBeLessThanOrEqual(Math.min(month.polls, month.ticks));
    }
    // Nine tenths are for polling by plan; the rest waits for questions.
    expect(small.credits).toBeGreaterThan(0.8 * 20_000);
  });

  it('polls more closely with more credits', () => {
    expect(large.polls).toBeGreaterThan(small.polls);
    expect(large.activeInterval).toBeLessThan(small.activeInterval);
    expect(large.activeInterval).toBeGreaterThanOrEqual(30);
  });

  it('has a tenth for questions, and no more', () => {
    const asked = simulateMonth({ credits: 20_000, freshQuestions: 5000 });
    expect(asked.onDemand).toBeGreaterThan(0);
    expect(asked.onDemand * CREDITS_PER_POLL).toBeLessThanOrEqual(2000);
    expect(asked.credits).toBeLessThanOrEqual(20_000);
  });

  it('is a small part of polling without a plan', () => {
    expect(naiveMonth(30)).toEqual({ polls: 1_296_000, credits: 3_888_000 });
    expect(large.polls).toBeLessThan(naiveMonth(30).polls / 30);
  });
});
