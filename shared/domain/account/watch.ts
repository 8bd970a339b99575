import { type AlertType, atLeast, type Level, type Signal } from '../signal/signal.ts';
import type { Watch } from './account.ts';

/** What a watch looks at in a signal. */
export interface Watched {
  readonly type: AlertType;
  readonly level: Level;
  readonly event: Pick<Signal['event'], 'league' | 'home' | 'away'>;
}

/** Without regard to case and accents, so that `munchen` finds `Bayern München`. */
const folded = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

const plays = ({ home, away }: Watched['event'], team: string): boolean =>
  folded(home).includes(folded(team)) || folded(away).includes(folded(team));

/** Whether a user's watch asks for this signal; a part that the watch leaves out matches everything. */
export const matchesWatch = (watch: Watch, { type, level, event }: Watched): boolean =>
  (watch.league === undefined || watch.league === event.league) &&
  (watch.types === undefined || watch.types.includes(type)) &&
  atLeast(level, watch.leastLevel) &&
  (watch.team === undefined || plays(event, watch.team));
