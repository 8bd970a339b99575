import { z } from 'zod';
import { fingerprintSchema, moveSchema } from '../domain/market/fingerprint-schema.ts';
import { marketTypeSchema, sportEventSchema } from '../domain/market/market.ts';
import { signalSchema } from '../domain/signal/signal.ts';
import { billingEventSchema } from './billing-event.ts';
import { deferredInteractionSchema } from './interaction.ts';

/** Queue `fingerprint-changes`: one transition of one market. */
const fingerprintChangeSchema = z.object({
  v: z.literal(1),
  /** Hash of event, market, previous and new fingerprint. */
  transitionId: z.string().min(1).max(64),
  event: sportEventSchema,
  market: marketTypeSchema,
  /** Consensus before this transition, in the units of `fairLine`. */
  previousConsensus: z.number(),
  fingerprint: fingerprintSchema,
  /** Recent moves of this market, oldest first, bounded in time and number. */
  moves: z.array(moveSchema).max(200),
  /** Standard deviations of results per √hour. */
  volatility: z.number().nonnegative().default(0),
  /** When the poll was read, epoch ms. */
  observedAt: z.number().int(),
});
export type FingerprintChange = z.infer<typeof fingerprintChangeSchema>;

/** Queue `alerts`: one signal to fan out, or the next page of its fan-out. */
export const alertSchema = z.object({
  v: z.literal(1),
  signal: signalSchema,
  /** Where the next page of users begins; absent for the channels and the first page. */
  after: z.string().max(64).optional(),
});
export type Alert = z.infer<typeof alertSchema>;

export const destinationSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('channel'), channelId: z.string().regex(/^\d{1,20}$/) }),
  z.object({ kind: z.literal('user'), userId: z.string().regex(/^\d{1,20}$/) }),
]);
export type Destination = z.infer<typeof destinationSchema>;

/** Queue `deliveries`: one signal to one destination. */
export const deliverySchema = z.object({
  v: z.literal(1),
  /** Hash of signal id and destination. */
  deliveryId: z.string().min(1).max(64),
  destination: destinationSchema,
  signal: signalSchema,
});
export type Delivery = z.infer<typeof deliverySchema>;

export const QUEUE_SCHEMAS = {
  'fingerprint-changes': fingerprintChangeSchema,
  alerts: alertSchema,
  deliveries: deliverySchema,
  interactions: deferredInteractionSchema,
  'billing-events': billingEventSchema,
} as const;

export type QueueName = keyof typeof QUEUE_SCHEMAS;
export type QueueMessages = { [Q in QueueName]: z.infer<(typeof QUEUE_SCHEMAS)[Q]> };
export const QUEUE_NAMES = Object.keys(QUEUE_SCHEMAS) as QueueName[];

/** Azure Storage takes 64 KiB; we stop well before, so that an envelope or an encoding never breaks a message. */
export const MAX_MESSAGE_BYTES = 48 * 1024;
