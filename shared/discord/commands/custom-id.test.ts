import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { customIdOf, partsOf } from './custom-id.ts';

describe('customIdOf', () => {
  it('can be taken apart again', () => {
    const part = fc.string({ minLength: 1, maxLength: 40 }).filter((text) => !text.includes(':'));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 2 }), (parts) => {
        const customId = customIdOf('mute', parts);
        expect(customId && partsOf(customId)).toEqual({ name: 'mute', parts });
      }),
    );
  });

  it.each([
    ['is longer than Discord takes', ['e'.repeat(64), 's'.repeat(64)]],
    ['holds the separator', ['a:b']],
    ['is empty', ['']],
  ])('is none when a part %s', (_, parts) => {
    expect(customIdOf('mute', parts)).toBeUndefined();
  });
});
