import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { CHANNELS, type MemoryParts, memoryApp, memoryParts } from '../dev/backtest/memory-app.ts';
import { silentTelemetry } from '../dev/silent-telemetry.ts';
import { type DiscordStandIn, startDiscord } from '../dev/stand-ins/discord/server.ts';
import { createDiscordRest } from '../shared/adapters/discord-rest/discord-rest.ts';
import { createDiscordLimiter } from '../shared/adapters/discord-rest/limiter.ts';
import { memoryCache } from '../shared/adapters/memory/memory-cache.ts';
import type { BookQuote } from '../shared/domain/market/market.ts';
import { saveWatcher } from '../shared/pipeline/fan-out-watchers.ts';
import type { OddsSource } from '../shared/ports/odds-source.ts';
import { aUser } from './support/delivery-world.ts';
import { sureOf } from './support/models.ts';
import { anEvent, everywhere, HOUR, MINUTE, movedTo, NOON, odds } from './support/odds.ts';

/** Where the process dies: at the n-th call to the outside, before that takes effect, or after it did and before we know. */
interface Crash {
  readonly at: number;
  readonly when: 'before' | 'after';
}
const USER = '77';
const UNLIMITED = { points: 1000, duration: 1 };

class PowerCut extends Error {}

const event = anEvent({ commenceTime: NOON + HOUR });
const start = everywhere(-4.5);
const lead = movedTo(start, -5.5, ['alpha']);
const sharp = movedTo(start, -5.5, ['alpha', 'bravo', 'charlie']);
const further = movedTo(everywhere(-6), -4.5, ['foxtrot']);
/** What the market shows, from so many minutes on. */
const MARKET: readonly (readonly [number, readonly BookQuote[]])[] = [
  [0, start],
  [4, lead],
  [8, sharp],
  [30, further],
];
const marketAt = (now: number) => MARKET.findLast(([minute]) => now >= NOON + minute * MINUTE)?.[1] ?? start;

/** Everything that the rules find is worth telling: the more is sent, the more can be lost. */
const sure = sureOf(0.9);

const source = (clock: () => number): OddsSource => ({
  sports: async () => ({ leagues: [{ key: event.league, isActive: true }], rejected: [], quota: undefined }),
  schedule: async () => ({ events: [event], rejected: [], quota: undefined }),
  odds: async () => ({
    observedAt: clock(),
    events: [odds('spread', marketAt(clock()), event)],
    rejected: [],
    quota: undefined,
  }),
});

let discord: DiscordStandIn | undefined;
afterEach(() => discord?.stop());

/**
 * Runs the market's forty minutes, a tick each 30 s. At the crash everything in process is gone (the cache too); what was being
 * done is done again: a timer at its next tick, a message when it comes back.
 */
async function run(crash?: Crash) {
  await discord?.stop();
  let now = NOON;
  const clock = () => now;
  discord = await startDiscord({
    now: clock,
    token: 'token',
    channels: Object.entries(CHANNELS).map(([name, id]) => ({ name, id })),
  });
  const limiter = createDiscordLimiter({ limits: { route: UNLIMITED, globalAlone: UNLIMITED } });
  const rest = createDiscordRest({
    baseUrl: discord.url,
    token: 'token',
    applicationId: '1',
    limiter,
    telemetry: silentTelemetry,
  });
  const memory = memoryParts(clock);
  await saveWatcher(memory.stores.watchers, aUser(USER));
  let calls = 0;
  let isDead = false;
  const guarded = <T extends object>(port: T): T =>
    new Proxy(port, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function' || name === 'drain') return member;
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
  const boot = () => {
    const parts: MemoryParts = {
      stores: Object.fromEntries(Object.entries(memory.stores).map(([name, store]) => [name, guarded(store)])) as never,
      queue: guarded(memory.queue),
      cache: guarded(memoryCache({ now: clock })),
      discord: guarded(rest),
    };
    return memoryApp({
      clock,
      source: guarded(source(clock)),
      leagues: [event.league],
      telemetry: silentTelemetry,
      parts,
      model: sure,
    });
  };
  let app = boot();
  const survive = async (work: () => Promise<unknown>): Promise<boolean> => {
    try {
      await work();
    } catch (error) {
      if (!isDead) throw error;
    }
    if (!isDead) return true;
    isDead = false;
    app = boot();
    return false;
  };
  for (; now <= NOON + 40 * MINUTE; now += 30_000) {
    await survive(() => app.poll());
    while (!(await survive(() => app.drain())));
  }
  const channels = { ...CHANNELS, direct: discord.directMessagesOf(USER) ?? 'none' };
  const delivered = Object.entries(channels).flatMap(([name, id]) =>
    (discord?.messages(id) ?? []).map(
      ({ embeds }) => `${name}: ${z.object({ title: z.string() }).parse(embeds[0]).title}`,
    ),
  );
  return { delivered: delivered.sort(), duplicates: discord.received().duplicates, calls };
}

describe('a price’s whole way, stopped at every await in turn and run again', async () => {
  const whole = await run();

  it('has something to lose', () => {
    expect(whole.delivered.length).toBeGreaterThanOrEqual(6);
    expect(new Set(whole.delivered).size).toBe(whole.delivered.length);
    expect(whole.calls).toBeGreaterThan(100);
  });

  it.each(['before', 'after'] as const)(
    'loses nothing and sends nothing twice, dying %s each call takes effect',
    async (when) => {
      for (let at = 1; at <= whole.calls; at++) {
        const { delivered, duplicates } = await run({ at, when });
        expect({ at, delivered, duplicates }).toEqual({ at, delivered: whole.delivered, duplicates: 0 });
      }
    },
  );
});
