/** Counts calls in a fixed window that opens with its first call. */
export interface CallWindow {
  /** Calls left in the present window. */
  remaining(): number;
  /** When the present window ends, in the clock's ms; the whole length ahead when none is open. */
  resetsAt(): number;
  /** Counts one call; false, and not counted, when none is left. */
  take(): boolean;
}

/** @param lengthMs length of the window in the clock's ms; may be a fraction */
export const createWindow = (limit: number, lengthMs: number, now: () => number): CallWindow => {
  let opened = Number.NEGATIVE_INFINITY;
  let taken = 0;
  const takenNow = (): number => {
    if (now() >= opened + lengthMs) taken = 0;
    return taken;
  };
  return {
    remaining: () => limit - takenNow(),
    resetsAt: () => (takenNow() > 0 ? opened : now()) + lengthMs,
    take: () => {
      const before = takenNow();
      if (before >= limit) return false;
      if (before === 0) opened = now();
      taken = before + 1;
      return true;
    },
  };
};
