import type { Host } from '../host/host.ts';
import type { SharedClock } from './clock.ts';
import type { Recording } from './recording.ts';

export interface ReplayOptions {
  readonly host: Pick<Host, 'trigger' | 'idle'>;
  readonly clock: SharedClock;
  readonly recording: Recording;
  readonly speed: number | 'max';
  /** Ends the replay between two snapshots. */
  readonly stop: AbortSignal;
  /** How far it is, 0 to 1. */
  readonly onProgress: (share: number) => void;
}

/** Plays a recording to its end, or until it is stopped. Resolves with the number of snapshots that were on offer. */
export async function replay(options: ReplayOptions): Promise<number> {
  const { recording, stop, onProgress, host, speed } = options;
  const { feed, from, until } = recording;
  const step = speed === 'max' ? lockStep(options) : paced(options, speed);
  let snapshots = 0;
  for (let at = await feed.peek(); at !== undefined && !stop.aborted; at = await feed.peek()) {
    snapshots += await step(at);
    onProgress(until > from ? (at - from) / (until - from) : 1);
  }
  await host.idle();
  return snapshots;
}

/**
 * Sets the clock to each snapshot, polls, settles, and waits until everything that follows is done: as a backtest does. Several leagues'
 * snapshots of one instant are on offer together: a league that was just polled would not be polled again at that instant.
 */
const lockStep =
  ({ host, clock, recording: { feed } }: ReplayOptions) =>
  async (at: number): Promise<number> => {
    clock.set({ mode: 'fixed', at });
    let shown = 0;
    do {
      await feed.next();
      shown++;
    } while ((await feed.peek()) === at);
    await host.trigger('poll-odds');
    await host.idle();
    await host.trigger('settle-markets');
    await host.idle();
    return shown;
  };

/** Runs the clock at the recording's pace; the app's own timers poll what is on offer. */
function paced({ clock, recording, stop }: ReplayOptions, speed: number) {
  const { feed, from } = recording;
  const wallFrom = Date.now();
  clock.set({ mode: 'scaled', from, wallFrom, speed });
  return async (at: number): Promise<number> => {
    await wait(wallFrom + (at - from) / speed - Date.now(), stop);
    await feed.next();
    return 1;
  };
}

/** Resolves after that many ms, or at once when stopped. */
const wait = (ms: number, stop: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      stop.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, Math.max(0, ms));
    stop.addEventListener('abort', done);
  });
