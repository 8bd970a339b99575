import pLimit from 'p-limit';
import type { Rejection } from '../../ports/odds-source.ts';
import type { Telemetry } from '../../ports/telemetry.ts';
import type { PollOddsDeps } from './deps.ts';

/** Not bad, only none of ours: counted, not kept. */
const NOT_OURS = 'unknown-market';

const WRITES_AT_A_TIME = 8;

/** Counts rejected records by reason, and gives how many they are. */
export const countRejects = (telemetry: Telemetry, rejected: readonly Rejection[]): number => {
  for (const { reason, count } of rejected) telemetry.count('odds_records_rejected', count, { reason });
  return rejected.reduce((total, { count }) => total + count, 0);
};

/**
 * Keeps the samples of what was rejected. That one cannot be kept is told, and costs nothing but those that still wait: a store
 * that is away must not take its time for each of them.
 */
export const keepRejects = async (
  { keepRejected, telemetry }: Pick<PollOddsDeps, 'keepRejected' | 'telemetry'>,
  league: string,
  rejected: readonly Rejection[],
): Promise<void> => {
  const limit = pLimit(WRITES_AT_A_TIME);
  let isAway = false;
  const keep = async (reason: string, record: Rejection['samples'][number]): Promise<void> => {
    if (isAway) return;
    try {
      await keepRejected(league, reason, record);
    } catch (error) {
      if (!isAway) telemetry.warn('odds_rejects_not_kept', { league, message: String(error) });
      isAway = true;
    }
  };
  const kept = rejected.filter(({ reason }) => reason !== NOT_OURS);
  await Promise.all(kept.flatMap(({ reason, samples }) => samples.map((record) => limit(keep, reason, record))));
};
