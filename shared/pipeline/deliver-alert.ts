import type { RESTPostAPIChannelMessageJSONBody } from 'discord-api-types/v10';
import { alertMessage } from '../discord/alert-embed.ts';
import { nonceOf } from '../domain/account/delivery-id.ts';
import { staleness } from '../domain/account/freshness.ts';
import type { Delivery } from '../messages/messages.ts';
import type { Clock } from '../ports/clock.ts';
import type { Discord, DiscordResult } from '../ports/discord.ts';
import type { Documents } from '../ports/documents.ts';
import type { Telemetry } from '../ports/telemetry.ts';
import {
  type DeliveryRecord,
  type DestinationRecord,
  type Destinations,
  destinationKey,
  enableDestination,
  isDisabled,
  updateDestination,
} from './deliver-records.ts';
import { CHANNEL_GONE, directMessageChannel, forgetIfGone } from './direct-messages.ts';
import { done, drop, later, type Outcome } from './outcome.ts';

export interface DeliverDeps {
  readonly now: Clock;
  readonly discord: Discord;
  readonly deliveries: Documents<DeliveryRecord>;
  readonly destinations: Destinations;
  readonly telemetry: Telemetry;
}

type Posted = { readonly channelId: string; readonly messageId: string };
type Permanent = Extract<DiscordResult<never>, { kind: 'permanent' }>;

const UNAVAILABLE = 'discord-unavailable';

/**
 * Sends one signal to one destination, once. A crash between any two lines repeats with the same nonce, by which Discord
 * answers with the message it already has; after the record stands, a repeat drops. A repeat so late that Discord may have
 * forgotten the nonce, such as that of an instance which died with the message in hand, finds the alert too old. While Discord is down the message goes back again and again, for as
 * long as the alert is news: an outage costs no alert that outlives it. Only an answer that was lost, followed by an outage longer
 * than Discord remembers a nonce (some minutes), could double a message, which is better than to lose it.
 */
export const deliverAlert = async (deps: DeliverDeps, delivery: Delivery): Promise<Outcome> => {
  if (await deps.deliveries.read(recordKey(delivery))) return dropped(deps, delivery, 'already-delivered');
  const now = deps.now();
  const stale = staleness(delivery.signal, now);
  if (stale) return dropped(deps, delivery, stale);
  const known = (await deps.destinations.read(destinationKey(delivery.destination)))?.value ?? {};
  if (isDisabled(known, delivery.destination, now)) return dropped(deps, delivery, 'destination-disabled');

  const posted = await post(deps, delivery, known).catch((error: unknown) => {
    // A defect of ours or a refused token: tried again, and then given up. Those who wait for the alert have none either way.
    deps.telemetry.count('delivery_failures', 1, { reason: 'error' });
    throw error;
  });
  switch (posted.kind) {
    case 'ok':
      if (known.disabled) await enableDestination(deps.destinations, delivery.destination);
      return delivered(deps, delivery, posted.value);
    case 'retry':
      return later(posted.afterMs, posted.reason);
    case 'unavailable':
      deps.telemetry.count('delivery_failures', 1, { reason: UNAVAILABLE });
      return later(spread(posted.afterMs, delivery.deliveryId), UNAVAILABLE);
    case 'permanent':
      return refused(deps, delivery, known, posted);
  }
};

/** A wait of up to half as much again, by content: what failed together does not come back together. */
const spread = (ms: number, deliveryId: string): number =>
  Math.round(ms * (1 + (Number.parseInt(deliveryId.slice(0, 4), 16) || 0) / 0x2_00_00));

const recordKey = ({ deliveryId, signal }: Delivery) => ({ id: deliveryId, partition: signal.id });

const dropped = ({ telemetry }: DeliverDeps, { deliveryId, signal }: Delivery, reason: string): Outcome => {
  telemetry.info('delivery_dropped', { signalId: signal.id, deliveryId, nonce: nonceOf(deliveryId), reason });
  return drop(reason);
};

const messageFor = ({ deliveryId, signal }: Delivery, now: number): RESTPostAPIChannelMessageJSONBody => ({
  ...alertMessage(signal, now),
  nonce: nonceOf(deliveryId),
  enforce_nonce: true,
});

const post = async (
  deps: DeliverDeps,
  delivery: Delivery,
  known: DestinationRecord,
): Promise<DiscordResult<Posted>> => {
  const channel = await channelOf(deps, delivery, known);
  if (channel.kind !== 'ok') return channel;
  const { channelId } = channel.value;
  const sent = await deps.discord.createMessage(channelId, messageFor(delivery, deps.now()));
  return sent.kind === 'ok' ? { kind: 'ok', value: { channelId, messageId: sent.value.messageId } } : sent;
};

/** The channel to post to: itself, or that of direct messages. */
const channelOf = async (
  deps: DeliverDeps,
  { destination }: Delivery,
  known: DestinationRecord,
): Promise<DiscordResult<{ channelId: string }>> =>
  destination.kind === 'channel'
    ? { kind: 'ok', value: { channelId: destination.channelId } }
    : directMessageChannel(deps, destination.userId, known);

const delivered = async (deps: DeliverDeps, delivery: Delivery, posted: Posted): Promise<Outcome> => {
  const { signal, destination, deliveryId } = delivery;
  const { kind } = destination;
  const deliveredAt = deps.now();
  // 'exists' means that a repeat ran beside us and posted the same message under the same nonce.
  await deps.deliveries.create(recordKey(delivery), { signalId: signal.id, destination, ...posted, deliveredAt });
  deps.telemetry.count('alerts_delivered', 1, { kind });
  const latencyMs = deliveredAt - signal.detectedAt;
  deps.telemetry.observe('alert_latency_ms', latencyMs, { kind });
  deps.telemetry.info('alert_delivered', {
    signalId: signal.id,
    deliveryId,
    kind,
    latencyMs,
    nonce: nonceOf(deliveryId),
  });
  return done();
};

const refused = async (
  deps: DeliverDeps,
  delivery: Delivery,
  known: DestinationRecord,
  { code, reason }: Permanent,
): Promise<Outcome> => {
  const { destination } = delivery;
  deps.telemetry.count('delivery_failures', 1, { reason: String(code) });
  if (destination.kind === 'user' && (await forgetIfGone(deps, destination.userId, known, code)))
    return later(CHANNEL_GONE.afterMs, CHANNEL_GONE.reason);
  const disabled = { code, reason: reason.slice(0, 200), at: deps.now() };
  await updateDestination(deps.destinations, destination, (record) => ({ ...record, disabled }));
  // A channel that is lost is lost to all its readers.
  deps.telemetry[destination.kind === 'channel' ? 'error' : 'warn']('destination_disabled', {
    destination: destinationKey(destination).id,
    code,
    reason,
  });
  return dropped(deps, delivery, 'destination-disabled');
};
