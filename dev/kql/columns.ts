import { compile, type Expression, type Scope } from './expressions.ts';
import { kindOf, type SyntaxNode } from './library.ts';
import { callOf, namedOf, nameIn, tokenOf } from './syntax.ts';
import type { Row } from './values.ts';

/** One step of a pipe: rows in, rows out. */
export type Operator = (rows: readonly Row[], node: SyntaxNode, scope: Scope) => readonly Row[];

export interface Column {
  readonly name: string;
  readonly of: Expression;
}

/** The name that Kusto gives a column without one: of a column its own, of a call the column within or the call's name. */
export function automaticName(expression: SyntaxNode, index: number): string {
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

export const columnsOf = (items: readonly SyntaxNode[], scope: Scope): readonly Column[] =>
  items.map((item, index) => {
    const { name, expression } = namedOf(item);
    return { name: name ?? automaticName(expression, index), of: compile(expression, scope) };
  });
