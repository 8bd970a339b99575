import { type Explained, MOST_EXPLANATION_CHARACTERS, type TemplateReason } from '../domain/signal/explanation.ts';
import { harmless } from './harmless.ts';

/** Whose words it is; a template says why it stands in. */
const STANDARD: Readonly<Record<TemplateReason, string>> = {
  'no-key': "Standard text from the alert's figures",
  budget: "Standard text: today's explanations by Claude are used up",
  unavailable: 'Standard text: Claude could not be reached just now',
  refusal: 'Standard text: Claude did not explain this alert',
  unfit: "Standard text: Claude's did not pass our checks",
};

/** An explanation for an embed: its text, in which nothing formats, links or mentions, and a line for the footer that says who wrote it. */
export const explanationParts = (explained: Explained): { readonly text: string; readonly source: string } => ({
  text: harmless(explained.text, MOST_EXPLANATION_CHARACTERS),
  source: explained.by === 'claude' ? "Written by Claude from the alert's figures" : STANDARD[explained.reason],
});
