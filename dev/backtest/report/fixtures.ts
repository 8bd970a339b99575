import { aSignal, DETECTED_AT } from '../../../tests/support/delivery-world.ts';
import { HOUR } from '../../../tests/support/odds.ts';
import type { Report } from './report.ts';
import type { LinePoint, ReportAlert } from './report-alert.ts';

type SignalParts = Parameters<typeof aSignal>[0];

const BOOKS = ['betrivers', 'draftkings', 'fanduel', 'pinnacle'] as const;

/** Lines of four books that end at a probability; the first one comes late. */
const linesTo = (probability: number): readonly LinePoint[] =>
  Array.from({ length: 8 }, (_, index) => {
    const now = 0.5 + ((probability - 0.5) * index) / 7;
    const books = BOOKS.slice(index === 0 ? 1 : 0).map((book) => ({ book, probability: now }));
    return { at: DETECTED_AT + (index - 3) * (HOUR / 2), consensus: now, books };
  });

/** An alert that was judged by a close of that probability: its price is 1.95. */
export const alertThat = (
  closingProbability: number | undefined,
  signal: SignalParts = {},
  parts: Partial<ReportAlert> = {},
): ReportAlert => {
  const raised = aSignal(signal);
  return {
    signal: raised,
    time: raised.detectedAt,
    clv: closingProbability === undefined ? undefined : raised.offer.price * closingProbability - 1,
    closingProbability,
    start: raised.event.commenceTime,
    reason: closingProbability === undefined ? 'too-few-books' : undefined,
    lines: closingProbability === undefined ? [] : linesTo(closingProbability),
    ...parts,
  };
};

export const aReport = (alerts: readonly ReportAlert[], parts: Partial<Report> = {}): Report => ({
  files: ['nfl-2026-11.jsonl.zst'],
  snapshots: 1500,
  span: { from: DETECTED_AT - 24 * HOUR, until: DETECTED_AT + 24 * HOUR },
  alerts,
  leagues: [{ league: 'americanfootball_nfl', title: 'NFL', days: ['2026-11-14', '2026-11-15', '2026-11-16'] }],
  ...parts,
});
