import type { AnswerMessage } from '../../discord/commands/command.ts';
import type { Question } from '../../discord/commands/question.ts';
import { messageBody } from '../../discord/commands/response.ts';
import { refusalMessage } from '../../discord/refusal.ts';
import { has, standingOf } from '../../domain/account/tiers.ts';
import type { DeferredInteraction } from '../../messages/interaction.ts';
import type { InteractionReplies } from '../../ports/discord.ts';
import { done, drop, later, type Outcome } from '../outcome.ts';
import { giveBack } from './access.ts';
import { FAILED, TOO_LONG, UNKNOWN } from './apologies.ts';
import type { InteractionDeps } from './deps.ts';

export type AnswerDeps = Omit<InteractionDeps, 'verify' | 'queue' | 'cache' | 'interactions'> & {
  readonly discord: InteractionReplies;
};

/** A person waits 15 s at most; sending the answer takes its share. */
const ANSWER_WITHIN_MS = 10_000;
/** A token opens its answer for 15 minutes. */
const TOKEN_MS = 15 * 60_000 - 30_000;
/** Discord's codes for an answer that it was not promised yet: our promise is still on its way. */
const NOT_YET: ReadonlySet<number> = new Set([10008, 10015]);
const NOT_YET_MS = 1000;
const MOST_NOT_YET_MS = 30_000;

/**
 * Gives the answer that was promised, by editing the "thinking…" message. Repeating it edits the same message again. Whatever goes
 * wrong on the way to the answer, the person gets one that says so: a retry would come too late to be worth anything.
 */
export async function answerInteraction(
  deps: AnswerDeps,
  { interaction, taken }: DeferredInteraction,
): Promise<Outcome> {
  const age = () => deps.wall() - interaction.sentAt;
  if (age() > TOKEN_MS) return drop('token-expired');
  const { message, result } = await messageFor(deps, { interaction, taken, v: 1 });
  const edited = await edit(deps, interaction.token, message);
  switch (edited.kind) {
    case 'ok':
      deps.telemetry.count('interactions_answered', 1, { result });
      deps.telemetry.observe('interaction_deferred_ms', age(), { result });
      return done();
    case 'permanent':
      if (NOT_YET.has(edited.code) && age() < MOST_NOT_YET_MS) return later(NOT_YET_MS, 'not-yet-promised');
      deps.telemetry.warn('interaction_unanswerable', { code: edited.code, reason: edited.reason });
      return drop('unanswerable');
    default:
      return later(Math.min(edited.afterMs, 2000), 'discord-unavailable');
  }
}

/** An answer that Discord finds invalid is a defect of ours: the person is told that there is none. */
async function edit({ discord, telemetry }: AnswerDeps, token: string, message: AnswerMessage) {
  try {
    return await discord.editOriginal(token, messageBody(message));
  } catch (error) {
    telemetry.error('answer_not_taken', { reason: String(error) });
    return discord.editOriginal(token, messageBody(FAILED));
  }
}

interface Found {
  readonly message: AnswerMessage;
  readonly result: 'answered' | 'refused' | 'unknown' | 'late' | 'failed';
}

async function messageFor(deps: AnswerDeps, { interaction, taken }: DeferredInteraction): Promise<Found> {
  const question = deps.questions.questionOf(interaction);
  if (!question) return { message: UNKNOWN, result: 'unknown' };
  const { userId } = interaction;
  const failed = async (found: Found): Promise<Found> => {
    await giveBack(deps.allowances, userId, taken);
    return found;
  };
  try {
    return (
      (await deps.within(ANSWER_WITHIN_MS, answerOf(deps, question, userId, taken))) ??
      (await failed({ message: TOO_LONG, result: 'late' }))
    );
  } catch (error) {
    deps.telemetry.error('interaction_failed', { name: question.name, reason: String(error) });
    return failed({ message: FAILED, result: 'failed' });
  }
}

/** The tier is looked at again: it may have ended since the promise. */
async function answerOf(
  deps: AnswerDeps,
  { needs, ask }: Question,
  userId: string,
  taken: DeferredInteraction['taken'],
): Promise<Found> {
  const user = await deps.accounts.read(userId);
  const standing = standingOf(user.subscription);
  const feature = needs.feature ?? (needs.takes === 'insights' ? 'insights' : undefined);
  if (feature && !has(standing, feature))
    return { message: refusalMessage({ kind: 'feature', feature }, standing), result: 'refused' };
  const answer = await ask({ user, standing, now: deps.now(), mayCall: true });
  if (answer.kind !== 'message') throw new Error('not at hand, although every call was allowed');
  if (answer.isFree) await giveBack(deps.allowances, userId, taken);
  return { message: answer.message, result: 'answered' };
}
