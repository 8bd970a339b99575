import { InteractionResponseType, MessageFlags } from 'discord-api-types/v10';
import { z } from 'zod';
import type { Interacted } from './client.ts';
import type { ChoiceView } from './model.ts';

const data = z.looseObject({ flags: z.number().default(0) });
const choice = z.object({ name: z.string(), value: z.union([z.string(), z.number()]) });

const responseSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal(InteractionResponseType.ChannelMessageWithSource), data }),
  z.object({
    type: z.literal(InteractionResponseType.DeferredChannelMessageWithSource),
    data: data.default({ flags: 0 }),
  }),
  z.object({
    type: z.literal(InteractionResponseType.ApplicationCommandAutocompleteResult),
    data: z.object({ choices: z.array(choice) }),
  }),
]);

/** What an interaction's answer is, its message still as it was sent. */
export type Read =
  | { readonly kind: 'message'; readonly body: object; readonly isPrivate: boolean }
  | { readonly kind: 'thinking'; readonly isPrivate: boolean }
  | { readonly kind: 'choices'; readonly choices: readonly ChoiceView[] }
  | { readonly kind: 'failed'; readonly reason: string };

const isPrivate = ({ flags }: z.infer<typeof data>): boolean => (flags & MessageFlags.Ephemeral) !== 0;

/** What Discord would show for an answer. One that the box cannot draw has failed, and says why. */
export const readAnswer = ({ response, refusal, status }: Interacted): Read => {
  if (refusal !== undefined) return { kind: 'failed', reason: refusal };
  const parsed = responseSchema.safeParse(response);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const where = issue?.path.join('.') || 'body';
    return { kind: 'failed', reason: `Answer ${status} is of no known form: ${where}: ${issue?.message ?? ''}` };
  }
  switch (parsed.data.type) {
    case InteractionResponseType.ChannelMessageWithSource:
      return { kind: 'message', body: parsed.data.data, isPrivate: isPrivate(parsed.data.data) };
    case InteractionResponseType.DeferredChannelMessageWithSource:
      return { kind: 'thinking', isPrivate: isPrivate(parsed.data.data) };
    case InteractionResponseType.ApplicationCommandAutocompleteResult:
      return { kind: 'choices', choices: parsed.data.data.choices };
  }
};
