import { describe, expect, it } from 'vitest';
import { decodeMessage } from './queue-message.ts';

describe('decodeMessage', () => {
  it('leaves plain text alone and decodes Base64', () => {
    expect(decodeMessage('eyJhIjoxfQ==', 'none')).toBe('eyJhIjoxfQ==');
    expect(decodeMessage('eyJhIjoxfQ==', 'base64')).toBe('{"a":1}');
    expect(decodeMessage(Buffer.from('Žižkov ⚽').toString('base64'), 'base64')).toBe('Žižkov ⚽');
  });

  it.each(['{"a":1}', 'abc', '/w=='])('refuses %s, which is no text in Base64', (body) => {
    expect(() => decodeMessage(body, 'base64')).toThrow();
  });
});
