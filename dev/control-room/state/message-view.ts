import type { z } from 'zod';
import { type ButtonView, buttonRowSchema, buttonSchema, type EmbedView, embedSchema } from './discord-schema.ts';

/** A message's body as Discord's API has it; unreadable parts are left out. */
export interface RawMessage {
  readonly id?: string;
  readonly content?: unknown;
  readonly embeds?: unknown;
  readonly components?: unknown;
}

/** What the page draws of a message. */
export interface MessageView {
  readonly content: string;
  readonly embeds: readonly EmbedView[];
  /** Buttons stand in rows of up to five. */
  readonly rows: readonly (readonly ButtonView[])[];
}

/** What is readable of a list; the rest is left out, as it would be by an older Discord client. */
const readable = <T>(schema: z.ZodType<T>, list: unknown): T[] =>
  (Array.isArray(list) ? list : []).flatMap((item) => {
    const parsed = schema.safeParse(item);
    return parsed.success ? [parsed.data] : [];
  });

const isFrom = (origin: string | undefined, url: string): boolean =>
  origin !== undefined && URL.parse(url)?.origin === origin;

/** @param imageOrigin where pictures may come from; those from elsewhere are only told of */
export const messageView = ({ content, embeds, components }: RawMessage, imageOrigin?: string): MessageView => ({
  content: typeof content === 'string' ? content : '',
  embeds: readable(embedSchema, embeds).map(({ image, ...embed }) =>
    image ? { ...embed, image: { url: image.url, isShown: isFrom(imageOrigin, image.url) } } : embed,
  ),
  rows: readable(buttonRowSchema, components)
    .map((row) => readable(buttonSchema, row.components))
    .filter((row) => row.length > 0),
});
