import { FUNCTIONS } from './functions.ts';
import { kindOf, type SyntaxNode } from './library.ts';
import { dateIn, numberIn } from './literals.ts';
import { callOf, childOf, itemsOf, NotSupportedError, nameIn, partsOf, stringIn, tokenOf } from './syntax.ts';
import { contains, ends, hasWord, loose, negated, same, starts } from './texts.ts';
import {
  asValue,
  compare,
  isTruthy,
  numberOf,
  type Row,
  readTimespan,
  Timespan,
  textOf,
  type Value,
} from './values.ts';

/** What the names of an expression mean beside the columns of its row. */
export interface Scope {
  /** By `let`. */
  readonly values: ReadonlyMap<string, Value>;
  readonly now: number;
  /** Calls, by their text, whose results stand in the row already: aggregates within an expression. */
  readonly made?: ReadonlySet<string>;
  /** What a tabular expression gives: for `toscalar()` and `in (…)`. */
  readonly relation: (node: SyntaxNode, scope: Scope) => readonly Row[];
  readonly isTabular: (node: SyntaxNode) => boolean;
}

export type Expression = (row: Row) => Value;

type Compiler = (node: SyntaxNode, scope: Scope) => Expression;

/** Makes a function of an expression, so that its tree is walked once and not for each row. */
export function compile(node: SyntaxNode, scope: Scope): Expression {
  const compiler = COMPILERS[kindOf(node)];
  if (!compiler) throw new NotSupportedError(kindOf(node), node);
  return compiler(node, scope);
}

const literal =
  (read: (token: string) => Value): Compiler =>
  (node) => {
    const value = read(tokenOf(node));
    return () => value;
  };

/** Two operands and what comes of them; null where one of them is nothing. */
const binary =
  (run: (a: Value, b: Value, node: SyntaxNode) => Value): Compiler =>
  (node, scope) => {
    const [a, b] = partsOf(node).map((part) => compile(part, scope));
    if (!a || !b) throw new NotSupportedError('this', node);
    return (row) => {
      const [x, y] = [a(row), b(row)];
      return x === null || y === null ? null : run(x, y, node);
    };
  };

const text = (run: (a: string, b: string) => boolean): Compiler => binary((a, b) => run(textOf(a), textOf(b)));
const ordered = (holds: (order: number) => boolean): Compiler => binary((a, b) => holds(compare(a, b)));

/** Equality knows null: it is different from every value, and of two nulls nobody can say. */
const equal =
  (isWanted: boolean): Compiler =>
  (node, scope) => {
    const [a, b] = partsOf(node).map((part) => compile(part, scope));
    if (!a || !b) throw new NotSupportedError('this', node);
    return (row) => {
      const [x, y] = [a(row), b(row)];
      if (x === null && y === null) return null;
      return (x !== null && y !== null && compare(x, y) === 0) === isWanted;
    };
  };

const figures = (run: (a: number, b: number) => number): Compiler =>
  binary((a, b) => {
    const [x, y] = [numberOf(a), numberOf(b)];
    return x === undefined || y === undefined ? null : run(x, y);
  });

const add = (a: Value, b: Value, sign: 1 | -1): Value => {
  const [x, y] = [numberOf(a), numberOf(b)];
  if (x === undefined || y === undefined) return null;
  const result = x + sign * y;
  if (a instanceof Date && b instanceof Date) return new Timespan(result);
  if (a instanceof Date || b instanceof Date) return new Date(result);
  return a instanceof Timespan || b instanceof Timespan ? new Timespan(result) : result;
};

const isWhole = (node: SyntaxNode): boolean => ['long', 'int'].includes(node.ResultType?.Name ?? '');

/** Of whole numbers a whole one, and nothing by zero. */
const divide = binary((a, b, node) => {
  const [x, y] = [numberOf(a), numberOf(b)];
  if (x === undefined || y === undefined) return null;
  if (isWhole(node)) return y === 0 ? null : Math.trunc(x / y);
  return a instanceof Timespan && !(b instanceof Timespan) ? new Timespan(x / y) : x / y;
});

