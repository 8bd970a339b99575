import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryCache } from '../shared/adapters/memory/memory-cache.ts';
import { receiveInteraction } from '../shared/pipeline/interactions/receive-interaction.ts';
import { MOST_BODY_BYTES, type SignedRequest } from '../shared/pipeline/interactions/signed-request.ts';
import type { Cache } from '../shared/ports/cache.ts';
import { readBody } from '../shared/runtime/read-body.ts';
import { createDoor } from './support/door.ts';
import { aCommand, createSigner } from './support/interactions.ts';

const NOTHING_KNOWN = { questionOf: () => undefined, typingOf: () => undefined };
const FORGERIES = 10_000;
const MINUTE = 60_000;

/** A request that Discord might send, and the good signature that it brings. */
type Valid = SignedRequest & { readonly body: Uint8Array };

const stranger = createSigner();
const hexDigit = fc.constantFrom(...'0123456789abcdef');

const flipBit = (bytes: Uint8Array, bit: number): Uint8Array => {
  const flipped = Uint8Array.from(bytes);
  const at = Math.floor(bit / 8) % bytes.length;
  flipped[at] = (flipped[at] ?? 0) ^ (1 << (bit % 8));
  return flipped;
};
const replaceAt = (text: string, at: number, digit: string): string =>
  `${text.slice(0, at)}${digit}${text.slice(at + 1)}`;

/** Every way to forge a request of which Discord's signer made one: what comes out is not what was signed. */
const forgeries = (valid: Valid, resign: (body: Uint8Array, at: number) => Valid): fc.Arbitrary<SignedRequest> => {
  const { body, signature, timestamp } = valid;
  const sig = signature ?? '';
  return fc.oneof(
    fc.constant(stranger.sign(body)),
    fc.nat(body.length * 8 - 1).map((bit) => ({ ...valid, body: flipBit(body, bit) })),
    fc
      .tuple(fc.nat(sig.length - 1), hexDigit)
      .filter(([at, digit]) => sig[at] !== digit)
      .map(([at, digit]) => ({ ...valid, signature: replaceAt(sig, at, digit) })),
    fc.integer({ min: 1, max: 250 }).map((seconds) => ({ ...valid, timestamp: String(Number(timestamp) - seconds) })),
    fc.integer({ min: 6, max: 1e6 }).map((minutes) => resign(body, Date.now() - minutes * MINUTE)),
    fc.integer({ min: 6, max: 1e6 }).map((minutes) => resign(body, Date.now() + minutes * MINUTE)),
    fc.nat(body.length - 1).map((length) => ({ ...valid, body: body.subarray(0, length) })),
    fc.nat(sig.length - 1).map((length) => ({ ...valid, signature: sig.slice(0, length) })),
    fc
      .string()
      .filter((text) => text !== sig)
      .map((text) => ({ ...valid, signature: text })),
    fc
      .string()
      .filter((text) => text !== timestamp)
      .map((text) => ({ ...valid, timestamp: text })),
    fc.constant({ ...valid, signature: null }),
    fc.constant({ ...valid, timestamp: null }),
    fc.integer({ min: 1, max: 1000 }).map((more) => ({ ...valid, body: Buffer.alloc(MOST_BODY_BYTES + more, 'x') })),
    fc.uint8Array({ maxLength: 2000 }).map((noise) => ({ ...valid, body: noise })),
    fc.constant(valid),
  );
};

/** How often anything behind the signature was asked. */
const counted = (cache: Cache) => {
  const calls: string[] = [];
  const spy = new Proxy(cache, {
    get: (target, name) => {
      calls.push(String(name));
      return Reflect.get(target, name);
    },
  });
  return { calls, spy };
};

describe('forged requests to the interactions endpoint', () => {
  it(`are all refused, ${FORGERIES} of every kind, and reach nothing behind the door`, async () => {
    const { calls, spy } = counted(memoryCache({ now: Date.now }));
    const door = createDoor(NOTHING_KNOWN, { cache: spy });
    const valid = door.signer.sign(JSON.stringify(aCommand('help')));
    expect(await receiveInteraction(door, valid)).toMatchObject({ status: 200 });
    calls.length = 0;

    const requests = fc.sample(forgeries(valid, door.signer.sign), { numRuns: FORGERIES, seed: 7 });
    const statuses = new Map<string, number>();
    for (const request of requests) {
      const body = await readBody(bytesOf(request.body), MOST_BODY_BYTES);
      const { status, body: answer } = await receiveInteraction(door, { ...request, body });
      const outcome = `${status} ${'error' in answer ? answer.error : 'answered'}`;
      statuses.set(outcome, (statuses.get(outcome) ?? 0) + 1);
    }

    expect([...statuses.keys()].sort()).toEqual([
      '401 bad-signature',
      '401 stale',
      '401 unsigned',
      '409 answered-before',
      '413 too-large',
    ]);
    expect([...statuses.values()].reduce((sum, count) => sum + count, 0)).toBe(FORGERIES);
    // Only what Discord did sign, sent once more, comes so far as to be looked up.
    expect(calls).toHaveLength(statuses.get('409 answered-before') ?? Number.NaN);
    expect(new Set(calls)).toEqual(new Set(['claim']));
    expect(door.telemetry.total('interactions_refused')).toBe(FORGERIES);
  });

  it('are refused with 400 when Discord signed what is no interaction', async () => {
    const door = createDoor(NOTHING_KNOWN);
    for (const body of ['', 'hello', '[]', '{"type":2}', '{"type":"1"}', Buffer.from([0xff, 0xfe])])
      expect(await receiveInteraction(door, door.signer.sign(body))).toMatchObject({ status: 400 });
  });
});

async function* bytesOf(body: Uint8Array | undefined): AsyncIterable<Uint8Array> {
  if (body) yield body;
}
