import { messageView } from './message-view.ts';
import { type AlertView, LIMITS, type Room } from './model.ts';

/** A message that the Discord stand-in stored, as far as the room looks at it. */
export interface PostedMessage {
  /** `name` of a guild's channel stands without `#`; `userId` is the recipient of a direct message. */
  readonly channel: { readonly kind: 'guild' | 'dm'; readonly name: string; readonly userId?: string };
  readonly message: {
    readonly id: string;
    readonly channel_id?: string;
    readonly content: string;
    readonly embeds: readonly unknown[];
    readonly components: readonly unknown[];
  };
  /** When it was stored, epoch ms on the room's clock. */
  readonly at: number;
}

const viewOf = ({ channel, message, at }: PostedMessage, imageOrigin?: string): AlertView => ({
  id: message.id,
  tab: channel.kind === 'dm' ? 'direct' : channel.name,
  recipient: channel.kind === 'dm' ? (channel.userId ?? channel.name) : undefined,
  at,
  ...messageView(message, imageOrigin),
});

/**
 * Folds one Discord message into the room. A message with a known id is the same message again: it changes nothing.
 * @param imageOrigin where its pictures may come from
 */
export const foldDiscordMessage = (room: Room, posted: PostedMessage, imageOrigin?: string): void => {
  if (room.alerts.some(({ id }) => id === posted.message.id)) return;
  room.alerts.push(viewOf(posted, imageOrigin));
  if (room.alerts.length > LIMITS.alerts) room.alerts.shift();
  room.untold.alerts = Math.min(room.untold.alerts + 1, room.alerts.length);
  room.untold.any = true;
};
