/** The month in which credits are counted: from the 1st, 00:00 UTC, to the next. Epoch ms. */
export interface Month {
  readonly start: number;
  readonly end: number;
}

/** The month that holds `now`, epoch ms. */
export const monthOf = (now: number): Month => {
  const date = new Date(now);
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth();
  return { start: Date.UTC(year, month), end: Date.UTC(year, month + 1) };
};
