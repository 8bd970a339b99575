/** Something that happens now and then, and that one can wait for without missing it and without piling up waiters. */
export const createSignal = () => {
  let fired = 0;
  const waiting = new Set<() => void>();
  return {
    /** How often so far: read it before looking at the state that the signal is about, then give it to `after`. */
    count: () => fired,
    fire: (): void => {
      fired += 1;
      for (const wake of [...waiting]) wake();
    },
    /** Resolves as soon as it has fired since `seen` was read, at the latest after `ms`. */
    after: (seen: number, ms?: number): Promise<void> =>
      new Promise((resolve) => {
        if (fired > seen) return resolve();
        const wake = () => {
          clearTimeout(timer);
          waiting.delete(wake);
          resolve();
        };
        const timer = ms === undefined ? undefined : setTimeout(wake, ms);
        waiting.add(wake);
      }),
  };
};
