import type { User } from '../../domain/account/account.ts';
import { channelsFor } from '../../domain/account/channels.ts';
import { deliveryIdOf } from '../../domain/account/delivery-id.ts';
import { type Stale, staleness } from '../../domain/account/freshness.ts';
import { wantsSignal } from '../../domain/account/wants-signal.ts';
import type { Signal } from '../../domain/signal/signal.ts';
import type { Destination } from '../../messages/messages.ts';
import type { Documents, Page } from '../../ports/documents.ts';
import { addressOf, type DeliveryRecord, type Destinations, destinationKey, isDisabled } from '../deliver-records.ts';
import { type FanOutDeps, plan } from '../fan-out-alert.ts';
import { type FindSignalDeps, findSignal } from './find-signal.ts';

export interface ResendDeps extends FindSignalDeps, Pick<FanOutDeps, 'now' | 'queue' | 'channels' | 'telemetry'> {
  readonly deliveries: Documents<DeliveryRecord>;
  readonly destinations: Destinations;
  readonly users: Documents<User>;
}

/** Why an alert is not sent again. */
export type NotResent =
  /** Every stage would drop it, as it drops every alert that came late. */
  | { readonly kind: 'stale'; readonly stale: Stale; readonly ageMs: number }
  | { readonly kind: 'delivered'; readonly at: number }
  /** Discord said that sending there never works. */
  | { readonly kind: 'disabled'; readonly reason: string }
  /** The user's tier or settings, named as the fan-out counts them. */
  | { readonly kind: 'unwanted'; readonly reason: string }
  /** This channel does not carry alerts of that type and level, or was not told what a Reversal takes back. */
  | { readonly kind: 'not-for-it' };

export interface Resent {
  readonly signal: Signal;
  /** Where it is delivered already: it is not delivered there again. */
  readonly delivered: { readonly channels: number; readonly users: number };
  /** Undefined: everybody who ought to get it. */
  readonly to: Destination | undefined;
  /** Absent when it is on its way, or would be. */
  readonly refused?: NotResent;
}

/**
 * Sends an alert again to those who did not get it: by the fan-out, which looks anew at who wants it now, or to one destination. That
 * one's cooldown does not count, its tier and settings do. Where it was delivered it is dropped as it is with every repeat.
 * @param to one of our channels or a user, by Discord's id
 * @throws when there is no such signal or destination
 */
export async function resend(
  deps: ResendDeps,
  {
    signalId,
    to: id,
    dryRun,
  }: { readonly signalId: string; readonly to: string | undefined; readonly dryRun: boolean },
): Promise<Resent> {
  const signal = await findSignal(deps, signalId);
  const user = id === undefined ? undefined : (await deps.users.read({ id, partition: id }))?.value;
  const to = id === undefined ? undefined : destinationOf(deps, id, user);
  const resent = { signal, to, delivered: await deliveredTo(deps, signalId) };
  const refused = await refusal(deps, signal, to, user);
  if (refused) return { ...resent, refused };
  if (!dryRun) await (to ? plan(deps, signal, to) : deps.queue.send('alerts', { v: 1, signal }));
  return resent;
}

function destinationOf({ channels }: ResendDeps, id: string, user: User | undefined): Destination {
  if (Object.values(channels).includes(id)) return { kind: 'channel', channelId: id };
  if (user) return { kind: 'user', userId: id };
  const named = Object.entries(channels).map(([name, channelId]) => `${channelId} (#${name})`);
  throw new Error(`${id} is neither a user that we know nor one of our channels: ${named.join(', ')}.`);
}

async function refusal(
  deps: ResendDeps,
  signal: Signal,
  to: Destination | undefined,
  user: User | undefined,
): Promise<NotResent | undefined> {
  const now = deps.now();
  const stale = staleness(signal, now);
  if (stale) return { kind: 'stale', stale, ageMs: now - signal.detectedAt };
  if (!to) return undefined;
  const delivery = await deliveryTo(deps, signal.id, to);
  if (delivery) return { kind: 'delivered', at: delivery.deliveredAt };
  const known = (await deps.destinations.read(destinationKey(to)))?.value ?? {};
  if (isDisabled(known, to, now)) return { kind: 'disabled', reason: known.disabled?.reason ?? '' };
  if (signal.type === 'Reversal') return (await wasTold(deps, signal, to)) ? undefined : { kind: 'not-for-it' };
  if (to.kind === 'channel') return isFor(deps, signal, to.channelId) ? undefined : { kind: 'not-for-it' };
  const wants = user && wantsSignal(user, signal, now);
  return wants?.wants === false ? { kind: 'unwanted', reason: wants.reason } : undefined;
}

const isFor = ({ channels }: ResendDeps, signal: Signal, channelId: string): boolean =>
  channelsFor(signal).some((name) => channels[name] === channelId);

/** A Reversal is for those who were sent what it takes back. */
async function wasTold(deps: ResendDeps, { reverses = [] }: Signal, to: Destination): Promise<boolean> {
  const told = await Promise.all(reverses.map((id) => deliveryTo(deps, id, to)));
  return told.some((delivery) => delivery !== undefined);
}

const deliveryTo = async ({ deliveries }: ResendDeps, signalId: string, to: Destination) =>
  (await deliveries.read({ id: deliveryIdOf(signalId, addressOf(to)), partition: signalId }))?.value;

const PAGE_SIZE = 200;

async function deliveredTo({ deliveries }: ResendDeps, signalId: string): Promise<Resent['delivered']> {
  let [channels, users] = [0, 0];
  let after: string | undefined;
  do {
    const { items, next }: Page<DeliveryRecord> = await deliveries.list(signalId, { limit: PAGE_SIZE, after });
    const toChannels = items.filter(({ value }) => value.destination.kind === 'channel').length;
    channels += toChannels;
    users += items.length - toChannels;
    after = next;
  } while (after !== undefined);
  return { channels, users };
}
