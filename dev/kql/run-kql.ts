import { compile, type Scope } from './expressions.ts';
import { kindOf, type Problem, parseKql, placeOf, type SyntaxNode } from './library.ts';
import { OPERATORS } from './operators.ts';
import { SCHEMA } from './schema.ts';
import {
  callOf,
  childOf,
  childrenOf,
  itemsOf,
  NotSupportedError,
  namedOf,
  nameIn,
  parametersOf,
  partsOf,
  tokenOf,
} from './syntax.ts';
import { numberOf, type Row, type Tables, type Value } from './values.ts';

export type { Problem } from './library.ts';
export type { Row, Tables } from './values.ts';

/** The query is wrong, or asks for something that is not built here. The message says what and where. */
export class KqlError extends Error {
  override readonly name = 'KqlError';
}

/** What is wrong with a query by Kusto's own rules, our tables known: names, types, syntax. */
export const checkKql = (query: string): readonly Problem[] => parseKql(query).problems;

/**
 * Runs a query over tables in memory, as Log Analytics would over its own. Parsed by Kusto's library, and evaluated here for as much of
 * the language as rules and dashboards use; whatever is more than that is refused, never left out.
 * @param options.now epoch ms, for `now()` and `ago()`
 * @throws KqlError
 */
export function runKql(query: string, tables: Tables, { now }: { readonly now: number }): readonly Row[] {
  const { root, problems } = parseKql(query);
  const [first] = problems;
  if (first) throw new KqlError(`${first.message} (line ${first.line}, column ${first.column})`);
  try {
    return runBlock(root, tables, now);
  } catch (error) {
    if (!(error instanceof NotSupportedError)) throw error;
    const { line, column } = placeOf(query, error.offset);
    throw new KqlError(`${error.message} (line ${line}, column ${column})`, { cause: error });
  }
}

interface Defined {
  readonly node: SyntaxNode;
  readonly scope: Scope;
}

interface DefinedFunction extends Defined {
  readonly parameters: readonly string[];
}

/** What `let` has named: queries and functions are run where they are asked for. */
interface Names {
  readonly tabular: Map<string, Defined>;
  readonly functions: Map<string, DefinedFunction>;
}

function runBlock(root: SyntaxNode, tables: Tables, now: number): readonly Row[] {
  const names: Names = { tabular: new Map(), functions: new Map() };
  const { relation, isTabular } = relations(tables, names);
  let scope: Scope = { values: new Map(), now, relation, isTabular };
  let rows: readonly Row[] = [];
  const statements = childrenOf(root)
    .filter((child) => kindOf(child) === 'List')
    .flatMap(itemsOf);
  for (const statement of statements) {
    if (kindOf(statement) === 'LetStatement') scope = define(statement, scope, names);
    else if (kindOf(statement) === 'ExpressionStatement') {
      const [expression] = partsOf(statement);
      if (expression) rows = relation(expression, scope);
    } else throw new NotSupportedError(kindOf(statement), statement);
  }
  return rows;
}

function define(statement: SyntaxNode, scope: Scope, { tabular, functions }: Names): Scope {
  const [declared, node] = partsOf(statement);
  if (!declared || !node) throw new NotSupportedError('this', statement);
  const name = nameIn(declared);
  if (kindOf(node) === 'FunctionDeclaration') {
    const [parameters, body] = partsOf(node);
    const [inner] = body ? partsOf(body) : [];
    if (!inner) throw new NotSupportedError('this function', node);
    const named = itemsOf(parameters && childOf(parameters, 'List')).map(
      (each) => tokenOf(each).split(':', 1)[0]?.trim() ?? '',
    );
    functions.set(name, { node: inner, scope, parameters: named });
    return scope;
  }
  if (scope.isTabular(node)) {
    tabular.set(name, { node, scope });
    return scope;
  }
  return { ...scope, values: new Map([...scope.values, [name, compile(node, scope)({})]]) };
}

const SOURCES = ['PipeExpression', 'DataTableExpression', 'UnionOperator', 'PrintOperator', 'RangeOperator'];

