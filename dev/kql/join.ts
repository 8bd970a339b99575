import type { Operator } from './columns.ts';
import { compile, type Expression, type Scope } from './expressions.ts';
import { kindOf, type SyntaxNode } from './library.ts';
import { childOf, itemsOf, NotSupportedError, parametersOf, partsOf, tokenOf } from './syntax.ts';
import { keyOf, type Row } from './values.ts';

interface Keys {
  readonly left: Expression;
  readonly right: Expression;
}

const keysOf = (node: SyntaxNode, scope: Scope): readonly Keys[] => {
  const clause = childOf(node, 'JoinOnClause');
  return itemsOf(clause && childOf(clause, 'List')).map((item) => {
    if (kindOf(item) === 'NameReference') return { left: compile(item, scope), right: compile(item, scope) };
    const sides = partsOf(item).map((side) => {
      const [which, column] = partsOf(side);
      return { isLeft: which !== undefined && tokenOf(which) === '$left', of: column && compile(column, scope) };
    });
    const [left, right] = [sides.find(({ isLeft }) => isLeft)?.of, sides.find(({ isLeft }) => !isLeft)?.of];
    if (!left || !right) throw new NotSupportedError('this condition', item);
    return { left, right };
  });
};

/** Columns of the right side whose names the left has, too, get a 1 at their end. */
const joined = (left: Row, right: Row): Row => ({
  ...left,
  ...Object.fromEntries(
    Object.entries(right).map(([name, value]) => [Object.hasOwn(left, name) ? `${name}1` : name, value]),
  ),
});

export const join: Operator = (rows, node, scope) => {
  const kind = parametersOf(node).get('kind') ?? 'innerunique';
  const other = partsOf(node).find((part) => !['List', 'JoinOnClause'].includes(kindOf(part)));
  if (!other) throw new NotSupportedError('this', node);
  const right = scope.relation(other, scope);
  const keys = keysOf(node, scope);
  const keyed = (row: Row, side: keyof Keys) => keyOf(keys.map((key) => key[side](row)));
  const byKey = Map.groupBy(right, (row) => keyed(row, 'right'));
  const lefts = kind === 'innerunique' ? [...new Map(rows.map((row) => [keyed(row, 'left'), row])).values()] : rows;
  // Nothing is equal to nothing.
  const isKeyed = (row: Row) => keys.every(({ left }) => left(row) !== null);
  const matches = (row: Row): readonly Row[] => (isKeyed(row) ? (byKey.get(keyed(row, 'left')) ?? []) : []);
  const pairs = (row: Row) => matches(row).map((match) => joined(row, match));
  switch (kind) {
    case 'inner':
    case 'innerunique':
      return lefts.flatMap(pairs);
    case 'leftouter':
      return lefts.flatMap((row) => (matches(row).length > 0 ? pairs(row) : [joined(row, emptied(right))]));
    case 'fullouter': {
      const seen = new Set(lefts.map((row) => keyed(row, 'left')));
      const alone = right.filter((row) => !seen.has(keyed(row, 'right')));
      return [
        ...lefts.flatMap((row) => (matches(row).length > 0 ? pairs(row) : [joined(row, emptied(right))])),
        ...alone.map((row) => joined(emptied(rows), row)),
      ];
    }
    case 'leftsemi':
      return lefts.filter((row) => matches(row).length > 0);
    case 'leftanti':
    case 'anti':
      return lefts.filter((row) => matches(row).length === 0);
    default:
      throw new NotSupportedError(`join kind=${kind}`, node);
  }
};

/** A row of nothing, with the columns that the others have. */
const emptied = ([first = {}]: readonly Row[]): Row =>
  Object.fromEntries(Object.keys(first).map((name) => [name, null]));
