import {
  type APIMessageTopLevelComponent,
  ComponentType,
  type RESTPostAPIChannelMessageJSONBody,
} from 'discord-api-types/v10';
import { type ButtonView, LIMITS, type Room } from './model.ts';

/** A message that the Discord stand-in accepted. */
export interface PostedMessage {
  readonly id: string;
  /** The channel's name without `#`; absent for a direct message. */
  readonly channelName?: string | undefined;
  /** The recipient of a direct message: a Discord user id. */
  readonly recipientId?: string | undefined;
  /** When it was accepted, epoch ms on the room's clock. */
  readonly at: number;
  readonly body: RESTPostAPIChannelMessageJSONBody;
}

const buttonsOf = (components: readonly APIMessageTopLevelComponent[] | undefined): ButtonView[] =>
  (components ?? []).flatMap((row) =>
    row.type !== ComponentType.ActionRow
      ? []
      : row.components.flatMap((part) =>
          part.type !== ComponentType.Button
            ? []
            : [{ label: 'label' in part ? (part.label ?? '') : '', url: 'url' in part ? part.url : undefined }],
        ),
  );

/** Folds one Discord message into the room. A message with a known id is the same message again: it changes nothing. */
export const foldDiscordMessage = (room: Room, { id, channelName, recipientId, at, body }: PostedMessage): void => {
  if (room.alerts.some((alert) => alert.id === id)) return;
  room.alerts.push({
    id,
    tab: channelName ?? 'direct',
    recipient: recipientId,
    at,
    content: body.content ?? '',
    embeds: body.embeds ?? [],
    buttons: buttonsOf(body.components),
  });
  if (room.alerts.length > LIMITS.alerts) room.alerts.shift();
  room.untold.alerts = Math.min(room.untold.alerts + 1, room.alerts.length);
  room.untold.any = true;
};
