const MINUS = '−';
const integer = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** @param {number} value */
export const count = (value) => integer.format(value);

/** @param {number} value @param {number} [digits] */
const plain = (value, digits = 2) => String(Number(Math.abs(value).toFixed(digits)));

/** @param {number} value */
const sign = (value) => (value > 0 ? '+' : value < 0 ? MINUS : '');

/**
 * A market's value in its own unit: `−3.5` home point, `47.5` points, `56.2 %` chance of the home side.
 * @param {'moneyline' | 'spread' | 'total'} market
 * @param {number} value
 */
export const marketValue = (market, value) => {
  if (market === 'moneyline') return `${(value * 100).toFixed(1)} %`;
  return market === 'spread' ? `${sign(value)}${plain(value)}` || '0' : plain(value);
};

/**
 * A difference of two such values, signed: `+0.5`, `−1.2 pp` (percentage points); empty when it rounds to nothing.
 * @param {'moneyline' | 'spread' | 'total'} market
 * @param {number} difference
 */
export const marketDifference = (market, difference) => {
  const scaled = market === 'moneyline' ? difference * 100 : difference;
  const text = plain(scaled, market === 'moneyline' ? 1 : 2);
  return text === '0' ? '' : `${sign(scaled)}${text}${market === 'moneyline' ? ' pp' : ''}`;
};

/** A span of time, two units at most: `2 d 4 h`, `1 h 5 min`, `12 s`. @param {number} ms */
export const span = (ms) => {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 ? `${hours} h ${minutes % 60} min` : `${hours} h`;
  return hours % 24 ? `${Math.floor(hours / 24)} d ${hours % 24} h` : `${Math.floor(hours / 24)} d`;
};

/** @param {number | undefined} ms */
export const latency = (ms) => {
  if (ms === undefined) return '–';
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
};

/** @param {number | undefined} bytes */
export const megabytes = (bytes) => (bytes === undefined ? '–' : `${Math.round(bytes / 1_000_000)} MB`);

/** @param {number} part @param {number} whole */
export const percent = (part, whole) => (whole === 0 ? '–' : `${((part / whole) * 100).toFixed(1)} %`);

/** A machine's word for a person: `already-sent` → `already sent`, `SteamMove` → `Steam move`. @param {string} name */
export const words = (name) => {
  const spaced = name.replace(/[_-]+/g, ' ').replace(/([a-z])([A-Z])/g, '$1 $2');
  return spaced.charAt(0).toUpperCase() + spaced.slice(1).toLowerCase();
};
