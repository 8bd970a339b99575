/** Fills under way, by key: all who ask for a key meanwhile wait for the same fill. */
export interface SingleFill {
  /** What `fill` gives; `keep` stores it, unless the key was abandoned while it was being filled. */
  run<T>(key: string, fill: () => Promise<T>, keep: (value: T) => Promise<void> | void): Promise<T>;
  /** The value under way is out of date already: it still goes to those who wait, but is not kept. */
  abandon(key: string): void;
}

export function singleFill(): SingleFill {
  const underWay = new Map<string, Promise<unknown>>();
  return {
    run<T>(key: string, fill: () => Promise<T>, keep: (value: T) => Promise<void> | void): Promise<T> {
      const waiting = underWay.get(key);
      if (waiting) return waiting as Promise<T>;
      const isCurrent = () => underWay.get(key) === filling;
      const filling = (async () => {
        await undefined; // `filling` is in the map before `fill` runs
        try {
          const value = await fill();
          if (isCurrent()) await keep(value);
          return value;
        } finally {
          if (isCurrent()) underWay.delete(key);
        }
      })();
      underWay.set(key, filling);
      return filling;
    },
    abandon(key) {
      underWay.delete(key);
    },
  };
}
