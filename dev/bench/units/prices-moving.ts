import type { UnitCosts } from '../../cost/unit-costs.ts';
import type { BenchOptions } from '../figure.ts';
import { type Owner, ownerOf } from './attribution.ts';
import { sumOf, type Tally } from './tally.ts';
import { type Share, unitCost, without } from './unit-cost.ts';
import type { MeteredWorld } from './world.ts';

const POLL_MS = 30_000;
const FIRST_POLLS = 10;
const POLLS = 20;
const WATCHERS = Array.from({ length: 40 }, (_, index) => `41${String(index).padStart(15, '0')}`);
const WATCHED = ['basketball_nba'];

type Measured = Pick<UnitCosts['operations'], 'poll' | 'change' | 'alert' | 'watcher' | 'delivery'> &
  Pick<UnitCosts, 'changesPerPoll' | 'sample'>;

/** Prices that stand still, then prices that move, with people who want to be told. */
export async function measurePrices(world: MeteredWorld, say: BenchOptions['say']): Promise<Measured> {
  let began = performance.now();
  const lap = (what: string): void => {
    say(`${what}: ${Math.round((performance.now() - began) / 1000)} s`);
    began = performance.now();
  };
  const polls = async (times: number, market: 'moves' | 'stands'): Promise<void> => {
    for (let done = 0; done < times; done++) {
      world.goOn(POLL_MS, market);
      await world.poll();
      await world.host.idle();
    }
  };
  say(`${FIRST_POLLS} polls to begin with, ${POLLS} of prices that stand still`);
  await polls(FIRST_POLLS, 'moves');
  const quiet = await world.measure(() => polls(POLLS, 'stands'));
  lap('still prices');
  const poll = unitCost(quiet, polledIn(quiet));
  await world.admit(WATCHERS, 'core', WATCHED);
  // They are seen, and their channels opened, before it counts.
  await polls(FIRST_POLLS, 'moves');
  say(`${POLLS} polls of prices that move, ${WATCHERS.length} people who watch`);
  const moving = await world.measure(() => polls(POLLS, 'moves'));
  lap('moving prices');
  const polled = polledIn(moving);
  const changes = sentIn(moving, 'fingerprint-changes');
  const alerts = executionsIn(moving, 'fan-out-alert');
  const deliveries = executionsIn(moving, 'deliver-alert');
  const looks = alerts * WATCHERS.length;
  const part = (owner: Owner, count: number) => unitCost(moving, count, shareOf(owner));
  return {
    changesPerPoll: changes / polled,
    sample: { polls: polled, changes, alerts, deliveries, watchers: looks },
    poll,
    // What the poll itself does on boards, whether they change or not, is in the poll.
    change: without(part('change', changes), unitCost(quiet, polledIn(quiet), shareOf('change')), polled / changes),
    alert: part('alert', alerts),
    watcher: part('watcher', looks),
    delivery: part('delivery', deliveries),
  };
}

const polledIn = ({ outside }: Tally): number => outside['odds/polls'] ?? 0;
const sentIn = ({ queues }: Tally, queue: string): number => queues[`${queue}/send`] ?? 0;
const executionsIn = ({ executions }: Tally, name: string): number => sumOf(executions, (each) => each === name);

const shareOf = (owner: Owner): Share => ({
  cosmos: (name) => ownerOf.cosmos(name) === owner,
  queues: (name) => ownerOf.queues(name) === owner,
  executions: (name) => ownerOf.executions(name) === owner,
  outside: (name) => ownerOf.outside(name) === owner,
  logged: (name) => ownerOf.logged(name) === owner,
});
