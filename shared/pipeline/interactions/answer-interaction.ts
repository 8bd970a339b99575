import type { AnswerMessage } from '../../discord/commands/command.ts';
import type { Question } from '../../discord/commands/question.ts';
import { messageBody } from '../../discord/commands/response.ts';
import { refusalMessage } from '../../discord/refusal.ts';
import { standingOf } from '../../domain/account/tiers.ts';
import type { DeferredInteraction } from '../../messages/interaction.ts';
import type { DiscordResult, InteractionReplies } from '../../ports/discord.ts';
import { done, drop, later, type Outcome } from '../outcome.ts';
import { admit, giveBack, missingFeature, type Taken } from './access.ts';
import { FAILED, TOO_LONG, UNKNOWN } from './apologies.ts';
import type { InteractionDeps } from './deps.ts';

export type AnswerDeps = Omit<InteractionDeps, 'verify' | 'queue' | 'interactions'> & {
  readonly discord: InteractionReplies;
};

/** A person waits 15 s at most; sending the answer takes its share, and so does finding out that there will be none. */
const ANSWER_WITHIN_MS = 9000;
/** Whoever was to answer was killed: when the question comes back, the person has long been told. */
export const TOLD_AFTER_MS = 60_000;
/** A token opens its answer for 15 minutes. */
export const TOKEN_MS = 15 * 60_000 - 30_000;
/** Discord's codes for an answer that it was not promised yet: our promise is still on its way. */
const NOT_YET: ReadonlySet<number> = new Set([10008, 10015]);
const NOT_YET_MS = 1000;
const MOST_NOT_YET = 5;
const LEAST_PAUSE_MS = 2000;
const MOST_PAUSE_MS = 30_000;

/**
 * Gives the answer that was promised, by editing the "thinking…" message. The answer is found once and then goes along with the
 * message, so that only its sending is repeated. Whatever goes wrong on the way to the answer, the person gets one that says so: a
 * retry would come too late to be worth anything.
 */
export async function answerInteraction(deps: AnswerDeps, deferred: DeferredInteraction): Promise<Outcome> {
  const { interaction, taken, tries } = deferred;
  const unanswered = async (reason: string): Promise<Outcome> => {
    if (taken) await giveBack(deps, interaction, taken);
    return drop(reason);
  };
  const age = () => deps.wall() - interaction.sentAt;
  if (age() > TOKEN_MS) return unanswered('token-expired');
  if (deferred.isReminder) return apologise(deps, deferred);
  if (age() > TOLD_AFTER_MS && !deferred.answer) return unanswered('apologised');
  const answer = deferred.answer ?? (await answerFor(deps, deferred));
  const again = (afterMs: number, reason: string) =>
    later(afterMs, reason, { ...deferred, answer, tries: tries + 1 } satisfies DeferredInteraction);
  const edited = await edit(deps, deferred, answer.body);
  if (edited === 'refused') return unanswered('not-taken');
  switch (edited.kind) {
    case 'ok':
      deps.telemetry.count('interactions_answered', 1, { result: answer.result });
      deps.telemetry.observe('interaction_deferred_ms', age(), { result: answer.result });
      return done();
    case 'permanent':
      if (NOT_YET.has(edited.code) && tries < MOST_NOT_YET) return again(NOT_YET_MS, 'not-yet-promised');
      deps.telemetry.warn('interaction_unanswerable', { code: edited.code, reason: edited.reason });
      return unanswered('unanswerable');
    case 'retry':
      return again(edited.afterMs, edited.reason);
    case 'unavailable':
      // Sooner than an alert: somebody is looking at "thinking…".
      return again(Math.min(LEAST_PAUSE_MS * 2 ** tries, MOST_PAUSE_MS), 'discord-unavailable');
  }
}

