import { createWriteStream, existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { constants, createZstdCompress } from 'node:zlib';
import { recordSimulated } from '../recording/record-simulated.ts';
import type { BenchOptions } from './figure.ts';

const RECORDED = fileURLToPath(new URL('../../../shared/data/recorded-odds/nfl-2025-10.jsonl.zst', import.meta.url));
/**
 * As many as a month's recording has. A minute apart, from one to the next 4 % of the prices differ: as in real odds 20 minutes
 * apart, which are calmer than the simulated market.
 */
const SIMULATED = {
  seed: 1,
  league: 'americanfootball_nfl',
  snapshots: 1500,
  from: Date.UTC(2026, 9, 1),
  apartMs: 60_000,
};

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
    await pipeline(Readable.from(recordSimulated(SIMULATED)), createZstdCompress({ params }), createWriteStream(file));
    return await use(file);
  } finally {
    await rm(folder, { recursive: true });
  }
}
