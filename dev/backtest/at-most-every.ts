/** The same function, left out where it was called less than that many ms ago. */
export function atMostEvery<T>(ms: number, call: (value: T) => void): (value: T) => void {
  let last = Number.NEGATIVE_INFINITY;
  return (value) => {
    const now = performance.now();
    if (now - last < ms) return;
    last = now;
    call(value);
  };
}
