/** An answer's records as they may come: nothing about them is certain but that they are objects. */
export interface RawEvent {
  readonly id?: unknown;
  readonly sport_key?: unknown;
  readonly sport_title?: unknown;
  readonly commence_time?: unknown;
  readonly home_team?: unknown;
  readonly away_team?: unknown;
  readonly bookmakers?: unknown;
}

export interface RawBook {
  readonly key: string;
  readonly last_update?: unknown;
  readonly markets: readonly unknown[];
}

export interface RawMarket {
  readonly key?: unknown;
  readonly last_update?: unknown;
  readonly outcomes?: unknown;
}

export interface RawSport {
  readonly key?: unknown;
  readonly active?: unknown;
}

export interface RawOutcome {
  readonly name?: unknown;
  readonly price?: unknown;
  readonly point?: unknown;
}

/** Narrows to an object of which every property may be absent. */
export const isObject = (value: unknown): value is RawEvent & RawMarket & RawOutcome & RawSport =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const KEY = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

/**
 * Whether a value may serve as an identity of ours: 1–64 of `A–Z a–z 0–9 _ -`, and no name that every object has
 * (`constructor`, `__proto__`), so that no later stage that keeps a dictionary can be fooled.
 */
export const isKey = (value: unknown): value is string =>
  typeof value === 'string' && KEY.test(value) && !(value in Object.prototype);

/** Whether a value may be shown as a name: not blank, at most 100 characters. */
export const isName = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= 100 && value !== '__proto__' && value.trim() !== '';

/** Epoch ms of an ISO time, or NaN. */
export const timeOf = (value: unknown): number =>
  typeof value === 'string' && value.length <= 40 ? Date.parse(value) : Number.NaN;

/** Whether `a` is strictly newer than `b`, both ISO times; an unreadable time is older than any other. */
export const isNewer = (a: unknown, b: unknown): boolean => {
  const [at, bt] = [timeOf(a), timeOf(b)];
  return Number.isNaN(bt) ? !Number.isNaN(at) : at > bt;
};
