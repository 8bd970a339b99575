/** A map that forgets its oldest entry beyond so many. */
export const boundedMap = <V>(most: number) => {
  const kept = new Map<string, V>();
  return {
    get: (key: string): V | undefined => kept.get(key),
    set: (key: string, value: V): void => {
      kept.delete(key);
      kept.set(key, value);
      const [oldest] = kept.keys();
      if (kept.size > most && oldest !== undefined) kept.delete(oldest);
    },
  };
};
