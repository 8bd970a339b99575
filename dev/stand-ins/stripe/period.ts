import type { Recurring } from './rows.ts';

const DAY_S = 86_400;

/**
 * The end of a period, in seconds. Months and years end on the anchor's day of the month, or on the last one of a shorter month.
 * @param start seconds
 * @param anchor seconds: the moment at which the subscription's first full period began
 */
export const periodEnd = (start: number, anchor: number, { interval, interval_count: count }: Recurring): number => {
  if (interval === 'day') return start + count * DAY_S;
  if (interval === 'week') return start + 7 * count * DAY_S;
  const from = new Date(start * 1000);
  const months = (interval === 'year' ? 12 : 1) * count;
  const first = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months, 1));
  const lastDay = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  const day = Math.min(new Date(anchor * 1000).getUTCDate(), lastDay);
  return Math.floor(first.getTime() / 1000) + (day - 1) * DAY_S + (start % DAY_S);
};
