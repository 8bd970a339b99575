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
export type EmbedView = z.infer<typeof embedSchema>;

/** A button; it is a link when it has a URL. */
export const buttonSchema = z.object({ type: z.literal(2), label: z.string(), url: z.string().optional() });
export type ButtonView = z.infer<typeof buttonSchema>;

/** A row of components, buttons among them. */
export const buttonRowSchema = z.object({ type: z.literal(1), components: z.array(z.unknown()) });
