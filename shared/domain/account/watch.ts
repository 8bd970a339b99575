import { createHash } from 'node:crypto';
import { folded } from '../market/folded.ts';
import { type AlertType, atLeast, type Level, type Signal } from '../signal/signal.ts';
import type { User, Watch } from './account.ts';
import { BENEFITS, standingOf } from './tiers.ts';

/** What a watch looks at in a signal. */
export interface Watched {
  readonly type: AlertType;
  readonly level: Level;
  readonly event: Pick<Signal['event'], 'id' | 'league' | 'home' | 'away'>;
}

const plays = ({ home, away }: Watched['event'], team: string): boolean =>
  folded(home).includes(folded(team)) || folded(away).includes(folded(team));

/** Whether a user's watch asks for this signal; a part that the watch leaves out matches everything. */
export const matchesWatch = (watch: Watch, { type, level, event }: Watched): boolean =>
  (watch.league === undefined || watch.league === event.league) &&
  (watch.event === undefined || watch.event.id === event.id) &&
  (watch.types === undefined || watch.types.includes(type)) &&
  atLeast(level, watch.leastLevel) &&
  (watch.team === undefined || plays(event, watch.team));

/** The watches that count: after a downgrade only the first ones, as many as the tier has. */
export const countingWatches = ({ subscription, watches }: Pick<User, 'subscription' | 'watches'>): readonly Watch[] =>
  watches.slice(0, BENEFITS[standingOf(subscription)].watches);

/** Bits enough to tell the watches of one user apart. */
const ID_LENGTH = 16;

/** A watch under an id from its content: asking for the same again is the same watch. */
export const watchOf = (content: Omit<Watch, 'id'>): Watch => {
  const { league = '', event, team = '', types = [], leastLevel } = content;
  const parts = JSON.stringify([league, event?.id ?? '', folded(team), types.toSorted(), leastLevel]);
  return { id: createHash('sha256').update(parts).digest('hex').slice(0, ID_LENGTH), ...content };
};
