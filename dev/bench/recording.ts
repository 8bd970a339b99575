import { createWriteStream, existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { constants, createZstdCompress } from 'node:zlib';
import { presentOdds } from '../stand-ins/odds-api/present.ts';
import { simulatedFeed } from '../stand-ins/odds-api/simulator/simulated-feed.ts';
import type { BenchOptions } from './figure.ts';

const RECORDED = fileURLToPath(new URL('../../../shared/data/recorded-odds/nfl-2025-10.jsonl.zst', import.meta.url));
/**
 * As many as a month's recording has. A minute apart, from one to the next 4 % of the prices differ: as in real odds 20 minutes
 * apart, which are calmer than the simulated market.
 */
const SNAPSHOTS = 1500;
const APART_MS = 60_000;
const FROM = Date.UTC(2026, 9, 1);
const LEAGUE = 'americanfootball_nfl';

/** Calls with recorded football odds: the file that was named, the recorded one, or a simulated one while it is used. */
export async function withRecording<T>(
  { recording, say }: BenchOptions,
  use: (file: string) => Promise<T>,
): Promise<T> {
  if (recording !== undefined) return use(resolve(recording));
  if (existsSync(RECORDED)) return use(RECORDED);
  say(`There is no ${RECORDED}: a simulated recording takes its place.`);
  const folder = await mkdtemp(join(tmpdir(), 'oddstracker-bench-'));
  try {
    const file = join(folder, 'simulated.jsonl.zst');
    const params = { [constants.ZSTD_c_windowLog]: 27, [constants.ZSTD_c_enableLongDistanceMatching]: 1 };
    await pipeline(Readable.from(simulatedLines()), createZstdCompress({ params }), createWriteStream(file));
    return await use(file);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Answers as a recorder would write them: American prices, all three markets. */
function* simulatedLines(): Generator<string, void> {
  let now = FROM;
  const feed = simulatedFeed({ seed: 1, now: () => now });
  const query = {
    unixDates: false,
    from: Number.NEGATIVE_INFINITY,
    to: Number.POSITIVE_INFINITY,
    eventIds: undefined,
    markets: new Set(['h2h', 'spreads', 'totals']),
    bookmakers: undefined,
    regions: new Set(['us']),
    american: true,
    cost: 0,
  };
  for (let count = 0; count < SNAPSHOTS; count++, now += APART_MS) {
    const body = presentOdds(feed, feed.events(LEAGUE) ?? [], query);
    yield `${JSON.stringify({ captured_at: new Date(now).toISOString(), body })}\n`;
  }
}
