import type { MessageForm } from './form.ts';

const DISCORD_EPOCH = 1_420_070_400_000n;
const MOST_MESSAGES_PER_CHANNEL = 50;
const MOST_MESSAGES = 5_000;

export interface Channel {
  readonly id: string;
  readonly kind: 'guild' | 'dm';
  /** The channel's name, or the recipient's. */
  readonly name: string;
  /** Of a direct-message channel. */
  readonly userId?: string;
}

/** A message as Discord answers it; its body's parts as they were sent. */
export interface Message {
  readonly id: string;
  readonly channel_id: string;
  readonly content: string;
  readonly embeds: readonly unknown[];
  readonly components: readonly unknown[];
  readonly timestamp: string;
  readonly nonce?: string | number;
  readonly [field: string]: unknown;
}

export interface Store {
  channel(id: string): Channel | undefined;
  /** A channel of the guild is new, or goes by another name. */
  keepGuildChannel(channel: { readonly id: string; readonly name: string }): void;
  /** The channel with that user, opened at first; the same one ever after. */
  directMessages(userId: string, name: string): Channel;
  /** That channel, if it was opened. */
  directMessagesOf(userId: string): Channel | undefined;
  /** Stores a message and forgets the oldest beyond the bounds. */
  add(channel: Channel, form: MessageForm): Message;
  /** Newest first. */
  messages(channelId: string): readonly Message[];
  nextId(): string;
}

/** Ids of Discord's form: ms since its epoch, then a counter. Unique for 4 million a millisecond. */
const createIds = (now: () => number) => {
  let counter = 0n;
  return (): string => {
    counter = (counter + 1n) % (1n << 22n);
    return String(((BigInt(Math.floor(now())) - DISCORD_EPOCH) << 22n) | counter);
  };
};

/** Channels and messages in memory, bounded. */
export const createStore = (
  now: () => number,
  channels: readonly { readonly id: string; readonly name: string }[],
  author: object,
): Store => {
  const nextId = createIds(now);
  const byId = new Map<string, Channel>(channels.map(({ id, name }) => [id, { id, name, kind: 'guild' }]));
  const byUser = new Map<string, Channel>();
  const messages = new Map<string, Message[]>();
  const order: Message[] = [];

  const forget = (oldest: Message | undefined): void => {
    const inChannel = messages.get(oldest?.channel_id ?? '');
    if (inChannel && inChannel[0] === oldest) inChannel.shift();
  };

  const keep = (message: Message): void => {
    const inChannel = messages.get(message.channel_id) ?? [];
    messages.set(message.channel_id, inChannel);
    inChannel.push(message);
    if (inChannel.length > MOST_MESSAGES_PER_CHANNEL) inChannel.shift();
    order.push(message);
    if (order.length > MOST_MESSAGES) forget(order.shift());
  };

  return {
    nextId,
    channel: (id) => byId.get(id),
    keepGuildChannel: ({ id, name }) => {
      byId.set(id, { id, name, kind: 'guild' });
    },
    directMessagesOf: (userId) => byUser.get(userId),
    directMessages: (userId, name) => {
      const known = byUser.get(userId);
      if (known) return known;
      const channel: Channel = { id: nextId(), kind: 'dm', name, userId };
      byUser.set(userId, channel);
      byId.set(channel.id, channel);
      return channel;
    },
    add: (channel, form) => {
      const message: Message = {
        id: nextId(),
        channel_id: channel.id,
        type: 0,
        author,
        content: typeof form.content === 'string' ? form.content : '',
        embeds: Array.isArray(form.embeds) ? form.embeds.map((embed) => ({ type: 'rich', ...embed })) : [],
        components: Array.isArray(form.components) ? form.components : [],
        attachments: [],
        mentions: [],
        mention_roles: [],
        mention_everyone: false,
        pinned: false,
        tts: false,
        flags: typeof form.flags === 'number' ? form.flags : 0,
        timestamp: new Date(now()).toISOString(),
        edited_timestamp: null,
        ...(typeof form.nonce === 'string' || typeof form.nonce === 'number' ? { nonce: form.nonce } : {}),
      };
      keep(message);
      return message;
    },
    messages: (channelId) => messages.get(channelId)?.toReversed() ?? [],
  };
};
