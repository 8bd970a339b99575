import { AGGREGATES, extremeRow } from './aggregates.ts';
import { compile, type Expression, type Scope } from './expressions.ts';
import { kindOf, type SyntaxNode } from './library.ts';
import {
  callOf,
  childOf,
  childrenOf,
  itemsOf,
  lastItemsOf,
  NotSupportedError,
  namedOf,
  nameIn,
  parametersOf,
  partsOf,
  tokenOf,
} from './syntax.ts';
import { asValue, compare, isTruthy, keyOf, numberOf, type Row, textOf, type Value } from './values.ts';

/** One step of a pipe: rows in, rows out. */
export type Operator = (rows: readonly Row[], node: SyntaxNode, scope: Scope) => readonly Row[];

interface Column {
  readonly name: string;
  readonly of: Expression;
}

/** The name that Kusto gives a column without one: of a column its own, of a call the column within or the call's name. */
function automaticName(expression: SyntaxNode, index: number): string {
  const kind = kindOf(expression);
  if (kind === 'NameReference') return nameIn(expression);
  if (kind === 'PathExpression') return tokenOf(expression).replaceAll('.', '_');
  if (kind === 'ElementExpression')
    return tokenOf(expression)
      .replace(/\[['"]?([^'"\]]*)['"]?\]/g, '_$1')
      .replaceAll('.', '_');
  if (kind !== 'FunctionCallExpression') return `Column${index + 1}`;
  const { args } = callOf(expression);
  const [first] = args;
  return first && ['NameReference', 'PathExpression'].includes(kindOf(first))
    ? automaticName(first, index)
    : `Column${index + 1}`;
}

const columnsOf = (items: readonly SyntaxNode[], scope: Scope): readonly Column[] =>
  items.map((item, index) => {
    const { name, expression } = namedOf(item);
    return { name: name ?? automaticName(expression, index), of: compile(expression, scope) };
  });

const where: Operator = (rows, node, scope) => {
  const [condition] = partsOf(node).filter((part) => kindOf(part) !== 'List');
  if (!condition) throw new NotSupportedError('this', node);
  const holds = compile(condition, scope);
  return rows.filter((row) => isTruthy(holds(row)));
};

const extend: Operator = (rows, node, scope) => {
  const columns = columnsOf(lastItemsOf(node), scope);
  // All see the row as it was.
  return rows.map((row) => ({ ...row, ...Object.fromEntries(columns.map(({ name, of }) => [name, of(row)])) }));
};

const project: Operator = (rows, node, scope) => {
  const columns = columnsOf(lastItemsOf(node), scope);
  return rows.map((row) => Object.fromEntries(columns.map(({ name, of }) => [name, of(row)])));
};

const projectAway: Operator = (rows, node) => {
  const names = new Set(lastItemsOf(node).map(nameIn));
  return rows.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => !names.has(name))));
};

const projectRename: Operator = (rows, node) => {
  const renamed = new Map(
    lastItemsOf(node).map((item) => {
      const { name = '', expression } = namedOf(item);
      return [nameIn(expression), name];
    }),
  );
  return rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [renamed.get(name) ?? name, value])),
  );
};

type Summary = (rows: readonly Row[]) => Record<string, unknown>;

/** What one item of `summarize` makes of a group: one column, or several. */
function summaryOf(item: SyntaxNode, scope: Scope): Summary {
  const { name, expression } = namedOf(item);
  if (kindOf(expression) !== 'FunctionCallExpression') return computed(name, expression, scope);
  const call = callOf(expression);
  if (call.name === 'arg_max' || call.name === 'arg_min') return wholeRow(call, name, scope);
  if (call.name === 'percentiles') return percentiles(call.args, scope);
  const aggregate = Object.hasOwn(AGGREGATES, call.name) ? AGGREGATES[call.name] : undefined;
  if (!aggregate) return computed(name, expression, scope);
  const args = call.args.map((arg) => compile(arg, scope));
  const [first] = call.args;
  const suffix = first && kindOf(first) === 'NameReference' ? nameIn(first) : '';
  const column = name ?? `${call.name.replace(/^make_/, '')}_${suffix}`;
  return (rows) => ({ [column]: aggregate(args, rows) });
}

/** An expression over aggregates, such as `sum(a) / count()`: each is made once a group, then it is reckoned with. */
function computed(name: string | undefined, expression: SyntaxNode, scope: Scope): Summary {
  const parts = new Map<string, Summary>();
  const collect = (node: SyntaxNode): void => {
    const isAggregate = kindOf(node) === 'FunctionCallExpression' && Object.hasOwn(AGGREGATES, callOf(node).name);
    if (isAggregate) parts.set(tokenOf(node), summaryOf(node, scope));
    else for (const child of childrenOf(node)) collect(child);
  };
  collect(expression);
  const reckon = compile(expression, { ...scope, made: new Set(parts.keys()) });
  return (rows) => {
    const made = Object.fromEntries([...parts].map(([text, part]) => [text, Object.values(part(rows))[0]]));
    return { [name ?? 'Column1']: reckon(made) };
  };
}

function wholeRow({ name, args }: ReturnType<typeof callOf>, column: string | undefined, scope: Scope): Summary {
  const [by, ...kept] = args;
  if (!by) return () => ({});
  const of = compile(by, scope);
  const byName = column ?? automaticName(by, 0);
  const columns = columnsOf(
    kept.filter((item) => kindOf(item) !== 'StarExpression'),
    scope,
  );
  const isWhole = kept.some((item) => kindOf(item) === 'StarExpression');
  return (rows) => {
    const row = extremeRow(of, rows, name === 'arg_max' ? 1 : -1) ?? {};
    return {
      [byName]: of(row),
      ...(isWhole ? row : {}),
      ...Object.fromEntries(columns.map((each) => [each.name, each.of(row)])),
    };
  };
}

