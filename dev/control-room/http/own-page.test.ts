import { describe, expect, it } from 'vitest';
import { foreignSender } from './own-page.ts';

const OWN = { host: 'localhost:7071', origin: 'http://localhost:7071', 'sec-fetch-site': 'same-origin' };

describe('foreignSender', () => {
  it('lets the room’s own page act, under any name of this machine', () => {
    expect(foreignSender(OWN)).toBeUndefined();
    expect(foreignSender({ host: '127.0.0.1:7071', origin: 'http://127.0.0.1:7071' })).toBeUndefined();
    expect(foreignSender({ host: '[::1]:7071', origin: 'http://[::1]:7071' })).toBeUndefined();
  });

  it.each([
    ['another site', { ...OWN, origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' }],
    ['another port of this machine', { ...OWN, origin: 'http://localhost:3000', 'sec-fetch-site': 'same-site' }],
    ['a sandboxed frame', { ...OWN, origin: 'null' }],
    ['nobody who says so', { host: OWN.host }],
    ['a browser that says it is another site', { ...OWN, 'sec-fetch-site': 'cross-site' }],
    ['a name that was made to resolve to this machine', { host: 'evil.test', origin: 'http://evil.test' }],
    ['a host that is none', { host: ':::', origin: OWN.origin }],
  ])('refuses %s', (_, headers) => {
    expect(foreignSender(headers)).toContain('control room');
  });
});
