import { memoryDocuments } from '../../shared/adapters/memory/memory-documents.ts';
import { type MemoryQueues, memoryQueues } from '../../shared/adapters/memory/memory-queues.ts';
import { type RecordingTelemetry, recordingTelemetry } from '../../shared/adapters/telemetry/recording-telemetry.ts';
import { type User, userSchema } from '../../shared/domain/account/account.ts';
import type { Cooldown } from '../../shared/domain/account/cooldown.ts';
import { type Signal, signalSchema } from '../../shared/domain/signal/signal.ts';
import type { DeliverDeps } from '../../shared/pipeline/deliver-alert.ts';
import type { DeliveryRecord, DestinationRecord } from '../../shared/pipeline/deliver-records.ts';
import type { FanOutDeps } from '../../shared/pipeline/fan-out-alert.ts';
import type { Discord, DiscordResult } from '../../shared/ports/discord.ts';

export const DETECTED_AT = Date.parse('2026-11-15T15:00:00Z');
export const ALERTS_CHANNEL = '900000000000000001';
export const SHARP_CHANNEL = '900000000000000002';

/** A signal as detection raises it, two hours before its event. */
export const aSignal = (parts: Partial<Record<keyof Signal, unknown>> = {}): Signal =>
  signalSchema.parse({
    id: 'signal-1',
    transitionId: 'transition-1',
    type: 'SharpActivity',
    level: 'High',
    confidence: 0.86,
    basis: '3 of 4 alerts like this beat the close, n = 213',
    event: {
      id: 'event-1',
      league: 'americanfootball_nfl',
      leagueTitle: 'NFL',
      home: 'Miami Dolphins',
      away: 'Buffalo Bills',
      commenceTime: DETECTED_AT + 2 * 3_600_000,
    },
    market: 'spread',
    offer: { book: 'betrivers', outcome: 'home', point: 3.5, price: 1.95, since: DETECTED_AT - 720_000 },
    fairProbability: 0.547,
    edge: 0.066,
    suspect: false,
    move: { from: 3.4, to: 2.5, since: DETECTED_AT - 900_000, until: DETECTED_AT },
    evidence: {
      firstMovers: ['pinnacle'],
      confirming: ['draftkings', 'fanduel'],
      lagging: ['betrivers'],
      opposing: [],
      books: 9,
    },
    detectedAt: DETECTED_AT,
    ...parts,
  });

/** A Core user who watches everything, without cooldown. */
export const aUser = (id: string, parts: Partial<Record<keyof User, unknown>> = {}): User =>
  userSchema.parse({
    id,
    subscription: { status: 'active', tier: 'core' },
    watches: [{ id: 'w', leastLevel: 'Low' }],
    directMessages: true,
    cooldownMinutes: 0,
    ...parts,
  });

interface FakeDiscord extends Discord {
  /** What stands in Discord, in order: a repeated nonce adds nothing. */
  readonly messages: readonly { readonly channelId: string; readonly nonce: string }[];
  /** Next answers to give instead, oldest first. */
  readonly refusals: DiscordResult<never>[];
  readonly openedFor: string[];
}

/** Discord as delivery sees it: a nonce names one message, a user's direct-message channel is `7` and the user's id. */
const fakeDiscord = (): FakeDiscord => {
  const messages: { channelId: string; nonce: string }[] = [];
  const refusals: DiscordResult<never>[] = [];
  const openedFor: string[] = [];
  return {
    messages,
    refusals,
    openedFor,
    async createMessage(channelId, { nonce, enforce_nonce }) {
      const refusal = refusals.shift();
      if (refusal) return refusal;
      const known = enforce_nonce ? messages.findIndex((message) => message.nonce === String(nonce)) : -1;
      const index = known >= 0 ? known : messages.push({ channelId, nonce: String(nonce) }) - 1;
      return { kind: 'ok', value: { messageId: String(1000 + index) } };
    },
    async openDirectMessage(userId) {
      openedFor.push(userId);
      return { kind: 'ok', value: { channelId: `7${userId}` } };
    },
  };
};

export interface World extends FanOutDeps, DeliverDeps {
  readonly queue: MemoryQueues;
  readonly discord: FakeDiscord;
  readonly telemetry: RecordingTelemetry;
  /** Moves the clock; epoch ms. */
  setTime(time: number): void;
}

/** Everything that fan-out and delivery need, in memory, at the moment a signal was detected. */
export const makeWorld = (): World => {
  let time = DETECTED_AT;
  const now = () => time;
  return {
    now,
    setTime: (to) => {
      time = to;
    },
    queue: memoryQueues({ now, checkSize: true }),
    channels: { 'odds-alerts': ALERTS_CHANNEL, 'sharp-signals': SHARP_CHANNEL },
    watchers: memoryDocuments<User>({ now }),
    cooldowns: memoryDocuments<Cooldown>({ now }),
    deliveries: memoryDocuments<DeliveryRecord>({ now }),
    destinations: memoryDocuments<DestinationRecord>({ now }),
    discord: fakeDiscord(),
    telemetry: recordingTelemetry(),
  };
};

/** All items that are in a queue now, taken out of it. */
export const takeAll = <Q extends Parameters<MemoryQueues['take']>[0]>(queues: MemoryQueues, queue: Q) => {
  const taken: NonNullable<ReturnType<typeof queues.take<Q>>>[] = [];
  for (let message = queues.take(queue); message !== undefined; message = queues.take(queue)) taken.push(message);
  return taken;
};
