import { parseOdds } from '../../shared/adapters/odds-api/parse-odds.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { OddsAnswer, OddsSource } from '../../shared/ports/odds-source.ts';
import { leagueOf } from '../recording/league-of.ts';
import type { Snapshot } from '../recording/read-snapshots.ts';
import { toDecimal } from '../recording/to-decimal.ts';

/** The newest answer of each league, as a source of odds without a server between. */
export interface RecordedSource extends OddsSource {
  /** Leagues shown so far: it grows. One that begins later would else be found without games, and not be asked for an hour. */
  readonly leagues: readonly string[];
  /** Makes a snapshot the present one of its league. */
  show(snapshot: Snapshot): void;
}

type Parsed = Pick<OddsAnswer, 'events' | 'rejected'>;
const NOTHING: Parsed = { events: [], rejected: [] };

export function recordedSource(now: Clock): RecordedSource {
  const present = new Map<string, Parsed>();
  const leagues: string[] = [];
  return {
    leagues,
    show({ body }) {
      const league = leagueOf(body);
      if (league === undefined) return;
      if (!present.has(league)) leagues.push(league);
      toDecimal(body);
      present.set(league, parseOdds(body, { league }));
    },
    async sports() {
      return { leagues: leagues.map((key) => ({ key, isActive: true })), rejected: [], quota: undefined };
    },
    async schedule(league) {
      const { events } = present.get(league) ?? NOTHING;
      return { events: events.map(({ event }) => event), rejected: [], quota: undefined };
    },
    async odds(league) {
      return { observedAt: now(), ...(present.get(league) ?? NOTHING), quota: undefined };
    },
  };
}
