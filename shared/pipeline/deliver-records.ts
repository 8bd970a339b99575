import { z } from 'zod';
import type { Address } from '../domain/account/delivery-id.ts';
import { type Destination, destinationSchema } from '../messages/messages.ts';
import type { Documents, Key } from '../ports/documents.ts';

/** That a message stands in Discord. Key: id = delivery id, partition = signal id. */
export const deliveryRecordSchema = z.object({
  signalId: z.string().min(1).max(64),
  destination: destinationSchema,
  /** Where it stands: the channel itself, or the direct-message channel with the user. */
  channelId: z.string().regex(/^\d{1,20}$/),
  messageId: z.string().regex(/^\d{1,20}$/),
  /** Epoch ms. */
  deliveredAt: z.number().int(),
});
export type DeliveryRecord = z.infer<typeof deliveryRecordSchema>;

/** What we know of one destination. Key: see {@link destinationKey}. */
export const destinationRecordSchema = z.object({
  /** The direct-message channel with a user, kept because opening one is tightly limited. */
  dmChannelId: z
    .string()
    .regex(/^\d{1,20}$/)
    .optional(),
  /** Discord said that sending there never works; `code` is its JSON error code, `at` epoch ms. */
  disabled: z.object({ code: z.number().int(), reason: z.string().max(200), at: z.number().int() }).optional(),
});
export type DestinationRecord = z.infer<typeof destinationRecordSchema>;

export const addressOf = (destination: Destination): Address =>
  destination.kind === 'channel'
    ? { kind: 'channel', id: destination.channelId }
    : { kind: 'user', id: destination.userId };

/** Id and partition alike, e.g. `user-80351110224678912`. */
export const destinationKey = (destination: Destination): Key => {
  const { kind, id } = addressOf(destination);
  return { id: `${kind}-${id}`, partition: `${kind}-${id}` };
};

export type Destinations = Documents<DestinationRecord>;

const MAX_ATTEMPTS = 5;

/** Changes what we know of a destination, whoever else does so at the same time. Throws when others win five times over. */
export const updateDestination = async (
  destinations: Destinations,
  destination: Destination,
  change: (record: DestinationRecord) => DestinationRecord,
): Promise<void> => {
  const key = destinationKey(destination);
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const stored = await destinations.read(key);
    const written = stored
      ? await destinations.replace(key, change(stored.value), stored.etag)
      : await destinations.create(key, change({}));
    if (written === 'replaced' || written === 'created') return;
  }
  throw new Error(`Destination ${key.id} kept changing under ${MAX_ATTEMPTS} attempts to write it`);
};

/** A channel serves everyone and its permissions get repaired: it is tried again after this long. A user is not. */
const CHANNEL_PAUSE_MS = 15 * 60_000;

/** Whether a destination is to be left alone at `now` (epoch ms). */
export const isDisabled = ({ disabled }: DestinationRecord, { kind }: Destination, now: number): boolean =>
  disabled !== undefined && (kind === 'user' || now - disabled.at < CHANNEL_PAUSE_MS);

/** Lets a destination be tried again: it worked, or its owner asked for it. */
export const enableDestination = (destinations: Destinations, destination: Destination): Promise<void> =>
  updateDestination(destinations, destination, ({ disabled: _disabled, ...rest }) => rest);
