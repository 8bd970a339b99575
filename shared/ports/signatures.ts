/**
 * Whether a request's body was signed by Discord for this app: Ed25519 over the time stamp and the raw bytes. Never throws: what
 * is no signature verifies nothing.
 */
export type VerifySignature = (
  body: Uint8Array,
  signature: { readonly signature: string; readonly timestamp: string },
) => Promise<boolean>;
