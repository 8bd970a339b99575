import type { Watch } from '../../domain/account/account.ts';
import { tidied } from '../../domain/account/tidied.ts';
import { withoutWatch } from '../../domain/account/watch-edits.ts';
import { folded } from '../../domain/market/folded.ts';
import type { Catalogue } from '../../ports/catalogue.ts';
import { harmless } from '../harmless.ts';
import { unescaped } from '../signal-words.ts';
import { watchesEmbed } from '../watch-list.ts';
import { type TitleOf, titlesOf, watchText } from '../watch-words.ts';
import { type Answer, type Choice, type CommandRequest, message, type SuggestRequest } from './command.ts';
import { type ChangesUsers, editUser } from './edit-user.ts';
import { textOption } from './options.ts';
import { matchesTyped } from './suggest.ts';

export interface WatchRemoveDeps extends ChangesUsers {
  readonly catalogue: Catalogue;
}

const NUMBER = /^#?(\d{1,2})\.?$/;
const HAS_WORDS = /[\p{L}\p{N}]/u;

export async function removeWatch(
  deps: WatchRemoveDeps,
  { interaction, user: { id }, now }: CommandRequest,
): Promise<Answer> {
  const typed = textOption(interaction.options, 'watch') ?? '';
  const titleOf = await titlesOf(deps.catalogue);
  const { user, outcome } = await editUser(deps, id, (before) =>
    withoutWatch(before, (watches) => oneMeant(watches, typed, titleOf), interaction.id),
  );
  const content =
    outcome.kind === 'removed'
      ? `🗑️ No longer watched: **${watchText(outcome.watch, titleOf)}**.`
      : unfoundText(wordsMeant(user.watches, typed, titleOf).length, typed);
  return message({ content, embeds: [watchesEmbed(user, now, titleOf)] });
}

/** The watch that was chosen from the suggestions, or meant by its number in the list or by its words. */
function oneMeant(watches: readonly Watch[], typed: string, titleOf: TitleOf): Watch | undefined {
  const chosen = watches.find(({ id }) => id === typed);
  const [, number] = NUMBER.exec(typed) ?? [];
  const numbered = number === undefined ? undefined : watches[Number(number) - 1];
  if (chosen || numbered) return chosen ?? numbered;
  const [only, ...others] = wordsMeant(watches, typed, titleOf);
  return others.length === 0 ? only : undefined;
}

/** Those with the words that were typed; where the words are all that one watch says, that one alone. */
function wordsMeant(watches: readonly Watch[], typed: string, titleOf: TitleOf): readonly Watch[] {
  if (!HAS_WORDS.test(typed)) return [];
  const textOf = (watch: Watch): string => unescaped(watchText(watch, titleOf));
  const exact = watches.filter((watch) => folded(textOf(watch)) === folded(typed));
  return exact.length > 0 ? exact : watches.filter((watch) => matchesTyped(textOf(watch), typed));
}

const unfoundText = (like: number, typed: string): string =>
  like > 1
    ? `🤷 ${like} of your watches are like “${harmless(typed)}”. Say which one by its number.`
    : `🤷 None of your watches is “${harmless(typed)}”: it may be gone already.`;

/** The user's watches, each with the number that it has in the list. */
export async function suggestWatches(
  { catalogue }: WatchRemoveDeps,
  { user, now, interaction }: SuggestRequest,
): Promise<readonly Choice[]> {
  const titleOf = await titlesOf(catalogue);
  return tidied(user, now)
    .watches.map((watch, index) => ({
      name: `${index + 1}. ${unescaped(watchText(watch, titleOf))}`,
      value: watch.id,
    }))
    .filter(({ name }) => matchesTyped(name, interaction.focused.text));
}
