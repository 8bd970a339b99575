import type { Operator } from './columns.ts';
import { compile, type Expression, type Scope } from './expressions.ts';
import { kindOf, type SyntaxNode } from './library.ts';
import { lastItemsOf, NotSupportedError, partsOf, tokenOf } from './syntax.ts';
import { compare, numberOf, type Row } from './values.ts';

interface Ordering {
  readonly of: Expression;
  readonly sign: 1 | -1;
  readonly nullsLast: boolean;
}

/** Descending unless told otherwise; nulls come first where it goes up, last where it goes down. */
const orderingOf = (item: SyntaxNode, scope: Scope): Ordering => {
  const [expression] = kindOf(item) === 'OrderedExpression' ? partsOf(item) : [item];
  const words = kindOf(item) === 'OrderedExpression' ? tokenOf(item).split(/\s+/) : [];
  const sign = words.includes('asc') ? 1 : -1;
  const nullsLast = words.includes('nulls') ? words.at(-1) === 'last' : sign === -1;
  return { of: compile(expression ?? item, scope), sign, nullsLast };
};

const sorted = (rows: readonly Row[], orderings: readonly Ordering[]): readonly Row[] =>
  rows.toSorted((a, b) => {
    for (const { of, sign, nullsLast } of orderings) {
      const [x, y] = [of(a), of(b)];
      const isNullOrder = (x === null) !== (y === null);
      const order = isNullOrder ? ((x === null) === nullsLast ? 1 : -1) : sign * compare(x, y);
      if (order !== 0) return order;
    }
    return 0;
  });

export const sort: Operator = (rows, node, scope) =>
  sorted(
    rows,
    lastItemsOf(node).map((item) => orderingOf(item, scope)),
  );

const countTo = (node: SyntaxNode | undefined, scope: Scope): number =>
  node === undefined ? 0 : (numberOf(compile(node, scope)({})) ?? 0);

export const top: Operator = (rows, node, scope) => {
  const [amount, by] = partsOf(node).filter((part) => kindOf(part) !== 'List');
  if (!by) throw new NotSupportedError('this', node);
  return sorted(rows, [orderingOf(by, scope)]).slice(0, countTo(amount, scope));
};

export const take: Operator = (rows, node, scope) =>
  rows.slice(
    0,
    countTo(
      partsOf(node).find((part) => kindOf(part) !== 'List'),
      scope,
    ),
  );
