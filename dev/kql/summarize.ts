import { AGGREGATES, extremeRow } from './aggregates.ts';
import { automaticName, columnsOf, type Operator } from './columns.ts';
import { compile, type Scope } from './expressions.ts';
import { kindOf, type SyntaxNode } from './library.ts';
import { callOf, childOf, childrenOf, itemsOf, namedOf, nameIn, tokenOf } from './syntax.ts';
import { keyOf, type Row, type Value } from './values.ts';

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

export const summarize: Operator = (rows, node, scope) => {
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