const multiply = binary((a, b) => {
  const [x, y] = [numberOf(a), numberOf(b)];
  if (x === undefined || y === undefined) return null;
  return a instanceof Timespan || b instanceof Timespan ? new Timespan(x * y) : x * y;
});

const logical =
  (decides: boolean): Compiler =>
  (node, scope) => {
    const parts = partsOf(node).map((part) => compile(part, scope));
    return (row) => {
      for (const part of parts) if (isTruthy(part(row)) === decides) return decides;
      return !decides;
    };
  };

/** Whether a value is in a list: of expressions, or of what a query gives in its first column. */
const within =
  (isWanted: boolean, isLoose: boolean): Compiler =>
  (node, scope) => {
    const [left, list] = partsOf(node);
    if (!left || !list) throw new NotSupportedError('this', node);
    const of = compile(left, scope);
    const key = (value: Value) => (isLoose ? textOf(value).toLowerCase() : textOf(value));
    const items = itemsOf(childOf(list, 'List'));
    const values = items.flatMap((item) =>
      scope.isTabular(item)
        ? scope.relation(item, scope).map((row) => asValue(Object.values(row)[0]))
        : [compile(item, scope)({})],
    );
    const all = new Set(values.flatMap((value) => (Array.isArray(value) ? value : [value])).map(key));
    return (row) => all.has(key(of(row))) === isWanted;
  };

const anyWord =
  (needsAll: boolean): Compiler =>
  (node, scope) => {
    const [left, list] = partsOf(node);
    if (!left || !list) throw new NotSupportedError('this', node);
    const of = compile(left, scope);
    const words = itemsOf(childOf(list, 'List')).map((item) => textOf(compile(item, scope)({})).toLowerCase());
    return (row) => {
      const whole = textOf(of(row)).toLowerCase();
      return needsAll ? words.every((word) => hasWord(whole, word)) : words.some((word) => hasWord(whole, word));
    };
  };

const between =
  (isWanted: boolean): Compiler =>
  (node, scope) => {
    const [left, couple] = partsOf(node);
    const [from, to] = couple ? partsOf(couple) : [];
    if (!left || !from || !to) throw new NotSupportedError('this', node);
    const [of, low, high] = [left, from, to].map((part) => compile(part, scope)) as [
      Expression,
      Expression,
      Expression,
    ];
    return (row) => {
      const [value, least, most] = [of(row), low(row), high(row)];
      if (value === null || least === null) return null;
      // A length of time counts from the lower bound.
      const end = most instanceof Timespan && least instanceof Date ? add(least, most, 1) : most;
      return (compare(value, least) >= 0 && compare(value, end) <= 0) === isWanted;
    };
  };

/** What stands in a bag under a name, or in a list at a place. */
const member = (whole: Value, key: Value): Value => {
  if (whole === null || typeof whole !== 'object' || whole instanceof Date || whole instanceof Timespan) return null;
  if (Array.isArray(whole)) return typeof key === 'number' ? asValue(whole.at(key)) : null;
  const name = textOf(key);
  return Object.hasOwn(whole, name) ? asValue(Reflect.get(whole, name)) : null;
};

const path: Compiler = (node, scope) => {
  const [whole, name] = partsOf(node);
  if (!whole || !name) throw new NotSupportedError('this', node);
  const of = compile(whole, scope);
  const key = nameIn(name);
  return (row) => member(of(row), key);
};

const element: Compiler = (node, scope) => {
  const [whole, bracketed] = partsOf(node);
  const [inner] = bracketed ? partsOf(bracketed) : [];
  if (!whole || !inner) throw new NotSupportedError('this', node);
  const [of, key] = [compile(whole, scope), compile(inner, scope)];
  return (row) => member(of(row), key(row));
};

const call: Compiler = (node, scope) => {
  const written = tokenOf(node);
  if (scope.made?.has(written)) return (row) => asValue(row[written]);
  const { name, args } = callOf(node);
  const run = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (!run) throw new NotSupportedError(`the function ${name}()`, node);
  const compiled = args.map((arg) => compile(arg, scope));
  return (row) =>
    asValue(
      run(
        compiled.map((arg) => arg(row)),
        scope.now,
      ),
    );
};

