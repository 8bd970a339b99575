import { Redis } from 'ioredis';
import type { Faults } from '../../stand-ins/faults.ts';
import type { Broken } from './case.ts';
import { NOWHERE, type World } from './world.ts';

const fault = (faults: Faults, kind: Parameters<Faults['inject']>[0]): (() => void) => {
  faults.inject(kind);
  return faults.clear;
};

const datedBy = ({ odds, discord, stripe, claude, charts }: World, aheadMs: number): (() => void) => {
  const services = [odds, discord, stripe, claude, charts];
  for (const { control } of services) control.inject({ kind: 'clock', aheadMs });
  return () => {
    for (const { control } of services) control.clear();
  };
};

export const BROKEN_SERVICES: readonly Broken[] = [
  {
    what: 'the odds provider refuses the key',
    settings: () => ({ ODDS_API_KEY: 'another-odds-key' }),
    odd: { 'odds: key': 'fail' },
    says: 'the key is refused',
  },
  {
    what: 'a league is not on offer',
    settings: ({ values }) => ({ ODDS_LEAGUES: `${values['ODDS_LEAGUES']},soccer_moon` }),
    odd: { 'odds: leagues': 'fail' },
    says: 'not on offer: soccer_moon',
  },
  {
    what: 'a league is out of season',
    breaks: ({ offer, sports }) => {
      offer(sports.map((sport, at) => (at === 0 ? { ...sport, active: false } : sport)));
      return () => offer(sports);
    },
    odd: { 'odds: leagues': 'warning' },
    says: 'out of season: ',
  },
  {
    what: 'the plan is smaller than the settings say',
    settings: () => ({ ODDS_MONTHLY_CREDITS: '100000' }),
    odd: { 'odds: credits': 'warning' },
    says: 'ODDS_MONTHLY_CREDITS says 100000',
  },
  {
    what: 'Claude refuses the key',
    settings: () => ({ ANTHROPIC_API_KEY: 'another-claude-key' }),
    odd: { 'claude: key': 'fail' },
    says: 'Claude does not take ANTHROPIC_API_KEY',
  },
  {
    what: 'there is no such model',
    settings: () => ({ ANTHROPIC_MODEL: 'gpt-9' }),
    odd: { 'claude: model': 'fail' },
    says: 'there is no gpt-9',
  },
  {
    what: 'a model whose price is not known',
    settings: () => ({ ANTHROPIC_MODEL: 'claude-opus-9' }),
    odd: { 'claude: model': 'warning' },
    says: 'its cost is not counted',
  },
  {
    what: 'no picture is drawn',
    breaks: ({ charts }) => fault(charts.control, { kind: 'status', status: 503, path: '/chart/create' }),
    odd: { 'charts: picture': 'fail' },
    says: 'answers come without a chart',
  },
  {
    what: 'Redis does not answer',
    settings: () => ({ REDIS_URL: `redis://:hunter2hunter2@${NOWHERE}` }),
    odd: { 'redis: answers': 'fail' },
    says: 'Redis does not answer',
  },
  {
    what: 'this clock is two minutes off',
    breaks: (world) => datedBy(world, 120_000),
    odd: { 'clock: this machine’s clock': 'fail' },
    says: 's behind 5 services',
  },
  {
    what: 'this clock is ten seconds off',
    breaks: (world) => datedBy(world, -10_000),
    odd: { 'clock: this machine’s clock': 'warning' },
    says: 'ahead of 5 services',
  },
  {
    what: 'no load test was made',
    request: { loadRecord: '/nowhere/load-test.json' },
    odd: { 'load: recorded': 'fail' },
    says: 'none → npm run bench -- load --record',
  },
  {
    what: 'the load test is old',
    breaks: async ({ keepLoad }) => {
      await keepLoad({ at: '2026-01-01T00:00:00.000Z' });
      return () => keepLoad();
    },
    odd: { 'load: recorded': 'warning' },
    says: 'days ago',
  },
  {
    what: 'the load test was slow',
    breaks: async ({ keepLoad }) => {
      await keepLoad({ p95Ms: 2300 });
      return () => keepLoad();
    },
    odd: { 'load: recorded': 'warning' },
    says: '95 % within 2.3 s',
  },
];

/** Where there is a Redis. */
export const FORGETFUL_REDIS: Broken = {
  what: 'Redis forgets what it has no room for',
  breaks: async ({ redis }) => {
    const client = new Redis(redis?.url ?? '');
    await client.config('SET', 'maxmemory-policy', 'allkeys-lru');
    return async () => {
      await client.config('SET', 'maxmemory-policy', 'noeviction');
      client.disconnect();
    };
  },
  odd: { 'redis: eviction': 'fail' },
  says: 'allkeys-lru: what keeps an alert from being sent twice may be forgotten',
};
