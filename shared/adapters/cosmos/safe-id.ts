/**
 * Cosmos DB forbids `/ \ ? #` in ids, and lists by the stored id; so each of the four is written as the character before it in the
 * code table and `~`, and that character itself with `!`. Thereby ids stay distinct and, unlike percent-encoded ones, in order.
 */
const PAIRS: Readonly<Record<string, string>> = { '#': '"', '/': '.', '?': '>', '\\': '[' };
const BEFORE = new Map(Object.entries(PAIRS).map(([forbidden, before]) => [before, forbidden]));

/** An id as it may be stored. `a < b` exactly when `toSafeId(a) < toSafeId(b)`. */
export const toSafeId = (id: string): string =>
  id.replace(/[#/?\\".>[]/g, (char) => {
    const before = PAIRS[char];
    return before === undefined ? `${char}!` : `${before}~`;
  });

/** The id that {@link toSafeId} was given. */
export const fromSafeId = (stored: string): string =>
  stored.replace(/([".>[])([!~])/g, (_, before: string, mark: string) =>
    mark === '!' ? before : (BEFORE.get(before) ?? before),
  );
