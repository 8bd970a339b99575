import type { TelemetryRecord } from '../../shared/runtime/local-seam.ts';
import type { OddsFeed } from '../stand-ins/odds-api/feed.ts';

/** Knows of each message from which odds answer it came. */
export interface AlertTrail {
  /** The market, noting when its prices were asked for: an answer leaves a little after that, never before. */
  readonly feed: OddsFeed;
  /** Takes what the app tells of itself: which event a signal is of, which signal a message carries. */
  take(record: TelemetryRecord): void;
  /** Notes that Discord has the message, now. */
  arrived(nonce: string): void;
  /**
   * Ms from the newest answer that showed its event to each message since the last call. Right when nothing was asked for between
   * a message's answer and this call but that answer. Throws for a message of which the app told nothing.
   */
  collect(): readonly number[];
}

/** @param now ms, on a clock that runs while the market's stands still */
export function alertTrail(market: OddsFeed, now: () => number): AlertTrail {
  const shownAt = new Map<string, number>();
  const eventOf = new Map<string, string>();
  const signalOf = new Map<string, string>();
  let arrivals: { readonly nonce: string; readonly at: number }[] = [];

  const latency = ({ nonce, at }: (typeof arrivals)[number]): number => {
    const shown = shownAt.get(eventOf.get(signalOf.get(nonce) ?? '') ?? '');
    if (shown === undefined) throw new Error(`Nothing was told of the message with nonce ${nonce}`);
    return at - shown;
  };

  return {
    feed: {
      ...market,
      events: (sport) => {
        const events = market.events(sport);
        for (const { id } of events ?? []) shownAt.set(id, now());
        return events;
      },
    },
    take: (record) => {
      if (record.kind !== 'log') return;
      const { signalId, key, nonce } = record.fields;
      // The dedupe key begins with the event's id.
      if (record.event === 'signal_raised') eventOf.set(String(signalId), String(key).split(':', 1).join());
      if (record.event === 'delivery_planned') signalOf.set(String(nonce), String(signalId));
    },
    arrived: (nonce) => void arrivals.push({ nonce, at: now() }),
    collect: () => {
      const collected = arrivals.map(latency);
      arrivals = [];
      return collected;
    },
  };
}
