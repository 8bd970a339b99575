import { createHash } from 'node:crypto';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Where a message goes: `id` is Discord's id of the channel or of the user. */
export interface Address {
  readonly kind: 'channel' | 'user';
  readonly id: string;
}

/** Identity of one signal at one destination: 32 hex digits, the same on every repeat. */
export const deliveryIdOf = (signalId: string, { kind, id }: Address): string =>
  sha256(`${signalId}|${kind}|${id}`).slice(0, 32);

/** Discord's limit on a nonce is 25 characters. */
const NONCE_LENGTH = 25;

/** The nonce by which Discord knows a repeated message again; the destination is part of the delivery's id. */
export const nonceOf = (deliveryId: string): string => sha256(deliveryId).slice(0, NONCE_LENGTH);
