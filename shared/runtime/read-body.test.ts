import { describe, expect, it } from 'vitest';
import { readBody } from './read-body.ts';

const streamOf = (...chunks: string[]) => new Blob(chunks).stream();

describe('readBody', () => {
  it('gives the bytes as they came', async () => {
    const body = await readBody(streamOf('{"a":', '"ü"}'), 64);
    expect(body && new TextDecoder().decode(body)).toBe('{"a":"ü"}');
    expect(await readBody(null, 64)).toHaveLength(0);
  });

  it('takes exactly so many bytes and not one more', async () => {
    expect(await readBody(streamOf('x'.repeat(64)), 64)).toHaveLength(64);
    expect(await readBody(streamOf('x'.repeat(65)), 64)).toBeUndefined();
  });

  it('stops reading a body without end', async () => {
    let given = 0;
    async function* endless() {
      for (;;) {
        given++;
        yield new Uint8Array(10);
      }
    }
    expect(await readBody(endless(), 64)).toBeUndefined();
    expect(given).toBe(7);
  });
});
