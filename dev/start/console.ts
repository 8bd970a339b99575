import { bookName } from '../../shared/discord/bookmakers.ts';
import type { Fields, Telemetry } from '../../shared/ports/telemetry.ts';
import type { TelemetryRecord } from '../../shared/runtime/local-seam.ts';

/**
 * The app's telemetry on the console: one line for each event that matters, in words; with `verbose` every record as it is.
 * What is planned is told when it arrives, and a poll that changed nothing is no news.
 */
export function consoleOf(log: Telemetry, verbose: boolean): (record: TelemetryRecord) => void {
  return (record) => {
    if (verbose) return relay(log, record);
    if (record.kind !== 'log' || record.level === 'debug') return;
    const { level, event, fields } = record;
    const words = level === 'info' ? WORDS[event] : undefined;
    if (words === null) return;
    log[level](event, words ? words(fields) : fields);
  };
}

/** What a person wants to know of an event; null: nothing. Events that are not listed are shown as they are. */
const WORDS: Readonly<Record<string, ((fields: Fields) => Fields) | null>> = {
  odds_polled: ({ league, events, credits }) => ({ league, events, credits }),
  odds_schedule_read: null,
  signal_raised: ({ key, confidence, book, outcome, point, price, game }) => ({
    what: `${typeof key === 'string' ? key.split(':').slice(1).join(' ') : ''} ${Math.round(Number(confidence) * 100)}%`,
    take: [outcome, point, '@', price, bookName(String(book))].filter((part) => part !== null).join(' '),
    game,
  }),
  alert_suppressed: ({ key, reason }) => ({ key, reason }),
  delivery_planned: null,
  alert_delivered: ({ signalId, kind }) => ({ to: kind, signalId }),
};

function relay(to: Telemetry, record: TelemetryRecord): void {
  if (record.kind === 'log') to[record.level](record.event, record.fields);
  else to[record.kind](record.metric, record.value, record.labels);
}
