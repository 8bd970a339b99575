/**
 * A number in [0, 1) that depends on nothing but its parts (integers below 2^53): the simulator's only source of chance. So what
 * it shows at a moment is a function of seed and time, whenever and however often it is asked. Mixing: MurmurHash3's finalizer.
 */
export const chance = (...parts: readonly number[]): number => {
  let mixed = 0x9747b28c;
  for (const part of parts) {
    mixed = scramble(mixed ^ (part | 0));
    mixed = scramble(mixed ^ Math.floor(part / 2 ** 32));
  }
  return mixed / 2 ** 32;
};

const scramble = (value: number): number => {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return ((mixed ^ (mixed >>> 16)) + 0x9e3779b9) >>> 0;
};

/** A number between two bounds. */
export const between = (low: number, high: number, ...parts: readonly number[]): number =>
  low + (high - low) * chance(...parts);

/** Roughly normal with mean 0 and variance 1: the sum of three uniform numbers, scaled; never beyond ±3. */
export const bell = (...parts: readonly number[]): number =>
  2 * (chance(...parts, 1) + chance(...parts, 2) + chance(...parts, 3) - 1.5);

/** 32 hexadecimal digits, as the provider's event ids. */
export const hexId = (...parts: readonly number[]): string =>
  [1, 2, 3, 4]
    .map((word) =>
      Math.floor(chance(...parts, word) * 2 ** 32)
        .toString(16)
        .padStart(8, '0'),
    )
    .join('');
