import { chance } from '../odds-api/simulator/chance.ts';

export type Order = 'as-is' | 'reversed' | 'shuffled';

/** What waited, in another order: `shuffled` the same way for the same seed. */
export const inOrder = <T>(waiting: readonly T[], order: Order, seed: number): readonly T[] => {
  if (order === 'as-is') return waiting;
  if (order === 'reversed') return waiting.toReversed();
  return waiting
    .map((each, index) => ({ each, place: chance(seed, index) }))
    .sort((a, b) => a.place - b.place)
    .map(({ each }) => each);
};
