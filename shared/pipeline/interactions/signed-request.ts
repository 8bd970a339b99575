import type { Clock } from '../../ports/clock.ts';
import type { VerifySignature } from '../../ports/signatures.ts';

/** A request of Discord's as it came. */
export interface SignedRequest {
  /** The raw body; undefined when it was longer than {@link MOST_BODY_BYTES}. */
  readonly body: Uint8Array | undefined;
  /** Header `X-Signature-Ed25519`. */
  readonly signature: string | null;
  /** Header `X-Signature-Timestamp`, seconds. */
  readonly timestamp: string | null;
}

export const MOST_BODY_BYTES = 64 * 1024;
/** Older requests are replays; so far ahead, no clock goes wrong by itself. */
const MOST_AGE_MS = 5 * 60_000;
const MOST_AHEAD_MS = MOST_AGE_MS;

const SIGNATURE = /^[0-9a-f]{128}$/i;
const TIMESTAMP = /^\d{1,13}$/;

type Signed =
  | { readonly kind: 'signed'; readonly json: unknown }
  /** `error` says why in one word. */
  | { readonly kind: 'refused'; readonly status: number; readonly error: string };

/**
 * What a request of Discord's says. The checks come in the order of their cost, so that what is forged is turned away for less than
 * what is answered costs.
 */
export async function readSigned(
  { verify, wall }: { readonly verify: VerifySignature; readonly wall: Clock },
  { body, signature, timestamp }: SignedRequest,
): Promise<Signed> {
  if (body === undefined) return refused(413, 'too-large');
  if (!signature || !timestamp || !SIGNATURE.test(signature) || !TIMESTAMP.test(timestamp))
    return refused(401, 'unsigned');
  const age = wall() - Number(timestamp) * 1000;
  if (age > MOST_AGE_MS || age < -MOST_AHEAD_MS) return refused(401, 'stale');
  if (!(await verify(body, { signature, timestamp }))) return refused(401, 'bad-signature');
  const json = parseJson(body);
  return json === undefined ? refused(400, 'not-json') : { kind: 'signed', json };
}

const refused = (status: number, error: string): Signed => ({ kind: 'refused', status, error });

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}