/** How the tabular expressions of one query are told and run. */
function relations(tables: Tables, { tabular, functions }: Names): Pick<Scope, 'relation' | 'isTabular'> {
  const isTabular = (node: SyntaxNode): boolean => {
    const kind = kindOf(node);
    if (kind === 'ParenthesizedExpression') return partsOf(node).some(isTabular);
    if (kind === 'NameReference') return tabular.has(nameIn(node)) || Object.hasOwn(SCHEMA, nameIn(node));
    if (kind === 'FunctionCallExpression') return functions.has(callOf(node).name);
    return SOURCES.includes(kind);
  };

  const ofName = (node: SyntaxNode): readonly Row[] => {
    const name = nameIn(node);
    const defined = tabular.get(name);
    if (defined) return relation(defined.node, defined.scope);
    if (Object.hasOwn(SCHEMA, name)) return (tables[name] ?? []).map((row) => ({ ...blankRow(name), ...row }));
    throw new NotSupportedError(`the table ${name}`, node);
  };

  const ofCall = (node: SyntaxNode, scope: Scope): readonly Row[] => {
    const { name, args } = callOf(node);
    const defined = functions.get(name);
    if (!defined) throw new NotSupportedError(`the function ${name}()`, node);
    const given = defined.parameters.map((parameter, index): [string, Value] => {
      const argument = args[index];
      return [parameter, argument ? compile(argument, scope)({}) : null];
    });
    return relation(defined.node, { ...defined.scope, values: new Map([...defined.scope.values, ...given]) });
  };

  const relation = (node: SyntaxNode, scope: Scope): readonly Row[] => {
    switch (kindOf(node)) {
      case 'NameReference':
        return ofName(node);
      case 'ParenthesizedExpression':
        return partsOf(node).flatMap((part) => relation(part, scope));
      case 'PipeExpression': {
        const [source, step] = partsOf(node);
        const operator = step && OPERATORS[kindOf(step)];
        if (!source || !step || !operator) throw new NotSupportedError(step ? kindOf(step) : 'this', step ?? node);
        if (parametersOf(step).size > 0 && !['JoinOperator', 'RenderOperator'].includes(kindOf(step)))
          throw new NotSupportedError('a parameter', step);
        return operator(relation(source, scope), step, scope);
      }
      case 'UnionOperator':
        return OPERATORS['UnionOperator']?.([], node, scope) ?? [];
      case 'DataTableExpression':
        return dataTable(node, scope);
      case 'PrintOperator':
        return [printed(node, scope)];
      case 'RangeOperator':
        return range(node, scope);
      case 'FunctionCallExpression':
        return ofCall(node, scope);
      default:
        throw new NotSupportedError(kindOf(node), node);
    }
  };
  return { relation, isTabular };
}

const BLANKS = new Map<string, Row>();

/** Every column of a table, empty: a row may leave out what it has nothing for. Texts are never null. */
function blankRow(table: string): Row {
  const known = BLANKS.get(table);
  if (known) return known;
  const columns = Object.entries(SCHEMA[table as keyof typeof SCHEMA]);
  const blank = Object.fromEntries(columns.map(([name, type]) => [name, type === 'string' ? '' : null]));
  BLANKS.set(table, blank);
  return blank;
}

function dataTable(node: SyntaxNode, scope: Scope): readonly Row[] {
  const schema = childOf(node, 'RowSchema');
  const columns = itemsOf(schema && childOf(schema, 'List')).map(
    (item) => tokenOf(item).split(':', 1)[0]?.trim() ?? '',
  );
  const cells = itemsOf(childrenOf(node).findLast((child) => kindOf(child) === 'List')).map((item) =>
    compile(item, scope)({}),
  );
  const rows: Row[] = [];
  for (let at = 0; at + columns.length <= cells.length && columns.length > 0; at += columns.length)
    rows.push(Object.fromEntries(columns.map((name, index) => [name, cells[at + index] ?? null])));
  return rows;
}

const printed = (node: SyntaxNode, scope: Scope): Row =>
  Object.fromEntries(
    itemsOf(childOf(node, 'List')).map((item, index) => {
      const { name, expression } = namedOf(item);
      return [name ?? `print_${index}`, compile(expression, scope)({})];
    }),
  );

const MOST_IN_RANGE = 100_000;

function range(node: SyntaxNode, scope: Scope): readonly Row[] {
  const [name, ...bounds] = partsOf(node);
  const [from, to, step] = bounds.map((bound) => compile(bound, scope)({}));
  const [low, high, by] = [from, to, step].map((value) => numberOf(value ?? null));
  if (!name || low === undefined || high === undefined || !by) throw new NotSupportedError('this range', node);
  const length = Math.min(MOST_IN_RANGE, Math.floor((high - low) / by) + 1);
  return Array.from({ length: Math.max(0, length) }, (_, index) => {
    const figure = low + index * by;
    return { [nameIn(name)]: from instanceof Date ? new Date(figure) : figure };
  });
}
