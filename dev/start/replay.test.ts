import { describe, expect, it } from 'vitest';
import type { InvocationResult } from '../host/worker.ts';
import type { RecordedFeed } from '../stand-ins/odds-api/recorded-feed.ts';
import { sharedClock } from './clock.ts';
import { type ReplayOptions, replay } from './replay.ts';

const START = Date.parse('2026-01-04T12:00:00Z');
const MINUTE = 60_000;
const TIMES = [0, 5, 15].map((minute) => START + minute * MINUTE);

/** A recording of three snapshots, and a diary of everything that happens. */
function setup(
  options: Pick<ReplayOptions, 'speed'> & {
    readonly onNext?: (at: number) => void;
    readonly times?: readonly number[];
  },
) {
  const diary: string[] = [];
  const progress: number[] = [];
  const ahead = [...(options.times ?? TIMES)];
  const clock = sharedClock(() => undefined);
  const stop = new AbortController();
  const feed: RecordedFeed = {
    oddsFormat: 'american',
    sports: () => [],
    events: () => [],
    peek: async () => ahead[0],
    next: async () => {
      const at = ahead.shift();
      if (at === undefined) return undefined;
      diary.push(`show ${(at - START) / MINUTE}`);
      options.onNext?.(clock.now() - at);
      return { at };
    },
    close: async () => undefined,
  };
  const host = {
    trigger: async (name: string): Promise<InvocationResult> => {
      diary.push(`${name} at ${(clock.now() - START) / MINUTE}`);
      return { kind: 'lost' };
    },
    idle: async () => void diary.push('idle'),
  };
  const [from = 0, until = 0] = [TIMES[0], TIMES.at(-1)];
  const run = () =>
    replay({
      host,
      clock,
      recording: { feed, leagues: [], from, until },
      speed: options.speed,
      stop: stop.signal,
      onProgress: (share) => progress.push(share),
    });
  return { run, diary, progress, clock, stop };
}

describe('replay at full speed', () => {
  it('goes in lock step: clock, snapshot, poll, all that follows, and what has begun settled, before the next', async () => {
    const { run, diary, progress } = setup({ speed: 'max' });
    expect(await run()).toBe(3);
    const tick = (minute: number) => [`poll-odds at ${minute}`, 'idle', `settle-markets at ${minute}`, 'idle'];
    const step = (minute: number) => [`show ${minute}`, ...tick(minute)];
    expect(diary).toEqual([...step(0), ...step(5), ...step(15), 'idle']);
    expect(progress).toEqual([0, 1 / 3, 1]);
  });

  it('shows the snapshots of one instant together, before it polls', async () => {
    const { run, diary } = setup({ speed: 'max', times: [START, START, START + 5 * MINUTE] });
    expect(await run()).toBe(3);
    expect(diary.slice(0, 3)).toEqual(['show 0', 'show 0', 'poll-odds at 0']);
    expect(diary.filter((entry) => entry.startsWith('poll-odds'))).toHaveLength(2);
  });

  it('ends between two snapshots when it is stopped', async () => {
    const { run, diary, stop } = setup({ speed: 'max', onNext: () => stop.abort() });
    expect(await run()).toBe(1);
    expect(diary).toEqual(['show 0', 'poll-odds at 0', 'idle', 'settle-markets at 0', 'idle', 'idle']);
  });
});

describe('replay at a pace', () => {
  it('shows each snapshot when its time has come on the recording’s clock, and leaves polling to the timers', async () => {
    const early: number[] = [];
    const { run, diary, clock } = setup({ speed: 60_000, onNext: (late) => early.push(Math.min(0, late)) });
    expect(await run()).toBe(3);
    expect(diary).toEqual(['show 0', 'show 5', 'show 15', 'idle']);
    expect(clock.setting()).toMatchObject({ mode: 'scaled', from: START, speed: 60_000 });
    // A timer may fire up to a millisecond of ours before its time: a minute of the recording's.
    expect(Math.min(...early)).toBeGreaterThanOrEqual(-MINUTE);
  });

  it('stops at once, however long the next snapshot is away', async () => {
    const { run, stop } = setup({ speed: 0.1, onNext: () => queueMicrotask(() => stop.abort()) });
    expect(await run()).toBeLessThan(3);
  });
});
