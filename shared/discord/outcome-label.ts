import type { MarketType, Outcome, SportEvent } from '../domain/market/market.ts';
import type { Signal } from '../domain/signal/signal.ts';
import { handicap, percent, points } from './format.ts';
import { harmless } from './harmless.ts';

/** The parts of an event that name it. */
export type Teams = Pick<SportEvent, 'home' | 'away'>;

const SIDES: Readonly<Record<Outcome, (teams: Teams) => string>> = {
  home: ({ home }) => harmless(home),
  away: ({ away }) => harmless(away),
  draw: () => 'Draw',
  over: () => 'Over',
  under: () => 'Under',
};

/** What is bet on, in words: `Miami Dolphins +3.5`, `Over 47.5`, `Miami Dolphins to win`, `Draw`. */
export const outcomeLabel = (
  teams: Teams,
  market: MarketType,
  { outcome, point }: { readonly outcome: Outcome; readonly point: number | null },
): string => {
  const side = SIDES[outcome](teams);
  if (market === 'moneyline') return outcome === 'draw' ? side : `${side} to win`;
  return point === null ? side : `${side} ${market === 'spread' ? handicap(point) : points(point)}`;
};

/** Who plays, visitors first, as the American trade writes it: `Buffalo Bills at Miami Dolphins`. */
export const matchup = (teams: Teams): string => `${SIDES.away(teams)} at ${SIDES.home(teams)}`;

/** A consensus line is an average: more than one place would be noise. */
const rounded = (line: number): number => Math.round(line * 10) / 10;

/**
 * Where the consensus came from and where it went, seen from the side of the price to take: `Miami Dolphins +3.4 → +2.6`,
 * `Total 47.5 → 46`, `Miami Dolphins 52% → 57%` (always the home side's chance in a moneyline). Empty when it
 * did not move.
 */
export const moveLabel = ({
  event,
  market,
  offer,
  move,
}: Pick<Signal, 'event' | 'market' | 'offer' | 'move'>): string => {
  if (market === 'moneyline') return fromTo(SIDES.home(event), percent(move.from), percent(move.to));
  if (market === 'total') return fromTo('Total', points(rounded(move.from)), points(rounded(move.to)));
  const sign = offer.outcome === 'away' ? -1 : 1;
  const said = (line: number): string => handicap(rounded(sign * line));
  return fromTo(SIDES[offer.outcome](event), said(move.from), said(move.to));
};

/** What rounds to no move is none. */
const fromTo = (what: string, from: string, to: string): string => (from === to ? '' : `${what} ${from} → ${to}`);
