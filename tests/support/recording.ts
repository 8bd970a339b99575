import { zstdCompressSync } from 'node:zlib';
import { presentOdds } from '../../dev/stand-ins/odds-api/present.ts';
import { readOddsQuery } from '../../dev/stand-ins/odds-api/query.ts';
import { simulatedFeed } from '../../dev/stand-ins/odds-api/simulator/simulated-feed.ts';
import { MINUTE, NOON } from './odds.ts';

export interface RecordingOptions {
  readonly league: string;
  readonly snapshots: number;
  /** When it begins, minutes after noon. Default 0. */
  readonly from?: number;
}

/** Minutes between two snapshots. */
const GAP = 5;

/** The simulated market as a recorder would have written it: JSON lines, American odds. */
export function recordMarket({ league, snapshots, from = 0 }: RecordingOptions): string {
  let now = NOON;
  const feed = simulatedFeed({ seed: 7, now: () => now });
  const asked = readOddsQuery(new URLSearchParams('regions=us&markets=h2h,spreads,totals&oddsFormat=american'));
  if ('error' in asked) throw new Error(asked.error);
  const lines = Array.from({ length: snapshots }, (_, index) => {
    now = NOON + (from + index * GAP) * MINUTE;
    const body = presentOdds(feed, feed.events(league) ?? [], asked.query);
    return `${JSON.stringify({ captured_at: new Date(now).toISOString(), body })}\n`;
  });
  return lines.join('');
}

export const compressed = (text: string): Buffer => zstdCompressSync(text);
