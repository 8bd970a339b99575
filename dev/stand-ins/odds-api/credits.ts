/** The month's credits of one key. */
export interface Credits {
  /** Books a cost when there is enough left for it. */
  spend(cost: number): boolean;
  remaining(): number;
  used(): number;
  /** The headers of an answer that cost so much. */
  headers(last: number): Record<string, string>;
}

const monthOf = (now: number): number => {
  const date = new Date(now);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
};

/** Credits that are whole again on the 1st of each month, 00:00 UTC, by the given clock. */
export const createCredits = (monthly: number, now: () => number): Credits => {
  let month = monthOf(now());
  let spent = 0;
  const used = (): number => {
    const current = monthOf(now());
    if (current !== month) spent = 0;
    month = current;
    return spent;
  };
  const remaining = (): number => Math.max(0, monthly - used());
  return {
    used,
    remaining,
    spend: (cost) => {
      if (cost > remaining()) return false;
      spent += cost;
      return true;
    },
    headers: (last) => ({
      'x-requests-remaining': String(remaining()),
      'x-requests-used': String(used()),
      'x-requests-last': String(last),
    }),
  };
};
