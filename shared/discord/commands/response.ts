import {
  type APIApplicationCommandAutocompleteResponse,
  type APIInteractionResponse,
  InteractionResponseType,
  MessageFlags,
} from 'discord-api-types/v10';
import { shorten, visible } from '../harmless.ts';
import type { AnswerMessage, Choice } from './command.ts';

/** Discord's limits on suggestions. */
const MOST_CHOICES = 25;
const MOST_CHARACTERS = 100;

/** The body of a message that mentions nobody, whatever it says. */
export const messageBody = ({ content, embeds, components }: AnswerMessage) => ({
  ...(content === undefined ? {} : { content }),
  ...(embeds === undefined ? {} : { embeds: [...embeds] }),
  ...(components === undefined ? {} : { components: [...components] }),
  allowed_mentions: { parse: [] },
});

const flags = (isPrivate: boolean): { flags?: MessageFlags } => (isPrivate ? { flags: MessageFlags.Ephemeral } : {});

export const pong = (): APIInteractionResponse => ({ type: InteractionResponseType.Pong });

export const immediate = (message: AnswerMessage, isPrivate: boolean): APIInteractionResponse => ({
  type: InteractionResponseType.ChannelMessageWithSource,
  data: { ...messageBody(message), ...flags(isPrivate) },
});

/** "Thinking…": whether only the asker sees the answer is decided here. */
export const deferred = (isPrivate: boolean): APIInteractionResponse => ({
  type: InteractionResponseType.DeferredChannelMessageWithSource,
  ...(isPrivate ? { data: flags(true) } : {}),
});

/** The first 25 suggestions; one whose value is too long to be sent back is left out. */
export const suggestions = (choices: readonly Choice[]): APIApplicationCommandAutocompleteResponse => ({
  type: InteractionResponseType.ApplicationCommandAutocompleteResult,
  data: {
    choices: choices
      .filter(({ value }) => value.length > 0 && value.length <= MOST_CHARACTERS)
      .slice(0, MOST_CHOICES)
      .map(({ name, value }) => ({ name: shorten(visible(name) || '?', MOST_CHARACTERS), value })),
  },
});
