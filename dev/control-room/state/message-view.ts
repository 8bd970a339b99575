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

/** Where what a message points to may be, e.g. `http://127.0.0.1:51234`; what is elsewhere is only told of. */
export interface TrustedOrigins {
  /** Where pictures may come from. */
  readonly images?: string | undefined;
  /** Where link buttons may lead. */
  readonly links?: string | undefined;
}

const isFrom = (origin: string | undefined, url: string | undefined): boolean =>
  origin !== undefined && url !== undefined && URL.parse(url)?.origin === URL.parse(origin)?.origin;

export const messageView = (
  { content, embeds, components }: RawMessage,
  { images, links }: TrustedOrigins = {},
): MessageView => ({
  content: typeof content === 'string' ? content : '',
  embeds: readable(embedSchema, embeds).map(({ image, ...embed }) =>
    image ? { ...embed, image: { url: image.url, isShown: isFrom(images, image.url) } } : embed,
  ),
  rows: readable(buttonRowSchema, components)
    .map((row) =>
      readable(buttonSchema, row.components).map((button) => ({ ...button, isOpened: isFrom(links, button.url) })),
    )
    .filter((row) => row.length > 0),
});
