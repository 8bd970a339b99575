import { describe, expect, it } from 'vitest';
import { emptyBucketMs, isInvalid, refusalOf } from './answer.ts';

const answer = (status: number, body: unknown = {}, headers: Record<string, string> = {}) => ({
  status,
  headers: new Headers(headers),
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
const limited = (body: unknown, headers = {}) => refusalOf(answer(429, body, headers));

describe('refusalOf', () => {
  it.each([50001, 50007, 50013, 50028, 50278, 10003, 10004, 10007, 10011, 10013])(
    'takes code %d as permanent',
    (code) => {
      const refusal = refusalOf(answer(403, { code, message: 'No' }));
      expect(refusal).toEqual({ kind: 'permanent', code, reason: 'No' });
    },
  );

  it.each([
    ['of a route', { retry_after: 1.234, global: false }, {}, 'route', 1234],
    ['of all by its body', { retry_after: 2, global: true }, {}, 'global', 2000],
    ['of all by its header', { retry_after: 2 }, { 'x-ratelimit-scope': 'global' }, 'global', 2000],
    ['by header alone', { message: 'slow' }, { 'retry-after': '3' }, 'route', 3000],
    ['without a time', {}, {}, 'route', 30_000],
    ['that is a web page', '<html>Access denied</html>', { 'retry-after': '60' }, 'global', 60_000],
    ['with nonsense for a time', { retry_after: 'soon' }, { 'retry-after': 'never' }, 'route', 30_000],
  ])('waits out a 429 %s', (_what, body, headers, scope, afterMs) => {
    expect(limited(body, headers)).toEqual({ kind: 'retry', scope, afterMs, reason: `429-${scope}` });
  });

  it('waits when direct messages are opened too fast', () => {
    expect(refusalOf(answer(403, { code: 40003, message: 'too fast' }))).toEqual({
      kind: 'retry',
      scope: 'route',
      afterMs: 30_000,
      reason: 'opening-direct-messages-too-fast',
    });
  });

  it.each([
    [401, { code: 0, message: '401: Unauthorized' }, { kind: 'bad-token' }],
    [
      400,
      { code: 50035, message: 'Invalid Form Body' },
      { kind: 'unforeseen', code: 50035, message: 'Invalid Form Body' },
    ],
    [500, 'oops', { kind: 'unavailable', afterMs: 0 }],
    [502, '[]', { kind: 'unavailable', afterMs: 0 }],
    [503, { code: 50001, message: 'said in passing' }, { kind: 'unavailable', afterMs: 0 }],
    [304, '', { kind: 'unforeseen', code: 0, message: '' }],
    [403, { code: 'x', message: 5 }, { kind: 'unforeseen', code: 0, message: '' }],
    [404, 'null', { kind: 'unforeseen', code: 0, message: '' }],
  ])('reads %d %j', (status, body, expected) => {
    expect(refusalOf(answer(status, body))).toEqual(expected);
  });
});

describe('refusalOf an outage', () => {
  it.each([
    ['20', 20_000],
    ['3600', 30_000],
    ['soon', 0],
  ])('that asks for %s s', (asked, afterMs) => {
    expect(refusalOf(answer(503, '', { 'retry-after': asked }))).toEqual({ kind: 'unavailable', afterMs });
  });
});

describe('isInvalid', () => {
  it.each([
    [200, {}, false],
    [400, {}, false],
    [401, {}, true],
    [403, {}, true],
    [404, {}, false],
    [429, {}, true],
    [429, { 'x-ratelimit-scope': 'user' }, true],
    [429, { 'x-ratelimit-scope': 'shared' }, false],
  ])('%d %j: %s', (status, headers, expected) => {
    expect(isInvalid(answer(status, {}, headers))).toBe(expected);
  });
});

describe('emptyBucketMs', () => {
  it.each([
    [{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset-after': '4.0001' }, 4001],
    [{ 'x-ratelimit-remaining': '1', 'x-ratelimit-reset-after': '4' }, undefined],
    [{ 'x-ratelimit-remaining': '0' }, undefined],
    [{}, undefined],
  ])('%j: %s', (headers, expected) => {
    expect(emptyBucketMs(new Headers(headers))).toBe(expected);
  });
});
