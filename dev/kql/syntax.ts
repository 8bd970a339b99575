import { kindOf, type SyntaxNode } from './library.ts';

/** Of the space and the comments around a node: those within. */
const INTERIOR = 1;

/** What cannot be run, at an offset into the query. */
export class NotSupportedError extends Error {
  override readonly name = 'NotSupportedError';
  readonly offset: number;
  constructor(what: string, node: SyntaxNode) {
    super(`${what} is not supported here: ${node.ToString(INTERIOR).trim().slice(0, 80)}`);
    this.offset = node.TextStart;
  }
}

/** Children without the empty lists that the library keeps for what may stand there. */
export const childrenOf = (node: SyntaxNode): readonly SyntaxNode[] =>
  Array.from({ length: node.ChildCount }, (_, index) => node.GetChild(index)).filter((child) => child !== null);

const isToken = (node: SyntaxNode): boolean => node.ChildCount === 0 && node.Text !== undefined;

/** Children that say something: no keywords, commas and brackets. */
export const partsOf = (node: SyntaxNode): readonly SyntaxNode[] =>
  childrenOf(node).filter((child) => !isToken(child) && !(kindOf(child) === 'List' && child.ChildCount === 0));

export const tokenOf = (node: SyntaxNode): string => node.ToString(INTERIOR).trim();

export const childOf = (node: SyntaxNode, kind: string): SyntaxNode | undefined =>
  childrenOf(node).find((child) => kindOf(child) === kind);

/** The items of a list, out of the elements that hold them with their commas. */
export const itemsOf = (list: SyntaxNode | undefined): readonly SyntaxNode[] =>
  list === undefined
    ? []
    : childrenOf(list).map((item) => (kindOf(item) === 'SeparatedElement' ? (partsOf(item)[0] ?? item) : item));

/** The items of the last list of an operator: the ones before it are its parameters. */
export const lastItemsOf = (node: SyntaxNode): readonly SyntaxNode[] =>
  itemsOf(childrenOf(node).findLast((child) => kindOf(child) === 'List' && child.ChildCount > 0));

/** `kind=leftanti`: the parameters of an operator. */
export const parametersOf = (node: SyntaxNode): ReadonlyMap<string, string> =>
  new Map(
    childrenOf(node)
      .filter((child) => kindOf(child) === 'List')
      .flatMap(childrenOf)
      .filter((child) => kindOf(child) === 'NamedParameter')
      .map((parameter) => {
        const [name = '', value = ''] = tokenOf(parameter).split('=');
        return [name.trim(), value.trim()];
      }),
  );

/** A call's name and arguments. */
export function callOf(node: SyntaxNode): { readonly name: string; readonly args: readonly SyntaxNode[] } {
  const [name, list] = partsOf(node);
  return { name: name ? tokenOf(name) : '', args: itemsOf(list && childOf(list, 'List')) };
}

/** `name = expression`, or an expression alone with the name that Kusto gives its column. */
export function namedOf(node: SyntaxNode): { readonly name: string | undefined; readonly expression: SyntaxNode } {
  if (kindOf(node) !== 'SimpleNamedExpression') return { name: undefined, expression: node };
  const [name, expression] = partsOf(node);
  if (!name || !expression) throw new NotSupportedError('this name', node);
  return { name: nameIn(name), expression };
}

/** A name as written, without the brackets and quotes of `['a name']`. */
export const nameIn = (node: SyntaxNode): string => tokenOf(node).replace(/^\[['"](.*)['"]\]$/, '$1');

/** The text of a string literal, its escapes resolved. */
export function stringIn(token: string): string {
  const verbatim = /^[hH]?@(['"])([\s\S]*)\1$/.exec(token);
  if (verbatim) return (verbatim[2] ?? '').replaceAll(`${verbatim[1]}${verbatim[1]}`, verbatim[1] ?? '');
  const inner = token.replace(/^[hH]?(['"])([\s\S]*)\1$/, '$2');
  return inner.replace(/\\(u[0-9a-fA-F]{4}|.)/g, (_, escaped: string) =>
    escaped.startsWith('u')
      ? String.fromCharCode(Number.parseInt(escaped.slice(1), 16))
      : ({ n: '\n', t: '\t', r: '\r', '0': '\0' }[escaped] ?? escaped),
  );
}
