import { expect, it } from 'vitest';
import { ASSUMPTIONS } from './assumptions.ts';
import { A_MONTH, someUnits } from './testing.ts';
import { oddsQuestionsPerDay, questionsPerDay, worksOf } from './usage.ts';

const assumptions = {
  ...ASSUMPTIONS,
  tiers: { starter: 0.7, core: 0.2, sharp: 0.1 },
  questionsPerDay: { starter: 2, core: 5, sharp: 12 },
  mix: { odds: 35, line: 9, signals: 25, explain: 6, chart: 4, watch: 5, record: 6, account: 5, help: 5 },
  suggestionsPerQuestion: 2,
  alertsPerLeagueDay: 19,
  channelsPerAlert: 2,
  directMessageShare: 0.6,
  directMessagesPerDay: 6,
  billingEventsPerMonth: 6,
};

it('asks by tier', () => {
  // 70 × 2 + 20 × 5 + 10 × 12.
  expect(questionsPerDay(100, assumptions)).toBeCloseTo(360, 9);
  expect(oddsQuestionsPerDay(100, assumptions)).toBeCloseTo(126, 9);
});

it('counts what a month brings, by hand', () => {
  const works = worksOf({ users: 100, month: A_MONTH, units: someUnits(), assumptions });
  const counts = Object.fromEntries(works.map(({ name, count }) => [name, Math.round(count)]));
  expect(counts).toEqual({
    'ticks with nothing due': 86_400 - 8000,
    polls: 10_000,
    'market changes': 100_000,
    alerts: 1900,
    // 18 of 100 have direct messages.
    'watchers looked at': 1900 * 18,
    deliveries: 1900 * 2 + 18 * 6 * 30,
    'looks for games to settle': 43_200,
    'games settled': 400,
    'looks at poison queues': 43_200,
    'billing events': 600,
    'subscribers compared': 3000,
    'questions: odds': 3780,
    'questions: line': 972,
    'questions: signals': 2700,
    'questions: explain': 648,
    'questions: chart': 432,
    'questions: watch': 540,
    'questions: record': 648,
    'questions: account': 540,
    'questions: help': 540,
    // Two for each of those that are typed.
    'questions: suggest': 2 * (3780 + 972),
  });
  expect(Object.values(assumptions.mix).reduce((sum, share) => sum + share, 0)).toBe(100);
});
