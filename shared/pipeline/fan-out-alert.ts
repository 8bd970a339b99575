import pLimit from 'p-limit';
import type { User } from '../domain/account/account.ts';
import { type ChannelName, channelsFor } from '../domain/account/channels.ts';
import type { Cooldown } from '../domain/account/cooldown.ts';
import { deliveryIdOf, nonceOf } from '../domain/account/delivery-id.ts';
import { staleness } from '../domain/account/freshness.ts';
import { wantsSignal } from '../domain/account/wants-signal.ts';
import type { Signal } from '../domain/signal/signal.ts';
import type { Alert, Destination } from '../messages/messages.ts';
import type { Clock } from '../ports/clock.ts';
import type { Documents } from '../ports/documents.ts';
import type { MessageSender } from '../ports/queue.ts';
import type { Telemetry } from '../ports/telemetry.ts';
import { addressOf, type DeliveryRecord } from './deliver-records.ts';
import { claimCooldown, claimReceiver } from './fan-out-cooldown.ts';
import {
  type FanOutCursor,
  formatCursor,
  parseCursor,
  type SentCursor,
  type WatchersCursor,
} from './fan-out-cursor.ts';
import { type Watchers, watchersPage } from './fan-out-watchers.ts';
import { done, drop, type Outcome, reject } from './outcome.ts';

export interface FanOutDeps {
  readonly now: Clock;
  readonly queue: MessageSender;
  /** Discord channel ids. */
  readonly channels: Readonly<Record<ChannelName, string>>;
  readonly watchers: Watchers;
  readonly cooldowns: Documents<Cooldown>;
  readonly deliveries: Documents<DeliveryRecord>;
  readonly telemetry: Telemetry;
}

const START: WatchersCursor = { list: 'league', after: undefined };
const FIRST_SENT: SentCursor = { list: 'sent', of: 0, after: undefined };
const PAGE_SIZE = 100;
/** Users of one page whose claims and messages are under way at once. */
const AT_ONCE = 16;

/** One page: who may get the signal, and where the next page begins. */
interface Candidates {
  readonly destinations: readonly Destination[];
  readonly users: readonly User[];
  readonly next: FanOutCursor | undefined;
  /** Where a destination may stand in several lists: the signal of whose receivers this page is. */
  readonly receiversOf?: string | undefined;
}

/**
 * Sends one page of a signal's deliveries to their queue, then the next page's message to its own. In that order: a crash before
 * the next page is sent repeats this page, whose deliveries carry the same ids; none is lost. Sending the next page first would
 * let every retry of this one start another chain of all that follow.
 */
export const fanOutAlert = async (deps: FanOutDeps, { signal, after }: Alert): Promise<Outcome> => {
  const stale = staleness(signal, deps.now());
  if (stale) return drop(stale);
  if (signal.type === 'Reversal' && signal.reverses === undefined) return reject('reversal-of-nothing');
  const page = await pageAt(deps, signal, after);
  if (!page) return reject('unknown-cursor');

  await together([
    ...page.destinations.map((destination) => () => planOnce(deps, signal, destination, page.receiversOf)),
    ...page.users.map((user) => () => planForUser(deps, signal, user)),
  ]);
  if (page.next) await deps.queue.send('alerts', { v: 1, signal, after: formatCursor(page.next) });
  return done();
};

/** The page at a cursor, the first one without; undefined when this signal is not sent by a list that the cursor could mean. */
const pageAt = async (deps: FanOutDeps, signal: Signal, after: string | undefined): Promise<Candidates | undefined> => {
  if (signal.type !== 'Reversal') {
    if (after === undefined)
      return { ...(await watching(deps, signal, START)), destinations: channelDestinations(deps, signal) };
    const cursor = parseCursor(after);
    return cursor && cursor.list !== 'sent' ? watching(deps, signal, cursor) : undefined;
  }
  const cursor = after === undefined ? FIRST_SENT : parseCursor(after);
  return cursor?.list === 'sent' ? receivers(deps, signal, cursor) : undefined;
};

