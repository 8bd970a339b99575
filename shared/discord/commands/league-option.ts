import type { Catalogue, KnownLeague } from '../../ports/catalogue.ts';
import { harmless } from '../harmless.ts';
import type { AnswerMessage } from './command.ts';
import { textOption } from './options.ts';
import { findLeague } from './suggest.ts';

type ChosenLeague =
  /** `known` undefined: no league was named, so all are meant. */
  | { readonly kind: 'chosen'; readonly known: KnownLeague | undefined }
  | { readonly kind: 'unknown'; readonly typed: string };

/** What stands in the option `league`, which may be left out. */
export async function chosenLeague(
  catalogue: Catalogue,
  options: Readonly<Record<string, unknown>>,
): Promise<ChosenLeague> {
  const typed = textOption(options, 'league');
  if (typed === undefined) return { kind: 'chosen', known: undefined };
  const known = await findLeague(catalogue, typed);
  return known ? { kind: 'chosen', known } : { kind: 'unknown', typed };
}

export const unknownLeague = (typed: string): AnswerMessage => ({
  content: `🤷 We watch no league “${harmless(typed)}”. Pick one of those that are suggested while you type.`,
});
