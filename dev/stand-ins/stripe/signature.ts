import { createHmac } from 'node:crypto';

/**
 * The header `Stripe-Signature` of a body: https://docs.stripe.com/webhooks#verify-manually.
 * @param at ms since the epoch
 */
export const signatureOf = (body: string, secret: string, at: number): string => {
  const seconds = Math.floor(at / 1000);
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
};
