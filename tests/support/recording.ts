import { zstdCompressSync } from 'node:zlib';
import { recordSimulated } from '../../dev/recording/record-simulated.ts';
import { MINUTE, NOON } from './odds.ts';

export interface RecordingOptions {
  readonly league: string;
  readonly snapshots: number;
  /** When it begins, minutes after noon. Default 0. */
  readonly from?: number;
}

/** A recording of the simulated market, a snapshot every five minutes. */
export const recordMarket = ({ league, snapshots, from = 0 }: RecordingOptions): string =>
  [...recordSimulated({ seed: 7, league, snapshots, from: NOON + from * MINUTE, apartMs: 5 * MINUTE })].join('');

export const compressed = (text: string): Buffer => zstdCompressSync(text);