/** Tells somebody who still reads "thinking…" that there will be no answer. */
async function apologise(deps: AnswerDeps, deferred: DeferredInteraction): Promise<Outcome> {
  const { interaction, taken, tries } = deferred;
  const answered = await deps.discord.isAnswered(interaction.token);
  if (answered.kind === 'ok' && answered.value) return drop('answered');
  if (taken) await giveBack(deps, interaction, taken);
  const told =
    answered.kind === 'ok' ? await deps.discord.editOriginal(interaction.token, messageBody(TOO_LONG)) : answered;
  if (told.kind === 'permanent') return drop('unanswerable');
  if (told.kind !== 'ok')
    return later(told.afterMs, 'apology-held-up', { ...deferred, tries: tries + 1 } satisfies DeferredInteraction);
  deps.telemetry.error('interaction_apologised', { name: nameOf(deps, deferred) });
  deps.telemetry.count('interactions_answered', 1, { result: 'apologised' });
  return done();
}

const nameOf = (deps: AnswerDeps, { interaction }: DeferredInteraction): string =>
  deps.questions.questionOf(interaction)?.name ?? 'unknown';

/** An answer that Discord finds invalid is a defect of ours: the person is told that there is none, and nothing is taken. */
async function edit(
  deps: AnswerDeps,
  { interaction, taken }: DeferredInteraction,
  body: Readonly<Record<string, unknown>>,
): Promise<DiscordResult<undefined> | 'refused'> {
  const { discord, telemetry } = deps;
  try {
    return await discord.editOriginal(interaction.token, body);
  } catch (error) {
    telemetry.error('answer_not_taken', { reason: String(error) });
  }
  if (taken) await giveBack(deps, interaction, taken);
  try {
    return await discord.editOriginal(interaction.token, messageBody(FAILED));
  } catch (error) {
    telemetry.error('answer_not_taken', { reason: String(error) });
    return 'refused';
  }
}

type Answer = NonNullable<DeferredInteraction['answer']>;

interface Found {
  readonly message: AnswerMessage;
  readonly result: 'answered' | 'refused' | 'unknown' | 'late' | 'failed';
  /** Whether it is worth what was taken for it. */
  readonly isWorth: boolean;
}

async function answerFor(deps: AnswerDeps, deferred: DeferredInteraction): Promise<Answer> {
  const taking: Taking = { taken: deferred.taken };
  const { message, result, isWorth } = await find(deps, deferred, taking);
  if (taking.taken && !isWorth) await giveBack(deps, deferred.interaction, taking.taken);
  return { body: messageBody(message), result };
}

/** What the answer costs: taken with the promise or, where nobody had the time, on the way to the answer. */
interface Taking {
  taken: Taken | undefined;
}

async function find(deps: AnswerDeps, { interaction }: DeferredInteraction, taking: Taking): Promise<Found> {
  const question = deps.questions.questionOf(interaction);
  if (!question) return { message: UNKNOWN, result: 'unknown', isWorth: false };
  try {
    const found = await deps.within(ANSWER_WITHIN_MS, answerOf(deps, question, interaction, taking));
    return found ?? { message: TOO_LONG, result: 'late', isWorth: false };
  } catch (error) {
    deps.telemetry.error('interaction_failed', { name: question.name, reason: String(error) });
    return { message: FAILED, result: 'failed', isWorth: false };
  }
}

/** The tier is looked at again: it may have ended since the promise. Where nobody had the time, what it costs is taken here. */
async function answerOf(
  deps: AnswerDeps,
  { needs, ask }: Question,
  asked: DeferredInteraction['interaction'],
  taking: Taking,
): Promise<Found> {
  const { userId } = asked;
  const user = deps.lookCloser(asked, await deps.accounts.read(userId));
  const standing = standingOf(user.subscription);
  const feature = missingFeature(standing, needs);
  const access = taking.taken
    ? ({ kind: 'admitted', taken: taking.taken } as const)
    : await admit(deps.allowances, { userId, standing }, needs);
  if (access.kind === 'admitted') taking.taken = access.taken;
  if (feature || access.kind === 'refused') {
    const refusal =
      access.kind === 'refused' ? access.refusal : ({ kind: 'feature', feature: feature ?? 'insights' } as const);
    return { message: refusalMessage(refusal, standing), result: 'refused', isWorth: false };
  }
  const answer = await ask({ user, standing, now: deps.now(), mayCall: true });
  if (answer.kind !== 'message') throw new Error('not at hand, although every call was allowed');
  return { message: answer.message, result: 'answered', isWorth: !answer.isFree };
}
