import { automaticName, columnsOf, type Operator } from './columns.ts';
import { compile } from './expressions.ts';
import { join } from './join.ts';
import { kindOf } from './library.ts';
import { sort, take, top } from './sort.ts';
import { summarize } from './summarize.ts';
import { lastItemsOf, NotSupportedError, namedOf, nameIn, partsOf, tokenOf } from './syntax.ts';
import { asValue, isTruthy, keyOf, textOf, type Value } from './values.ts';

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
