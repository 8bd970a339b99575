import type { OddsFormat } from '../domain/account/account.ts';
import type { RecentSignal, SignalState } from '../domain/signal/recent-signal.ts';
import type { AlertType } from '../domain/signal/signal.ts';
import { bookName } from './bookmakers.ts';
import { duration, formatOdds, relativeTime, signedPercent } from './format.ts';
import { harmless } from './harmless.ts';
import { outcomeLabel } from './outcome-label.ts';

/** What each type says, in words that need no glossary. */
export const SIGNAL_TYPES: Readonly<Record<AlertType, { readonly name: string; readonly says: string }>> = {
  SharpActivity: { name: 'Sharp activity', says: 'Informed books moved, this one has not.' },
  SteamMove: { name: 'Steam move', says: 'The whole market is moving now, this book lags.' },
  ValueGap: { name: 'Value gap', says: 'This book is off the market.' },
  KeyNumberCross: {
    name: 'Key number crossed',
    says: 'The market crossed a key number, this book is on the old side.',
  },
  Reversal: { name: 'Reversal', says: 'The move we reported turned back. This is the price on the other side.' },
};

/** E.g. `Sharp activity · High`. */
export const alertName = ({ type, level }: Pick<RecentSignal, 'type' | 'level'>): string =>
  `${SIGNAL_TYPES[type].name} · ${level}`;

type Picked = Pick<RecentSignal, 'type' | 'event' | 'market' | 'offer'>;

/** The price to take, without the book: `Miami Dolphins +3.5 @ 1.95`, with `↩` before that of a Reversal. */
export const priceText = ({ type, event, market, offer }: Picked, format: OddsFormat): string =>
  `${type === 'Reversal' ? '↩ ' : ''}${outcomeLabel(event, market, offer)} @ ${formatOdds(offer.price, format)}`;

/** The price to take: `Miami Dolphins +3.5 @ 1.95 · BetRivers`. */
export const pickText = (signal: Picked, format: OddsFormat): string =>
  `${priceText(signal, format)} · ${bookName(signal.offer.book)}`;

/** Why there is no closing line, by the reason on record. */
const UNJUDGED: Readonly<Record<string, string>> = {
  'never-quoted': 'the market had no closing line',
  'too-few-books': 'too few books quoted the close',
  'too-old': 'no fresh prices at the start',
  'no-such-outcome': 'the close had no such pick',
};

/** What became of a signal, in a few words. */
export function stateText(state: SignalState, { commenceTime }: Pick<RecentSignal['event'], 'commenceTime'>): string {
  switch (state.kind) {
    case 'open':
      return `🟢 open, starts ${relativeTime(commenceTime)}`;
    case 'closing':
      return '⏳ begun, closing line to come';
    case 'settled':
      return `${state.clv > 0 ? '✅ beat the close' : '❌ missed the close'}, CLV ${signedPercent(state.clv)}`;
    case 'unjudged': {
      const why = Object.hasOwn(UNJUDGED, state.reason) ? UNJUDGED[state.reason] : undefined;
      return `⚪ unjudged: ${why ?? harmless(state.reason)}`;
    }
  }
}

const DAY_MS = 24 * 60 * 60_000;

/** How long ago, for where Discord shows no relative time: `12 min ago`, `3 days ago`. */
export const ageText = (ms: number): string =>
  ms < 2 * DAY_MS ? `${duration(ms)} ago` : `${Math.floor(ms / DAY_MS)} days ago`;

/** A text without the marks that keep Discord from formatting it, for where Discord formats nothing: suggestions. */
export const unescaped = (text: string): string => text.replace(/\\(.)/gsu, '$1');
