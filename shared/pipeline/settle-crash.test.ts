import { describe, expect, it } from 'vitest';
import { HOUR, NOON } from '../../tests/support/odds.ts';
import { everything, game, LEAGUE, quoted, settlingWorld, signalOf } from '../../tests/support/settling.ts';
import { memoryCache } from '../adapters/memory/memory-cache.ts';

/** Where the process dies: at the n-th call to the outside, before that takes effect, or after it did and before we know. */
interface Crash {
  readonly at: number;
  readonly when: 'before' | 'after';
}

class PowerCut extends Error {}

const WEEK_MS = 7 * 24 * HOUR;
const plain = game(1);
const delayed = game(2);
const begun = game(2, { commenceTime: NOON + 2 * HOUR });
const quiet = game(3);
const signals = [
  signalOf(plain),
  signalOf(plain, { id: 'a-week-before', detectedAt: NOON - WEEK_MS, level: 'Low', confidence: 0.6 }, 1.9),
  signalOf(delayed, { type: 'SteamMove' }),
  signalOf(delayed, { id: 'unjudged', market: 'total' }),
];

/** A game, one whose start moves after it was settled, and one without signals: from first sight to the day after. */
async function run(crash?: Crash) {
  const world = settlingWorld();
  await world.polled();
  await world.raised(...signals);
  let calls = 0;
  let isDead = false;
  const guarded = <T extends object>(port: T): T =>
    new Proxy(port, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        return async (...args: unknown[]) => {
          if (isDead) throw new PowerCut();
          const isHere = ++calls === crash?.at;
          isDead ||= isHere;
          if (isHere && crash?.when === 'before') throw new PowerCut();
          const result: unknown = await Reflect.apply(member, target, args);
          if (isDead) throw new PowerCut();
          return result;
        };
      },
    });
  const boot = (): typeof world.deps => {
    const stores = Object.fromEntries(
      Object.entries(world.stores).map(([name, store]) => [name, guarded(store)]),
    ) as unknown as typeof world.stores;
    return {
      ...world.deps,
      ...stores,
      lineHistory: stores['line-history'],
      trackRecord: stores['track-record'],
      queue: guarded(world.deps.queue),
      cache: guarded(memoryCache({ now: world.deps.clock })),
    };
  };
  let parts = boot();
  /** Does a tick, and again after a crash, as a timer would. */
  const survive = async (tick: () => Promise<unknown>): Promise<void> => {
    do {
      isDead = false;
      await tick().catch((error: unknown) => {
        if (!isDead) throw error;
      });
      if (isDead) parts = boot();
    } while (isDead);
  };
  await survive(() =>
    world.poll(
      0,
      [plain, delayed, quiet].map((each) => quoted(each)),
      parts,
    ),
  );
  await survive(() => world.poll(50, [quoted(plain, -5.5), quoted(delayed), quoted(quiet)], parts));
  await survive(() => world.settle(62, parts));
  await survive(() => world.poll(64, [quoted(plain), quoted(begun), quoted(quiet)], parts));
  await survive(() => world.poll(110, [quoted(begun, -6.5)], parts));
  await survive(() => world.settle(122, parts));
  await survive(() => world.settle(123, parts));
  await survive(() => world.settle(13 * 60, parts));
  const { stores } = world;
  const events = [plain, delayed, quiet];
  return {
    calls,
    outcome: {
      signals: await Promise.all(events.map(world.signalsOf)),
      closings: await Promise.all(events.map(world.closingOf)),
      performance: await everything(stores.performance, LEAGUE),
      trackRecord: await everything(stores['track-record'], 'league'),
      thresholds: await everything(stores.thresholds, 'league'),
      fixtures: await world.openFixtures(),
    },
  };
}

describe('an event’s way to its settlement, stopped at every await in turn and run again', async () => {
  const whole = await run();

  it('has something to lose', () => {
    const { signals: records, performance, closings, fixtures } = whole.outcome;
    expect(records.flat().map(({ settlement }) => settlement?.clv)).toEqual([
      expect.any(Number),
      expect.any(Number),
      expect.any(Number),
      null,
    ]);
    expect(performance.map(({ rows }) => rows.length)).toEqual([1, 3]);
    expect(closings.map((closing) => closing?.start)).toEqual(
      [plain, begun, quiet].map(({ commenceTime }) => commenceTime),
    );
    expect(fixtures).toEqual([]);
    expect(whole.calls).toBeGreaterThan(150);
  });

  it.each(['before', 'after'] as const)('ends the same, dying %s each call takes effect', async (when) => {
    for (let at = 1; at <= whole.calls; at++)
      expect({ at, ...(await run({ at, when })).outcome }).toEqual({ at, ...whole.outcome });
  });
});
