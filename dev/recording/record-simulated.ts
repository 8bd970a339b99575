import { presentOdds } from '../stand-ins/odds-api/present.ts';
import { readOddsQuery } from '../stand-ins/odds-api/query.ts';
import { simulatedFeed } from '../stand-ins/odds-api/simulator/simulated-feed.ts';

export interface SimulatedRecording {
  readonly seed: number;
  readonly league: string;
  readonly snapshots: number;
  /** When it begins, epoch ms. */
  readonly from: number;
  /** Between two snapshots. */
  readonly apartMs: number;
}

const ASKED = new URLSearchParams('regions=us&markets=h2h,spreads,totals&oddsFormat=american');

/** The simulated market as a recorder would write it: lines of JSON, their newline included, American prices. */
export function* recordSimulated({
  seed,
  league,
  snapshots,
  from,
  apartMs,
}: SimulatedRecording): Generator<string, void> {
  let now = from;
  const feed = simulatedFeed({ seed, now: () => now });
  const asked = readOddsQuery(ASKED);
  if ('error' in asked) throw new Error(asked.error);
  for (let count = 0; count < snapshots; count++, now += apartMs) {
    const body = presentOdds(feed, feed.events(league) ?? [], asked.query);
    yield `${JSON.stringify({ captured_at: new Date(now).toISOString(), body })}\n`;
  }
}
