/** The same, or an Error with these words when it takes longer. */
export async function inTime<T>(work: Promise<T>, timeoutMs: number, words: string): Promise<T> {
  const { promise: deadline, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(words)), timeoutMs);
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
