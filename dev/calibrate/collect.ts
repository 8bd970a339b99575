import type { EventOdds } from '../../shared/domain/market/market.ts';
import { closingLineValue, fairProbabilityOf } from '../../shared/domain/signal/closing-line.ts';
import { LASTING_FEATURES, lastingFeaturesOf } from '../../shared/domain/signal/confidence-model.ts';
import type { Candidate } from '../../shared/domain/signal/detect.ts';
import { FEATURES } from '../../shared/domain/signal/features.ts';
import type { EventClosing } from '../../shared/domain/signal/settlement.ts';
import type { ScoringModel } from '../../shared/pipeline/score-market.ts';
import { settleRest } from '../backtest/backtest.ts';
import { memoryApp, memoryParts } from '../backtest/memory-app.ts';
import { recordedSource } from '../backtest/recorded-source.ts';
import { leagueOf } from '../recording/league-of.ts';
import { readSnapshots } from '../recording/read-snapshots.ts';
import { silentTelemetry } from '../silent-telemetry.ts';
import type { Sample } from './sample.ts';

export interface Collected {
  readonly samples: readonly Sample[];
  readonly snapshots: number;
}

/** An event that begins within two hours of the last snapshot still has a closing line. */
const AFTER_THE_END_MS = 2 * 60 * 60_000 + 5 * 60_000;

/** Stands in for the model that is to be fitted: what is scored does not depend on it, and a file of another shape must not matter. */
const NOTHING_KNOWN: ScoringModel = {
  beat: { intercept: 0, weights: noWeights(FEATURES) },
  calibration: { intercept: 0, slope: 1 },
  bars: { Low: 1, Medium: 1, High: 1 },
  lasting: { intercept: 0, weights: noWeights(LASTING_FEATURES) },
  record: [],
};

function noWeights<Name extends string>(names: readonly Name[]): Record<Name, number> {
  return Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>;
}

type Open = { -readonly [K in 'candidate' | 'next']: Sample[K] };

/**
 * Runs the pipeline over recordings of one league and keeps every candidate that it scored, with what became of its price. The
 * features are those that production computed at that moment; closing lines come from the boards, as settlement reads them.
 */
export async function collect(files: readonly string[], onProgress: (snapshots: number) => void): Promise<Collected> {
  let now = 0;
  const clock = () => now;
  const source = recordedSource(clock);
  const parts = memoryParts(clock);
  const found: Open[] = [];
  const waiting = new Map<string, Open[]>();
  const closings = new Map<string, EventClosing>();
  // Only the league that a snapshot shows is polled, as in a backtest.
  const leagues: string[] = [];
  const app = memoryApp({
    clock,
    source,
    parts,
    leagues,
    model: NOTHING_KNOWN,
    telemetry: silentTelemetry,
    onScored: (scored) => {
      for (const { candidate } of scored) {
        if (candidate.type === 'Reversal') continue;
        const open: Open = { candidate, next: undefined };
        found.push(open);
        const { id } = candidate.view.event;
        waiting.set(id, [...(waiting.get(id) ?? []), open]);
      }
    },
  });
  let snapshots = 0;
  for await (const snapshot of readSnapshots(files)) {
    now = snapshot.capturedAt;
    source.show(snapshot);
    const league = leagueOf(snapshot.body);
    leagues.splice(0, 1, ...(league === undefined ? [] : [league]));
    const { events } = league === undefined ? { events: [] } : await source.odds(league);
    for (const odds of events) {
      look(waiting.get(odds.event.id) ?? [], odds, now);
      waiting.delete(odds.event.id);
    }
    await app.tick();
    onProgress(++snapshots);
  }
  now += AFTER_THE_END_MS;
  await settleRest(app);
  for (const id of new Set(found.map(({ candidate }) => candidate.view.event.id))) {
    const closing = await parts.stores.closings.read({ id, partition: id });
    if (closing) closings.set(id, closing.value);
  }
  const samples = found.map(({ candidate, next }): Sample => {
    const closing = closings.get(candidate.view.event.id);
    return {
      candidate,
      lasting: lastingFeaturesOf(candidate.view, candidate.offer, candidate.features),
      start: closing?.start ?? candidate.view.event.commenceTime,
      clv: closing && clvOf(candidate, closing),
      next,
    };
  });
  return { samples, snapshots };
}

/** Notes whether what was on offer in the snapshot before still is. After the start there is nothing to take. */
function look(open: readonly Open[], { event, markets }: EventOdds, now: number): void {
  if (now >= event.commenceTime) return;
  for (const one of open) {
    const { view, offer } = one.candidate;
    const quote = markets.find(({ market }) => market === view.market)?.quotes.find(({ book }) => book === offer.book);
    const homePoint = offer.outcome === 'away' && offer.point !== null ? 0 - offer.point : offer.point;
    const better =
      quote?.point === undefined || quote.point === null || homePoint === null
        ? 0
        : (quote.point - homePoint) * (offer.outcome === 'away' || offer.outcome === 'over' ? -1 : 1);
    const price = quote?.prices[offer.index] ?? 0;
    const stands = better > 0 || (better === 0 && price >= offer.price - 0.006);
    one.next = { stands: quote !== undefined && stands, minutes: (now - view.observedAt) / 60_000 };
  }
}

function clvOf({ view, offer }: Candidate, { markets }: EventClosing): number | undefined {
  const line = markets[view.market];
  if (line?.status !== 'closed') return undefined;
  const fair = fairProbabilityOf(view.event.league, view.market, line.books, offer);
  return fair === undefined ? undefined : closingLineValue(offer.price, fair);
}
