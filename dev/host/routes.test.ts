import { describe, expect, it } from 'vitest';
import type { HttpFunction } from './functions.ts';
import { createRouter } from './routes.ts';

const fn = (route: string, methods = ['GET']): HttpFunction => ({
  kind: 'http',
  name: route,
  binding: 'request',
  route,
  methods,
});
const find = (routes: readonly string[], path: string) => {
  const match = createRouter(
    routes.map((route) => fn(route)),
    'api',
  )('GET', path);
  return match && [match.fn.name, { ...match.params }];
};

describe('createRouter', () => {
  it.each([
    [['health'], '/api/health', ['health', {}]],
    [['health'], '/API/Health/', ['health', {}]],
    [['health'], '/health', undefined],
    [['health'], '/api/health/more', undefined],
    [['a.b'], '/api/axb', undefined],
    [['users/{id}'], '/api/users/a%20b', ['users/{id}', { id: 'a b' }]],
    [['users/{id}'], '/api/users', undefined],
    [['users/{id?}'], '/api/users', ['users/{id?}', {}]],
    [['n/{id:int}'], '/api/n/-12', ['n/{id:int}', { id: '-12' }]],
    [['n/{id:int}'], '/api/n/x', undefined],
    [['files/{*path}'], '/api/files/a/b/c', ['files/{*path}', { path: 'a/b/c' }]],
    [['{any}', '{*rest}', 'health', '{n:int}'], '/api/health', ['health', {}]],
    [['{any}', '{*rest}', 'health', '{n:int}'], '/api/7', ['{n:int}', { n: '7' }]],
    [['{any}', '{*rest}', 'health', '{n:int}'], '/api/x', ['{any}', { any: 'x' }]],
    [['{any}', '{*rest}', 'health', '{n:int}'], '/api/x/y', ['{*rest}', { rest: 'x/y' }]],
  ])('with %j, %s is %j', (routes, path, expected) => {
    expect(find(routes, path)).toEqual(expected);
  });

  it('tells functions of one route apart by method', () => {
    const route = createRouter([fn('x', ['GET']), fn('x', ['POST', 'PUT'])], 'api');
    expect(route('PUT', '/api/x')?.fn.methods).toEqual(['POST', 'PUT']);
    expect(route('DELETE', '/api/x')).toBeUndefined();
  });

  it('works without a prefix, and refuses what it does not offer', () => {
    expect(createRouter([fn('x')], '')('GET', '/x')?.fn.name).toBe('x');
    expect(() => createRouter([fn('{when:datetime}')], 'api')).toThrow('{when:datetime}');
  });

  it('takes a path that is badly encoded as unknown', () => {
    expect(find(['users/{id}'], '/api/users/%E0%A4%A')).toBeUndefined();
  });
});
