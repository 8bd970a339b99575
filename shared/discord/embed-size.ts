import type { APIEmbed } from 'discord-api-types/v10';

/** Discord's limits. */
export const MOST_FIELD_CHARACTERS = 1024;
/** Of all embeds of a message together. */
export const MOST_MESSAGE_CHARACTERS = 6000;

/** What of some embeds counts against {@link MOST_MESSAGE_CHARACTERS}. */
export const sizeOf = (embeds: readonly APIEmbed[]): number =>
  embeds.reduce((sum, { title, description, author, footer, fields = [] }) => {
    const texts = [
      title,
      description,
      author?.name,
      footer?.text,
      ...fields.flatMap(({ name, value }) => [name, value]),
    ];
    return texts.reduce((length, text) => length + (text?.length ?? 0), sum);
  }, 0);