function percentiles(args: readonly SyntaxNode[], scope: Scope): Summary {
  const [of, ...shares] = args;
  const { percentile } = AGGREGATES;
  if (!of || !percentile) return () => ({});
  const value = compile(of, scope);
  return (rows) =>
    Object.fromEntries(
      shares.map((share) => [
        `percentile_${automaticName(of, 0)}_${tokenOf(share)}`,
        percentile([value, compile(share, scope)], rows),
      ]),
    );
}

const summarize: Operator = (rows, node, scope) => {
  const by = childOf(node, 'SummarizeByClause');
  const keys = columnsOf(by ? itemsOf(childOf(by, 'List')) : [], scope);
  const lists = childrenOf(node).filter((child) => kindOf(child) === 'List' && child.ChildCount > 0);
  const items = itemsOf(lists.find((list) => childrenOf(list).some((child) => kindOf(child) === 'SeparatedElement')));
  const summaries = items.map((item) => summaryOf(item, scope));
  const groups = new Map<string, { readonly key: Record<string, Value>; readonly rows: Row[] }>();
  for (const row of rows) {
    const values = keys.map(({ of }) => of(row));
    const text = keyOf(values);
    const group = groups.get(text) ?? {
      key: Object.fromEntries(keys.map(({ name }, index) => [name, values[index] ?? null])),
      rows: [],
    };
    group.rows.push(row);
    groups.set(text, group);
  }
  // Without keys there is one group, whether it holds a row or not.
  if (keys.length === 0 && groups.size === 0) groups.set('', { key: {}, rows: [] });
  return [...groups.values()].map((group) =>
    Object.assign({ ...group.key }, ...summaries.map((summary) => summary(group.rows))),
  );
};

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

const sort: Operator = (rows, node, scope) =>
  sorted(
    rows,
    lastItemsOf(node).map((item) => orderingOf(item, scope)),
  );

const countTo = (node: SyntaxNode | undefined, scope: Scope): number =>
  node === undefined ? 0 : (numberOf(compile(node, scope)({})) ?? 0);

const top: Operator = (rows, node, scope) => {
  const [amount, by] = partsOf(node).filter((part) => kindOf(part) !== 'List');
  if (!by) throw new NotSupportedError('this', node);
  return sorted(rows, [orderingOf(by, scope)]).slice(0, countTo(amount, scope));
};

const take: Operator = (rows, node, scope) =>
  rows.slice(
    0,
    countTo(
      partsOf(node).find((part) => kindOf(part) !== 'List'),
      scope,
    ),
  );

const distinct: Operator = (rows, node, scope) => {
  const items = lastItemsOf(node);
  const all = items.some((item) => kindOf(item) === 'StarExpression');
  const made = all ? rows : project(rows, node, scope);
  return [...new Map(made.map((row) => [keyOf(Object.values(row).map(asValue)), row])).values()];
};

/** One row for each element of a list, or each entry of a bag. */
const mvExpand: Operator = (rows, node, scope) => {
  const items = lastItemsOf(node).map((item) => {
    const [expression, type] = kindOf(item) === 'MvExpandExpression' ? partsOf(item) : [item];
    const { name, expression: of } = namedOf(expression ?? item);
    return {
      name: name ?? automaticName(of, 0),
      of: compile(of, scope),
      isText: type !== undefined && /string/.test(tokenOf(type)),
    };
  });
  return rows.flatMap((row) => {
    const lists = items.map(({ of }) => elementsOf(of(row)));
    const length = Math.max(...lists.map((list) => list.length));
    return Array.from({ length }, (_, index) => {
      const cells = items.map(({ name, isText }, at) => {
        const value = lists[at]?.[index] ?? null;
        return [name, isText ? textOf(value) : value] as const;
      });
      return { ...row, ...Object.fromEntries(cells) };
    });
  });
};

const elementsOf = (value: Value): readonly Value[] => {
  if (Array.isArray(value)) return value;
  if (value === null || typeof value !== 'object' || value instanceof Date || !('constructor' in value)) return [value];
  return Object.getPrototypeOf(value) === Object.prototype
    ? Object.entries(value).map(([name, each]) => ({ [name]: asValue(each) }))
    : [value];
};

const union: Operator = (rows, node, scope) => [
  ...rows,
  ...lastItemsOf(node).flatMap((item) => scope.relation(item, scope)),
];

const count: Operator = (rows) => [{ Count: rows.length }];
const unchanged: Operator = (rows) => rows;

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

const join: Operator = (rows, node, scope) => {
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

export const OPERATORS: Readonly<Record<string, Operator>> = {
  FilterOperator: where,
  ExtendOperator: extend,
  ProjectOperator: project,
  ProjectAwayOperator: projectAway,
  ProjectRenameOperator: projectRename,
  SummarizeOperator: summarize,
  SortOperator: sort,
  TopOperator: top,
  TakeOperator: take,
  DistinctOperator: distinct,
  MvExpandOperator: mvExpand,
  UnionOperator: union,
  CountOperator: count,
  JoinOperator: join,
  SerializeOperator: unchanged,
  // How it is drawn says nothing of what it is.
  RenderOperator: unchanged,
};
