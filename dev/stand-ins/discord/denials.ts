import { z } from 'zod';
import type { Reply } from '../reply.ts';
import { type DiscordErrorCode, errorReply, isDiscordErrorCode } from './errors.ts';

/** Channels and users that refuse us for good, by id. */
export interface Denials {
  /** From now on, messages to that channel or user get that error code (50001, 50007, 50013, 50278, 10003, …). */
  deny(id: string, code: number): void;
  allow(id: string): void;
  /** The refusal for the first of these ids that has one. */
  refusal(...ids: readonly (string | undefined)[]): Reply | undefined;
}

/** Throws an Error for a code that the stand-in does not know. */
export const createDenials = (): Denials => {
  const codes = new Map<string, DiscordErrorCode>();
  return {
    deny: (id, code) => {
      if (!isDiscordErrorCode(code)) throw new Error(`the stand-in has no Discord error code ${code}`);
      codes.set(id, code);
    },
    allow: (id) => {
      codes.delete(id);
    },
    refusal: (...ids) => {
      const code = ids.map((id) => (id === undefined ? undefined : codes.get(id))).find((found) => found !== undefined);
      return code === undefined ? undefined : errorReply(code);
    },
  };
};

/** Orders of the control path that concern denials; the rest of the order is handed back. */
const orderSchema = z.looseObject({
  deny: z.object({ id: z.string(), code: z.number().int() }).optional(),
  allow: z.object({ id: z.string() }).optional(),
});

/** Carries out `{"deny": {id, code}}` and `{"allow": {id}}`; answers what else the order says. */
export const takeDenials = (denials: Denials, order: unknown): unknown => {
  const { deny, allow, ...rest } = orderSchema.parse(order);
  if (deny) denials.deny(deny.id, deny.code);
  if (allow) denials.allow(allow.id);
  return rest;
};