/** Those who watch the league. */
const watching = async (deps: FanOutDeps, signal: Signal, cursor: WatchersCursor): Promise<Candidates> => ({
  destinations: [],
  ...(await watchersPage(deps.watchers, signal.event.league, cursor, PAGE_SIZE)),
});

const channelDestinations = ({ channels }: FanOutDeps, signal: Signal): readonly Destination[] =>
  [...new Set(channelsFor(signal).map((name) => channels[name]))].map((channelId) => ({ kind: 'channel', channelId }));

/**
 * For a signal that takes others back: exactly those who were sent one of them, signal by signal. An alert that rose a level was
 * told twice, and not to the same; who got both stands in both lists and is planned from one of them.
 */
const receivers = async (
  { deliveries }: FanOutDeps,
  { reverses = [] }: Signal,
  { of, after }: SentCursor,
): Promise<Candidates | undefined> => {
  const reversed = reverses[of];
  if (reversed === undefined) return undefined;
  const page = await deliveries.list(reversed, { limit: PAGE_SIZE, after });
  const isLast = of + 1 >= reverses.length;
  return {
    destinations: page.items.map((item) => item.value.destination),
    users: [],
    receiversOf: reverses.length > 1 ? reversed : undefined,
    next:
      page.next !== undefined
        ? { list: 'sent', of, after: page.next }
        : isLast
          ? undefined
          : { list: 'sent', of: of + 1, after: undefined },
  };
};

/** Plans what no other list has planned. */
const planOnce = async (
  deps: FanOutDeps,
  signal: Signal,
  destination: Destination,
  receiversOf: string | undefined,
): Promise<void> => {
  const deliveryId = deliveryIdOf(signal.id, addressOf(destination));
  const request = { deliveryId, receiversOf, now: deps.now() };
  if (await claimReceiver(deps.cooldowns, request)) await plan(deps, signal, destination);
};

const planForUser = async (deps: FanOutDeps, signal: Signal, user: User): Promise<void> => {
  const now = deps.now();
  const wanted = wantsSignal(user, signal, now);
  if (!wanted.wants) return skip(deps, wanted.reason);
  const request = { userId: user.id, signalId: signal.id, now, minutes: user.cooldownMinutes };
  if (!(await claimCooldown(deps.cooldowns, request))) return skip(deps, 'cooldown');
  await plan(deps, signal, { kind: 'user', userId: user.id });
};

const skip = ({ telemetry }: FanOutDeps, reason: string): void => telemetry.count('watch_skipped', 1, { reason });

/** Sends one signal's delivery to one destination to its queue. */
export const plan = async (
  { queue, telemetry }: Pick<FanOutDeps, 'queue' | 'telemetry'>,
  signal: Signal,
  destination: Destination,
): Promise<void> => {
  const deliveryId = deliveryIdOf(signal.id, addressOf(destination));
  // Before the message is sent, so that whatever reaches Discord was planned.
  telemetry.info('delivery_planned', { signalId: signal.id, deliveryId, nonce: nonceOf(deliveryId), ...destination });
  await queue.send('deliveries', { v: 1, deliveryId, destination, signal });
  telemetry.count('deliveries_planned', 1, { kind: destination.kind });
};

/** Does all, a bounded number at once, and fails only after each had its chance: one failure holds up nobody else. */
const together = async (tasks: readonly (() => Promise<void>)[]): Promise<void> => {
  const limit = pLimit(AT_ONCE);
  const results = await Promise.allSettled(tasks.map((task) => limit(task)));
  const failures = results.filter((result) => result.status === 'rejected');
  if (failures.length === 0) return;
  throw new Error(`${failures.length} of ${tasks.length} deliveries could not be planned`, {
    cause: failures[0]?.reason,
  });
};
