import { BENEFITS } from '../../domain/account/tiers.ts';
import type { RecentSignal } from '../../domain/signal/recent-signal.ts';
import type { Level } from '../../domain/signal/signal.ts';
import type { RecentSignals, SignalOnRecord } from '../../ports/recent-signals.ts';
import { harmless } from '../harmless.ts';
import { matchup } from '../outcome-label.ts';
import { type ExplainDeps, explanationAnswer } from '../signal-insights.ts';
import { ageText, pickText, unescaped } from '../signal-words.ts';
import {
  type Answer,
  type Choice,
  type Command,
  type CommandRequest,
  freeMessage,
  type SuggestRequest,
} from './command.ts';
import { suggested, textOption } from './options.ts';
import { matchesTyped } from './suggest.ts';
import { textsOf } from './texts.ts';

export const explain: Command<ExplainDeps> = {
  definition: {
    name: 'explain',
    ...textsOf('explain'),
    options: [suggested('signal', 'explain.signal', true)],
  },
  isPrivate: true,
  needs: () => ({ feature: 'insights', takes: 'insights' }),
  run: explainChosen,
  suggest: suggestSignals,
};

const SEPARATOR = ':';
const HAS_WORDS = /[\p{L}\p{N}]/u;

async function explainChosen(deps: ExplainDeps, request: CommandRequest): Promise<Answer> {
  const typed = textOption(request.interaction.options, 'signal') ?? '';
  const found = await findChosen(deps.recentSignals, typed, BENEFITS[request.standing].leastLevel);
  return found ? explanationAnswer(deps, found, request) : freeMessage({ content: noneLike(typed) });
}

const noneLike = (typed: string): string =>
  `🤷 No recent signal is like “${harmless(typed)}”. Type part of a team’s name and pick one of the suggestions; \`/signals\` lists the newest.`;

/** A suggestion that was chosen, else the newest signal that has the words that were typed. */
async function findChosen(
  recentSignals: RecentSignals,
  typed: string,
  least: Level,
): Promise<SignalOnRecord | undefined> {
  const at = typed.lastIndexOf(SEPARATOR);
  const chosen = at < 0 ? undefined : await recentSignals.find(typed.slice(0, at), typed.slice(at + 1));
  if (chosen) return chosen;
  if (!HAS_WORDS.test(typed)) return undefined;
  const like = (await recentSignals.known(least)).find((signal) => matchesTyped(wordsOf(signal), typed));
  return like && recentSignals.find(like.event.id, like.signalId);
}

async function suggestSignals({ recentSignals }: ExplainDeps, request: SuggestRequest): Promise<readonly Choice[]> {
  const { interaction, standing, user, now } = request;
  const known = await recentSignals.known(BENEFITS[standing].leastLevel);
  return known
    .filter((signal) => matchesTyped(wordsOf(signal), interaction.focused.text))
    .map((signal) => ({
      name: `${ageText(now - signal.detectedAt)} · ${unescaped(`${pickText(signal, user.oddsFormat)} · ${signal.level} · ${matchup(signal.event)}`)}`,
      value: `${signal.event.id}${SEPARATOR}${signal.signalId}`,
    }));
}

/** What may be typed to find a signal. */
const wordsOf = (signal: RecentSignal): string =>
  unescaped(
    [
      pickText(signal, 'decimal'),
      matchup(signal.event),
      signal.event.leagueTitle,
      signal.market,
      signal.type,
      signal.level,
    ].join(' '),
  );
