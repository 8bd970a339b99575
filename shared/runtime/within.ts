const LATE = Symbol('late');

/** What a promise gives within so many ms; undefined when it takes longer. Its own failure is passed on; a later one is nobody's. */
export async function within<T>(ms: number, promise: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<typeof LATE>((resolve) => {
    timer = setTimeout(resolve, ms, LATE);
  });
  try {
    const first = await Promise.race([promise, late]);
    if (first !== LATE) return first;
    promise.catch(() => undefined);
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
