import type { RejectedRecord } from '../../ports/odds-source.ts';
import type { PollOddsDeps } from './deps.ts';

/** Not bad, only none of ours: counted, not kept. */
const NOT_OURS = 'unknown-market';

/** Counts rejected records by reason and keeps them. That they cannot be kept is told, and costs nothing else. */
export const keepRejects = async (
  { keepRejected, telemetry }: Pick<PollOddsDeps, 'keepRejected' | 'telemetry'>,
  league: string,
  rejected: readonly RejectedRecord[],
): Promise<void> => {
  if (rejected.length === 0) return;
  const counts = new Map<string, number>();
  for (const { reason } of rejected) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  for (const [reason, count] of counts) telemetry.count('odds_records_rejected', count, { reason });
  const kept = rejected.filter(({ reason }) => reason !== NOT_OURS);
  if (kept.length === 0) return;
  try {
    await keepRejected(league, kept);
  } catch (error) {
    telemetry.warn('odds_rejects_not_kept', { league, records: kept.length, message: String(error) });
  }
};
