/** Discord's timestamp styles as Intl options. */
const STYLES = /** @satisfies {Record<string, Intl.DateTimeFormatOptions>} */ ({
  t: { timeStyle: 'short' },
  T: { timeStyle: 'medium' },
  d: { dateStyle: 'short' },
  D: { dateStyle: 'long' },
  f: { dateStyle: 'long', timeStyle: 'short' },
  F: { dateStyle: 'full', timeStyle: 'short' },
  s: { dateStyle: 'short', timeStyle: 'short' },
  S: { dateStyle: 'short', timeStyle: 'medium' },
});

const UNITS = /** @type {const} */ ([
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
]);
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'always' });

/**
 * `in 2 hours`, `5 minutes ago`: the largest unit of which there is at least one.
 * @param {number} at epoch ms
 * @param {number} now epoch ms
 */
export const relativeTime = (at, now) => {
  const seconds = Math.round((at - now) / 1000);
  if (seconds === 0) return 'now';
  const [unit, size] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? /** @type {const} */ (['second', 1]);
  return relative.format(Math.trunc(seconds / size), unit);
};

/**
 * The text of `<t:unix:style>`.
 * @param {number} at epoch ms
 * @param {string} style
 * @param {number} now epoch ms
 */
export const discordTime = (at, style, now) =>
  style === 'R'
    ? relativeTime(at, now)
    : new Intl.DateTimeFormat('en-US', STYLES[/** @type {keyof typeof STYLES} */ (style)] ?? STYLES.f).format(
        new Date(at),
      );

/**
 * A message's own time as Discord writes it: `Today at 4:30 PM`.
 * @param {number} at epoch ms
 * @param {number} now epoch ms
 */
export const messageTime = (at, now) => {
  const days = Math.round((new Date(now).setHours(0, 0, 0, 0) - new Date(at).setHours(0, 0, 0, 0)) / 86_400_000);
  const time = new Intl.DateTimeFormat('en-US', { timeStyle: 'short' }).format(at);
  if (days === 0) return `Today at ${time}`;
  return days === 1 ? `Yesterday at ${time}` : new Intl.DateTimeFormat('en-US', STYLES.s).format(at);
};
