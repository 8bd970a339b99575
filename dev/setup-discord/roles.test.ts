import { describe, expect, it } from 'vitest';
import type { Role } from './discord.ts';
import { checkRank } from './roles.ts';

type Place = readonly [id: string, position: number];
const role = ([id, position]: Place): Role => ({
  id,
  name: `r${id}`,
  permissions: 0n,
  position,
  managed: false,
});
/** What is told of these roles: whether it is right, and else what to do. */
const told = (own: readonly Place[], tiers: readonly Place[]) => {
  const lines: string[] = [];
  checkRank(own.map(role), tiers.map(role), {
    step: ({ outcome }) => lines.push(outcome),
    note: () => lines.push('note'),
    problem: (_, remedy) => lines.push(remedy),
  });
  return lines;
};

describe('checkRank', () => {
  it.each<[Place[], Place[], string]>([
    [
      [['1', 5]],
      [
        ['2', 4],
        ['3', 1],
      ],
      'already right',
    ],
    [
      [
        ['1', 1],
        ['9', 5],
      ],
      [['2', 4]],
      'already right',
    ],
    [[['1', 1]], [['20', 1]], 'already right'],
    [[['1', 1]], [], 'already right'],
    [
      [['1', 1]],
      [
        ['2', 4],
        ['3', 1],
        ['4', 9],
      ],
      'drag the role r1 above r2, r4,',
    ],
    [[['30', 1]], [['4', 1]], 'drag the role r30 above r4,'],
    [[], [['4', 1]], 'create one above Starter, Core and Sharp'],
    [[], [], 'create one above Starter, Core and Sharp'],
  ])('%j and %j: %s', (own, tiers, says) => {
    expect(told(own, tiers)).toEqual([expect.stringContaining(says)]);
  });
});
