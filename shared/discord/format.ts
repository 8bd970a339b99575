import type { OddsFormat } from '../domain/account/account.ts';
import { fractionalOdds } from './fractional-odds.ts';

/** Numbers as a bettor reads them. All pure; minus signs are plain hyphens, so that they can be searched and copied. */

/** Decimal odds with two places, three below 1.10 where the second no longer tells prices apart: `1.95`, `1.045`. */
export const decimalOdds = (odds: number): string => odds.toFixed(odds < 1.1 ? 3 : 2);

/** American odds: the gain on 100, or with a minus what must be staked to gain 100. What rounds to even money is `+100`. */
export const americanOdds = (odds: number): string => {
  const gain = odds - 1;
  if (odds >= 2) return `+${Math.round(gain * 100)}`;
  const stake = Math.round(100 / gain);
  return stake === 100 ? '+100' : `-${stake}`;
};

const FORMATS: Readonly<Record<OddsFormat, (odds: number) => string>> = {
  decimal: decimalOdds,
  american: americanOdds,
  fractional: fractionalOdds,
};

/** Decimal odds in the format that a reader chose. */
export const formatOdds = (odds: number, format: OddsFormat): string => FORMATS[format](odds);

/** Both, the American in brackets: `1.95 (-105)`. */
export const oddsText = (odds: number): string => `${decimalOdds(odds)} (${americanOdds(odds)})`;

/** A line to at most two places: `47.5`, `3`, `2.25`. */
export const points = (value: number): string => String(Number(value.toFixed(2)) + 0);

/** A handicap with its sign; none at all is a pick'em: `+3.5`, `-7`, `PK`. */
export const handicap = (value: number): string => {
  const text = points(value);
  if (text === '0') return 'PK';
  return value > 0 ? `+${text}` : text;
};

/** A share as a percentage: `86%`. */
export const percent = (share: number, places = 0): string => `${(share * 100).toFixed(places)}%`;

/** A gain or loss as a percentage with its sign: `+6.6%`. */
export const signedPercent = (share: number): string => `${share >= 0 ? '+' : ''}${percent(share, 1)}`;

/** A span of time in its greatest sensible unit: `40 s`, `12 min`, `3 h`. */
export const duration = (ms: number): string => {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
};

/** An instant (epoch ms) that Discord shows in the reader's own zone and keeps up to date: `in 2 hours`. */
export const relativeTime = (at: number): string => `<t:${Math.floor(at / 1000)}:R>`;

/** An instant (epoch ms) that Discord shows as a date and a time of day in the reader's own zone. */
export const dateTime = (at: number): string => `<t:${Math.floor(at / 1000)}:f>`;
