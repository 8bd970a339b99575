import { setTimeout as pause } from 'node:timers/promises';
import type { Host } from '../host/host.ts';
import { simulatedFeed } from '../stand-ins/odds-api/simulator/simulated-feed.ts';
import { median, percentile } from '../statistics.ts';
import { type AlertTrail, alertTrail } from './alert-trail.ts';
import type { BenchOptions, Figure } from './figure.ts';
import { poll, withLocalApp } from './local-app.ts';

const FROM = Date.UTC(2026, 10, 23, 18);
const POLL_MS = 30_000;
/** Messages of one poll travel together: it takes many polls, not only many messages, to know the tail. */
const LEAST_POLLS = 20;
const LEAST_MESSAGES = 100;
const LONGEST_MS = 90_000;
const LOOK_MS = 100;
const MOST_MS = 2_000;
/** The app's clock stands still while messages travel: a limit of so many a second would never let another one pass. */
const SPEED = 1_000_000;
const UNLIMITED = { points: SPEED, duration: 1 };

/**
 * From the provider's answer to the message at Discord: the market goes on by 30 s a poll, the way through the app and its queues
 * takes the time that it takes. Left out is what Discord's own limits add when one poll finds many alerts for one channel.
 */
export async function benchLatency({ say }: BenchOptions): Promise<readonly Figure[]> {
  let at = FROM;
  const now = (): number => at;
  const trail = alertTrail(simulatedFeed({ seed: 1, now }), () => performance.now());
  const latencies = await withLocalApp({ feed: trail.feed, now, speed: SPEED }, ({ surroundings, withHost }) => {
    surroundings.discord?.onMessage(({ message }) => trail.arrived(String(message.nonce)));
    const options = {
      clock: { mode: 'fixed', at },
      lend: {
        discordLimits: {
          globalAlone: UNLIMITED,
          route: UNLIMITED,
          openingAlone: UNLIMITED,
          upkeep: UNLIMITED,
          upkeepTogetherAlone: UNLIMITED,
        },
      },
      onEvent: (event) => void (event.kind === 'telemetry' && trail.take(event.record)),
    } satisfies Parameters<typeof withHost>[0];
    return withHost(options, (host) => {
      const goOn = (): void => {
        at += POLL_MS;
        host.setClock({ mode: 'fixed', at });
      };
      return collect({ host, trail, say, goOn });
    });
  });
  return figures(latencies);
}

interface Parts extends Pick<BenchOptions, 'say'> {
  readonly host: Host;
  readonly trail: AlertTrail;
  /** Moves the market's clock to the next poll. */
  readonly goOn: () => void;
}

/** Latencies of the messages, by poll. */
async function collect({ host, trail, say, goOn }: Parts): Promise<readonly (readonly number[])[]> {
  const polls: (readonly number[])[] = [];
  const until = performance.now() + LONGEST_MS;
  while ((polls.length < LEAST_POLLS || polls.flat().length < LEAST_MESSAGES) && performance.now() < until) {
    goOn();
    await poll(host);
    await settled(host);
    const latencies = trail.collect();
    polls.push(latencies);
    say(
      `poll ${polls.length}: ${latencies.length} messages, the last after ${Math.round(Math.max(0, ...latencies))} ms`,
    );
    await pause(restMs(polls.length));
  }
  return polls;
}

/**
 * Waits until nothing moves. Looks at the queues from outside first: `host.idle()` wakes listeners out of their pauses, which are
 * a part of the time that a message takes.
 */
async function settled(host: Host): Promise<void> {
  const isMoving = async () => (await host.queueDepths()).some(({ messages }) => messages > 0);
  while (await isMoving()) await pause(LOOK_MS);
  await host.idle();
}

/**
 * Time for the queue listeners to come to their longest pause, as between two real polls, and up to a second more, spread
 * evenly over the polls, so that they meet those pauses in every phase.
 */
const restMs = (polls: number): number => 1_600 + ((polls * 0.618) % 1) * 1_000;

function figures(polls: readonly (readonly number[])[]): readonly Figure[] {
  const all = polls.flat();
  const details = { messages: all.length, polls: polls.length };
  return [
    { figure: 'p50', value: median(all), unit: 'ms', details },
    { figure: 'p95', value: percentile(all, 0.95), limit: MOST_MS, unit: 'ms', details },
    { figure: 'max', value: Math.max(...all), unit: 'ms', details },
  ];
}
