import { localTimeSchema, type QuietHours } from './account.ts';

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Building a formatter costs far more than using it, and thousands of users share a few dozen zones. */
const formatterOf = (timeZone: string): Intl.DateTimeFormat => {
  const known = formatters.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  formatters.set(timeZone, made);
  return made;
};

/** The wall clock of a zone, `HH:MM`, at an instant (epoch ms). */
export const localTime = (timeZone: string, now: number): string => formatterOf(timeZone).format(now);

/**
 * Whether it is quiet at an instant (epoch ms): `from` inclusive, `to` exclusive, by the wall clock of the user's zone. So a
 * window lasts an hour more or less on the night the clocks change, as its owner's night does. A window that ends before it
 * begins spans midnight; one that ends where it begins is empty.
 */
export const isQuiet = ({ from, to, timeZone }: QuietHours, now: number): boolean => {
  const time = localTime(timeZone, now);
  return from <= to ? from <= time && time < to : from <= time || time < to;
};

const WINDOW = /^(\d{1,2}):(\d{2})\s*[-–—]\s*(\d{1,2}):(\d{2})$/;

/** Reads `23:00-07:00`; undefined for what is no window of two different times of a day. */
export const readWindow = (text: string): Pick<QuietHours, 'from' | 'to'> | undefined => {
  const [, fromHour = '', fromMinute = '', toHour = '', toMinute = ''] = WINDOW.exec(text.trim()) ?? [];
  const from = `${fromHour.padStart(2, '0')}:${fromMinute}`;
  const to = `${toHour.padStart(2, '0')}:${toMinute}`;
  const areTimes = [from, to].every((time) => localTimeSchema.safeParse(time).success);
  return areTimes && from !== to ? { from, to } : undefined;
};
