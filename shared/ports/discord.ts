import type {
  RESTPatchAPIWebhookWithTokenMessageJSONBody,
  RESTPostAPIChannelMessageJSONBody,
} from 'discord-api-types/v10';

/** How a call to Discord ended. A refused token, a body that Discord finds invalid and an unreadable success throw. */
export type DiscordResult<T> =
  | { readonly kind: 'ok'; readonly value: T }
  /** A limit, ours or Discord's: put the message back for that long. */
  | { readonly kind: 'retry'; readonly afterMs: number; readonly reason: string }
  /** Discord is down (5xx, time-out, broken connection): put the message back for that long; it may stand in Discord already. */
  | { readonly kind: 'unavailable'; readonly afterMs: number }
  /** It will never work: disable the destination. `code` is Discord's JSON error code. */
  | { readonly kind: 'permanent'; readonly code: number; readonly reason: string };

/** The part of Discord's REST API that delivery needs, within route and global limits shared by all instances. */
export interface Discord {
  /** Posts to a channel. The body carries a content-derived nonce with `enforce_nonce`. */
  createMessage(
    channelId: string,
    body: RESTPostAPIChannelMessageJSONBody,
  ): Promise<DiscordResult<{ messageId: string }>>;
  /** The direct-message channel with a user. */
  openDirectMessage(userId: string): Promise<DiscordResult<{ channelId: string }>>;
}

/** The answers to interactions, which stand outside of the bot's limits. */
export interface InteractionReplies {
  /** Gives the answer to an interaction that was promised one. The token is its key: it stands in no log and no error. */
  editOriginal(token: string, body: RESTPatchAPIWebhookWithTokenMessageJSONBody): Promise<DiscordResult<undefined>>;
  /** Whether the promised answer was given; false while the person reads "thinking…". */
  isAnswered(token: string): Promise<DiscordResult<boolean>>;
}
