import { fittedModel } from '../../shared/domain/signal/fitted-model.ts';
import type { Signal } from '../../shared/domain/signal/signal.ts';
import type { IngestDeps } from '../../shared/pipeline/ingest-odds.ts';
import type { ScoringModel } from '../../shared/pipeline/score-market.ts';
import { SETTLE_DELAY_MS } from '../../shared/pipeline/settling/settle-event.ts';
import type { Telemetry } from '../../shared/ports/telemetry.ts';
import type { Stores } from '../../shared/stores.ts';
import { leagueOf } from '../recording/league-of.ts';
import { readSnapshots } from '../recording/read-snapshots.ts';
import { memoryApp, memoryParts } from './memory-app.ts';
import { recordedSource } from './recorded-source.ts';

/** Looks on while a backtest runs. It changes nothing. */
export interface Watcher {
  /** Before a snapshot is taken in; `league` is undefined for one without games, `time` is epoch ms. */
  readonly onSnapshot: (league: string | undefined, time: number) => void;
  readonly onMarket: NonNullable<IngestDeps['onMarket']>;
  readonly onSignal: (signal: Signal, at: string) => void;
  /** After all that a snapshot led to. The records tell what became of signals. */
  readonly onTick: (records: Stores['signals']) => Promise<void>;
  /** When all is settled that can be. */
  readonly onEnd: (records: Stores['signals']) => Promise<void>;
}

/** An event that begins so long after the last snapshot has no closing line, and need not be waited for. */
const MOST_CLOSING_AGE_MS = 2 * 60 * 60_000;

export interface BacktestOptions {
  readonly files: readonly string[];
  /** Each signal that would have been sent, with its snapshot's time as the recording writes it. */
  readonly onSignal: (signal: Signal, at: string) => void;
  readonly onProgress?: (snapshots: number, at: string) => void;
  readonly telemetry: Telemetry;
  /** Default: the one that the app uses. */
  readonly model?: ScoringModel | undefined;
  readonly watcher?: Watcher | undefined;
}

/** What a run went through. */
export interface BacktestRun {
  readonly snapshots: number;
  /** Every league that had a game. */
  readonly leagues: readonly string[];
}

/** Runs the pipeline over recorded odds on the recording's clock. */
export async function backtest(options: BacktestOptions): Promise<BacktestRun> {
  const { files, onProgress, telemetry, watcher } = options;
  let now = 0;
  let at = '';
  let snapshots = 0;
  const clock = () => now;
  const source = recordedSource(clock);
  const parts = memoryParts(clock);
  const onSignal = (signal: Signal) => {
    options.onSignal(signal, at);
    watcher?.onSignal(signal, at);
  };
  // Of several leagues only the one that a snapshot shows is polled: the others' answers have grown old, and are not the news of now.
  const leagues: string[] = [];
  const app = memoryApp({
    clock,
    source,
    leagues,
    telemetry,
    onSignal,
    parts,
    model: options.model ?? fittedModel,
    onMarket: watcher?.onMarket,
  });
  for await (const snapshot of readSnapshots(files)) {
    now = snapshot.capturedAt;
    at = snapshot.at;
    const league = leagueOf(snapshot.body);
    leagues.splice(0, 1, ...(league === undefined ? [] : [league]));
    watcher?.onSnapshot(league, now);
    source.show(snapshot);
    await app.tick();
    await watcher?.onTick(parts.stores.signals);
    snapshots++;
    onProgress?.(snapshots, at);
  }
  if (watcher) {
    now += MOST_CLOSING_AGE_MS + SETTLE_DELAY_MS;
    await settleRest(app);
    await watcher.onEnd(parts.stores.signals);
  }
  return { snapshots, leagues: source.leagues };
}

/** Settles what had not begun, or only just, when the recording ended: a few events at a time, as the timer does. */
export async function settleRest({ settle }: Pick<ReturnType<typeof memoryApp>, 'settle'>): Promise<void> {
  for (;;) {
    const outcome = await settle();
    if (outcome.kind !== 'done' || outcome.value.settled + outcome.value.moved === 0) return;
  }
}
