import type { HttpFunction } from './functions.ts';

export interface RouteMatch {
  readonly fn: HttpFunction;
  readonly params: Readonly<Record<string, string>>;
}

/** The constraints of a route parameter (`{id:int}`) that this host knows. */
const CONSTRAINTS: Readonly<Record<string, string>> = {
  int: '-?\\d+',
  long: '-?\\d+',
  alpha: '[A-Za-z]+',
  guid: '[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}',
};

/** Finds the function for a method and a path (no query), as ASP.NET routes do: letter case does not matter, more literal wins. */
export const createRouter = (functions: readonly HttpFunction[], prefix: string) => {
  const routes = functions
    .map((fn) => ({
      fn,
      pattern: routePattern(prefix ? `${prefix}/${fn.route}` : fn.route),
      weight: weightOf(fn.route),
    }))
    .sort((a, b) => a.weight.localeCompare(b.weight));
  return (method: string, path: string): RouteMatch | undefined => {
    for (const { fn, pattern } of routes) {
      const match = fn.methods.includes(method) ? pattern.exec(path) : null;
      const params = match && decodeParams(match.groups ?? {});
      if (params) return { fn, params };
    }
    return undefined;
  };
};

const segmentsOf = (route: string): readonly string[] => route.split('/').filter((segment) => segment !== '');

/** Literal before constrained before plain before catch-all, segment by segment. */
const weightOf = (route: string): string =>
  segmentsOf(route)
    .map((segment) =>
      !segment.startsWith('{') ? '0' : segment.startsWith('{*') ? '3' : segment.includes(':') ? '1' : '2',
    )
    .join('');

const routePattern = (route: string): RegExp =>
  new RegExp(`^${segmentsOf(route).map(segmentPattern).join('')}/?$`, 'i');

const segmentPattern = (segment: string): string => {
  if (!segment.includes('{')) return `/${segment.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`;
  const [, star, name, constraint, optional] = /^\{(\*?)(\w+)(?::(\w+))?(\??)\}$/.exec(segment) ?? [];
  const value = star ? '.*' : constraint === undefined ? '[^/]+' : CONSTRAINTS[constraint];
  if (!name || !value) throw new Error(`The local host does not offer the route segment "${segment}".`);
  return star || optional ? `(?:/(?<${name}>${value}))?` : `/(?<${name}>${value})`;
};

/** Undefined when one is badly encoded. */
const decodeParams = (groups: Readonly<Record<string, string | undefined>>): Record<string, string> | undefined => {
  const params: Record<string, string> = {};
  try {
    for (const [name, value] of Object.entries(groups)) {
      if (value !== undefined) params[name] = decodeURIComponent(value);
    }
  } catch {
    return undefined;
  }
  return params;
};
