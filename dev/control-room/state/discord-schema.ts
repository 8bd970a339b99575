import { z } from 'zod';

/** The parts of Discord's embed that the page draws. */
export const embedSchema = z.object({
  title: z.string().optional(),
  description: z.string().optional(),
  url: z.string().optional(),
  color: z.number().int().min(0).max(0xffffff).optional(),
  timestamp: z.string().optional(),
  author: z.object({ name: z.string() }).optional(),
  fields: z.array(z.object({ name: z.string(), value: z.string(), inline: z.boolean().optional() })).optional(),
  image: z.object({ url: z.string() }).optional(),
  footer: z.object({ text: z.string() }).optional(),
});

export interface EmbedView extends Omit<z.infer<typeof embedSchema>, 'image'> {
  /** `isShown`: it comes from where the page may load pictures. */
  readonly image?: { readonly url: string; readonly isShown: boolean };
}

const STYLES = ['secondary', 'primary', 'secondary', 'success', 'danger', 'link'] as const;

/** A button: a link when it has a URL, to be pressed when it has a custom id. `isOpened`: the link leads to where the page may lead. */
export interface ButtonView {
  readonly label: string;
  readonly style: (typeof STYLES)[number];
  readonly url: string | undefined;
  readonly customId: string | undefined;
  readonly isDisabled: boolean;
  readonly isOpened: boolean;
}

export const buttonSchema = z
  .object({
    type: z.literal(2),
    style: z.number().optional(),
    label: z.string().optional(),
    emoji: z.object({ name: z.string().nullish() }).nullish(),
    url: z.string().optional(),
    custom_id: z.string().optional(),
    disabled: z.boolean().optional(),
  })
  .transform(
    ({ style = 2, label, emoji, url, custom_id, disabled = false }): Omit<ButtonView, 'isOpened'> => ({
      label: [emoji?.name, label].filter(Boolean).join(' '),
      style: STYLES[style] ?? 'secondary',
      url,
      customId: custom_id,
      isDisabled: disabled,
    }),
  );

/** A row of components, buttons among them. */
export const buttonRowSchema = z.object({ type: z.literal(1), components: z.array(z.unknown()) });