const name: Compiler = (node, { values }) => {
  const called = nameIn(node);
  const known = values.get(called) ?? null;
  return (row) => (Object.hasOwn(row, called) ? asValue(row[called]) : known);
};

const inner: Compiler = (node, scope) => {
  const [only] = partsOf(node);
  if (!only) throw new NotSupportedError('this', node);
  return compile(only, scope);
};

const negative: Compiler = (node, scope) => {
  const of = inner(node, scope);
  return (row) => {
    const value = of(row);
    const figure = numberOf(value);
    if (figure === undefined) return null;
    return value instanceof Timespan ? new Timespan(-figure) : -figure;
  };
};

const toScalar: Compiler = (node, scope) => {
  const [only] = partsOf(node);
  if (!only) throw new NotSupportedError('this', node);
  const [first] = scope.relation(only, scope);
  const value = first === undefined ? null : asValue(Object.values(first)[0]);
  return () => value;
};

/** JSON as Kusto writes it: texts may stand in single quotes. */
const dynamic = literal((token) => {
  const inside = token.replace(/^dynamic\(([\s\S]*)\)$/, '$1').trim();
  return inside === 'null'
    ? null
    : asValue(JSON.parse(inside.replace(/'([^'\\]*)'/g, (_, plain: string) => JSON.stringify(plain))));
});

const COMPILERS: Readonly<Record<string, Compiler>> = {
  StringLiteralExpression: literal(stringIn),
  LongLiteralExpression: literal(numberIn),
  IntLiteralExpression: literal(numberIn),
  RealLiteralExpression: literal(numberIn),
  BooleanLiteralExpression: literal((token) => /^(bool\()?(true|1)\)?$/i.test(token)),
  DateTimeLiteralExpression: literal(dateIn),
  TimespanLiteralExpression: literal((token) => readTimespan(token) ?? null),
  DynamicExpression: dynamic,
  NameReference: name,
  ParenthesizedExpression: inner,
  UnaryMinusExpression: negative,
  UnaryPlusExpression: inner,
  PathExpression: path,
  ElementExpression: element,
  FunctionCallExpression: call,
  ToScalarExpression: toScalar,
  AndExpression: logical(false),
  OrExpression: logical(true),
  EqualExpression: equal(true),
  NotEqualExpression: equal(false),
  LessThanExpression: ordered((order) => order < 0),
  LessThanOrEqualExpression: ordered((order) => order <= 0),
  GreaterThanExpression: ordered((order) => order > 0),
  GreaterThanOrEqualExpression: ordered((order) => order >= 0),
  AddExpression: binary((a, b) => add(a, b, 1)),
  SubtractExpression: binary((a, b) => add(a, b, -1)),
  MultiplyExpression: multiply,
  DivideExpression: divide,
  ModuloExpression: figures((a, b) => a % b),
  InExpression: within(true, false),
  NotInExpression: within(false, false),
  // The library calls `in~` so.
  InCsExpression: within(true, true),
  NotInCsExpression: within(false, true),
  BetweenExpression: between(true),
  NotBetweenExpression: between(false),
  HasAnyExpression: anyWord(false),
  HasAllExpression: anyWord(true),
  EqualTildeExpression: text(loose(same)),
  BangTildeExpression: text(negated(loose(same))),
  HasExpression: text(loose(hasWord)),
  NotHasExpression: text(negated(loose(hasWord))),
  HasCsExpression: text(hasWord),
  NotHasCsExpression: text(negated(hasWord)),
  ContainsExpression: text(loose(contains)),
  NotContainsExpression: text(negated(loose(contains))),
  ContainsCsExpression: text(contains),
  NotContainsCsExpression: text(negated(contains)),
  StartsWithExpression: text(loose(starts)),
  NotStartsWithExpression: text(negated(loose(starts))),
  StartsWithCsExpression: text(starts),
  NotStartsWithCsExpression: text(negated(starts)),
  EndsWithExpression: text(loose(ends)),
  NotEndsWithExpression: text(negated(loose(ends))),
  EndsWithCsExpression: text(ends),
  NotEndsWithCsExpression: text(negated(ends)),
  MatchesRegexExpression: text((a, b) => new RegExp(b).test(a)),
};
