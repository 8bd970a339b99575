import { messageView, type TrustedOrigins } from './message-view.ts';
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

interface MessageFrame {
  readonly origins?: TrustedOrigins | undefined;
  /** What somebody is called, by Discord user id. */
  readonly nameOf?: (userId: string) => string | undefined;
}

const recipientIdOf = ({ kind, userId }: PostedMessage['channel']): string | undefined =>
  kind === 'dm' ? userId : undefined;

const recipientOf = ({ kind, name, userId }: PostedMessage['channel'], { nameOf }: MessageFrame): string | undefined =>
  kind === 'dm' ? ((userId === undefined ? undefined : nameOf?.(userId)) ?? name) : undefined;

const viewOf = ({ channel, message, at }: PostedMessage, frame: MessageFrame): AlertView => ({
  id: message.id,
  tab: channel.kind === 'dm' ? 'direct' : channel.name,
  recipient: recipientOf(channel, frame),
  recipientId: recipientIdOf(channel),
  at,
  ...messageView(message, frame.origins),
});

/** Folds one Discord message into the room. A message with a known id is the same message again: it changes nothing. */
export const foldDiscordMessage = (room: Room, posted: PostedMessage, frame: MessageFrame = {}): void => {
  if (room.alerts.some(({ id }) => id === posted.message.id)) return;
  room.alerts.push(viewOf(posted, frame));
  if (room.alerts.length > LIMITS.alerts) room.alerts.shift();
  room.untold.alerts = Math.min(room.untold.alerts + 1, room.alerts.length);
  room.untold.any = true;
};
