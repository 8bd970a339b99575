import { createRequire } from 'node:module';
import { SCHEMA } from './schema.ts';

/** A node of Kusto's own syntax tree, as far as we look at it. */
export interface SyntaxNode {
  readonly Kind: number;
  readonly ChildCount: number;
  /** Of a token. */
  readonly Text?: string;
  /** Where it begins in the query, without what stands before it. */
  readonly TextStart: number;
  readonly ResultType?: { readonly Name: string } | null;
  GetChild(index: number): SyntaxNode | null;
  /** As written. `trivia`: how much of the space and the comments around it. */
  ToString(trivia: number): string;
}

interface Diagnostic {
  readonly Severity: string;
  readonly Message: string;
  readonly Start: number;
}

interface KustoCode {
  readonly Syntax: SyntaxNode;
  GetDiagnostics(): { readonly Count: number; getItem(index: number): Diagnostic };
}

interface Globals {
  WithDatabase(database: object): Globals;
}

/** The library as it puts itself into the global scope: it was translated from C#. */
interface Library {
  readonly Kusto: {
    readonly Language: {
      readonly KustoCode: { ParseAndAnalyze(text: string, globals: Globals): KustoCode };
      readonly GlobalState: { readonly Default: Globals };
      readonly Syntax: { readonly SyntaxKind: object };
      readonly Symbols: {
        readonly TableSymbol: { readonly $ctor7: new (name: string, schema: string, description: null) => object };
        readonly DatabaseSymbol: { readonly ctor: new (name: string, members: readonly object[]) => object };
      };
    };
  };
  readonly System: { readonly Enum: { toString(kinds: object, kind: number): string } };
}

/** Loads the library, some hundred milliseconds, once. */
function load() {
  const require = createRequire(import.meta.url);
  require('@kusto/language-service-next/bridge.min.js');
  require('@kusto/language-service-next/Kusto.Language.Bridge.min.js');
  const { Kusto, System } = globalThis as unknown as Library;
  const { KustoCode, GlobalState, Syntax, Symbols } = Kusto.Language;
  const tables = Object.entries(SCHEMA).map(([name, columns]) => {
    const schema = Object.entries(columns).map(([column, type]) => `${column}:${type}`);
    return new Symbols.TableSymbol.$ctor7(name, `(${schema.join(', ')})`, null);
  });
  const globals = GlobalState.Default.WithDatabase(new Symbols.DatabaseSymbol.ctor('workspace', tables));
  const names = new Map<number, string>();
  return {
    parse: (query: string): KustoCode => KustoCode.ParseAndAnalyze(query, globals),
    nameOf: (kind: number): string => {
      const name = names.get(kind) ?? System.Enum.toString(Syntax.SyntaxKind, kind);
      names.set(kind, name);
      return name;
    },
  };
}

let loaded: ReturnType<typeof load> | undefined;
const library = () => {
  loaded ??= load();
  return loaded;
};

/** What is wrong with a query, and where; line and column begin with 1. */
export interface Problem {
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

export const placeOf = (query: string, offset: number): Pick<Problem, 'line' | 'column'> => {
  const before = query.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
};

interface Parsed {
  readonly root: SyntaxNode;
  readonly problems: readonly Problem[];
}

/** Pages ask the same queries again and again, and to parse one takes longer than to run it. */
const MOST_KEPT = 200;
const kept = new Map<string, Parsed>();

/** Parses a query and checks its names and types against the tables of Log Analytics. */
export function parseKql(query: string): Parsed {
  const known = kept.get(query);
  if (known) return known;
  const code = library().parse(query);
  const found = code.GetDiagnostics();
  const diagnostics = Array.from({ length: found.Count }, (_, index) => found.getItem(index));
  const parsed: Parsed = {
    root: code.Syntax,
    problems: diagnostics
      .filter(({ Severity }) => Severity === 'Error')
      .map(({ Message: message, Start }) => ({ message, ...placeOf(query, Start) })),
  };
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(query, parsed);
  return parsed;
}

export const kindOf = (node: SyntaxNode): string => library().nameOf(node.Kind);
