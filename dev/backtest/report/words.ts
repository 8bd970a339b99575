import { duration, handicap, percent, points } from '../../../shared/discord/format.ts';
import type { MarketType, Outcome } from '../../../shared/domain/market/market.ts';
import type { AlertType, Signal } from '../../../shared/domain/signal/signal.ts';

/** With a true minus sign: on a page nothing is searched for by typing it. */
export const minus = (text: string): string => text.replace('-', '−');

/** `62%`, `62.4%`; a dash for what there is not. */
export const share = (value: number | undefined, places = 0): string =>
  value === undefined ? '–' : percent(value, places);

/** `+6.6%`, `−1.2%`; a dash for what there is not. */
export const gain = (value: number | undefined): string => {
  if (value === undefined) return '–';
  const text = percent(value, 1);
  return value > 0 && text !== '0.0%' ? `+${text}` : minus(text.replace('-0.0%', '0.0%'));
};

export const counted = (value: number): string => value.toLocaleString('en-US');

/** `1 alert`, `1,492 alerts`. */
export const some = (value: number, noun: string): string => `${counted(value)} ${noun}${value === 1 ? '' : 's'}`;

export const MARKETS: Readonly<Record<MarketType, string>> = {
  moneyline: 'moneyline',
  spread: 'spread',
  total: 'total',
};

export const TYPES: Readonly<Record<AlertType, string>> = {
  SharpActivity: 'Sharp activity',
  SteamMove: 'Steam move',
  ValueGap: 'Value gap',
  KeyNumberCross: 'Key number crossed',
  Reversal: 'Reversal',
};

/** What to take: `Miami Dolphins +3.5`, `Over 47.5`, `Miami Dolphins to win`, `Draw`. */
export function pickText({ event, market, offer }: Pick<Signal, 'event' | 'market' | 'offer'>): string {
  const names: Record<Outcome, string> = {
    home: event.home,
    away: event.away,
    draw: 'Draw',
    over: 'Over',
    under: 'Under',
  };
  const name = names[offer.outcome];
  if (market === 'moneyline') return offer.outcome === 'draw' ? name : `${name} to win`;
  if (offer.point === null) return name;
  return `${name} ${market === 'spread' ? minus(handicap(offer.point)) : points(offer.point)}`;
}

const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
const MOMENT = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
});

/** `16 Nov 2025`. */
export const dayText = (time: number): string => DAY.format(time);

/** `Sun 16 Nov 2025, 15:05 UTC`. */
export const momentText = (time: number): string => `${MOMENT.format(time).replace(',', '')} UTC`;

const DAY_MS = 24 * 60 * 60_000;

/** `40 min`, `3 h`, `4 days`. */
export const spanText = (ms: number): string => (ms < 2 * DAY_MS ? duration(ms) : `${Math.round(ms / DAY_MS)} days`);

const REASONS: Readonly<Record<string, string>> = {
  'never-quoted': 'the market was not quoted before the start',
  'too-few-books': 'fewer than four books quoted it at the close',
  'too-old': 'the last snapshot was more than two hours before the start',
  'no-such-outcome': 'no book quoted that outcome at the close',
  'not-begun': 'the event had not begun when the recording ended',
};

export const reasonText = (reason: string): string => REASONS[reason] ?? reason;
