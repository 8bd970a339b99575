import { webcrypto } from 'node:crypto';
import { verifyKey } from 'discord-interactions';
import type { VerifySignature } from '../../ports/signatures.ts';

/** @param publicKey 64 hex digits, from the Discord developer portal. It is read once: that costs as much as a check. */
export function discordSignature(publicKey: string): VerifySignature {
  let key: ReturnType<typeof importKey> | undefined;
  return async (body, { signature, timestamp }) => {
    key ??= importKey(publicKey);
    return verifyKey(body, signature, timestamp, await key);
  };
}

const importKey = (publicKey: string) =>
  webcrypto.subtle.importKey('raw', Buffer.from(publicKey, 'hex'), { name: 'ed25519' }, false, ['verify']);
