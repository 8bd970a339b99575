import type { PostedMessage } from '../state/discord-messages.ts';
import { messageView, type RawMessage } from '../state/message-view.ts';
import { boundedMap } from './bounded-map.ts';
import type { Asked } from './client.ts';
import { type Refused, refused } from './refused.ts';

const MOST = 500;

type Press = Extract<Asked, { kind: 'component' }> & { readonly channelId?: string };

/** Where a message stands, and who sees it. */
interface Sight {
  /** Id of the one person who can see it; undefined: everybody can. */
  readonly onlyFor: string | undefined;
  /** Undefined in a direct message. */
  readonly channelId: string | undefined;
}

/** Messages whose buttons can be pressed: alerts and answers, the newest few hundred, as the app sent them. */
export interface KnownMessages {
  readonly add: (id: string, raw: RawMessage, sight: Sight) => void;
  readonly addPosted: (posted: PostedMessage) => void;
  /** What a person's press of one of a message's buttons asks of the app. */
  readonly press: (personId: string, messageId: string, customId: string) => Press | Refused;
}

const hasButton = (raw: RawMessage, customId: string): boolean =>
  messageView(raw)
    .rows.flat()
    .some((button) => button.customId === customId && !button.isDisabled);

const sightOf = ({ channel, message }: PostedMessage): Sight =>
  channel.kind === 'dm'
    ? { onlyFor: channel.userId, channelId: undefined }
    : { onlyFor: undefined, channelId: message.channel_id };

/** @param nameOf for a person's id, to say who can see a message */
export const createKnownMessages = (nameOf: (id: string) => string): KnownMessages => {
  const known = boundedMap<{ readonly raw: RawMessage; readonly sight: Sight }>(MOST);
  return {
    add: (id, raw, sight) => known.set(id, { raw: { id, ...raw }, sight }),
    addPosted: (posted) => known.set(posted.message.id, { raw: posted.message, sight: sightOf(posted) }),
    press: (personId, messageId, customId) => {
      const message = known.get(messageId);
      if (!message) return refused(404, 'That message is too old: its buttons are no longer known here.');
      const { raw, sight } = message;
      const { onlyFor, channelId } = sight;
      if (onlyFor !== undefined && onlyFor !== personId)
        return refused(403, `Only ${nameOf(onlyFor)} can see that message, so only they can press its buttons.`);
      if (!hasButton(raw, customId)) return refused(400, 'That message has no such button to press.');
      return { kind: 'component', customId, message: raw, ...(channelId === undefined ? {} : { channelId }) };
    },
  };
};
