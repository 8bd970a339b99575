import type { APIInteractionResponse } from 'discord-api-types/v10';
import type { Asker } from '../../discord/commands/command.ts';
import type { Question } from '../../discord/commands/question.ts';
import { readInteraction } from '../../discord/commands/read-interaction.ts';
import { deferred, immediate, pong, suggestions } from '../../discord/commands/response.ts';
import { refusalMessage } from '../../discord/refusal.ts';
import type { User } from '../../domain/account/account.ts';
import { type Standing, standingOf } from '../../domain/account/tiers.ts';
import type {
  AutocompleteInteraction,
  CommandInteraction,
  ComponentInteraction,
  Interaction,
} from '../../messages/interaction.ts';
import { type Access, admit, giveBack, keepsPace, missingFeature, type Taken, takeBack } from './access.ts';
import { FAILED, UNKNOWN } from './apologies.ts';
import type { InteractionDeps } from './deps.ts';
import { isFirst } from './once.ts';
import { readSigned, type SignedRequest } from './signed-request.ts';

/** What is answered. Refusals say why in one word, for whoever sets the endpoint up. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: APIInteractionResponse | { readonly error: string };
}

/** Discord wants an answer within 3 s: so long for who asks, so long for the answer, and so long for promising one. */
const AT_ONCE_MS = 1000;
const QUEUED_WITHIN_MS = 700;
/** By then a promised answer was given, or never will be; with what is left of 15 s the person is told. */
const REMINDED_AFTER_S = 11;

/** Answers a request to the interactions endpoint. Never throws: whoever signed a question gets an answer. */
export async function receiveInteraction(deps: InteractionDeps, request: SignedRequest): Promise<HttpAnswer> {
  const answer = await answerTo(deps, request);
  if ('error' in answer.body) deps.telemetry.count('interactions_refused', 1, { reason: answer.body.error });
  return answer;
}

async function answerTo(deps: InteractionDeps, request: SignedRequest): Promise<HttpAnswer> {
  const signed = await readSigned(deps, request);
  if (signed.kind === 'refused') return refuse(signed.status, signed.error);
  const read = readInteraction(signed.json);
  if (read.kind === 'ping') return ok(pong());
  if (read.kind === 'unreadable') {
    deps.telemetry.warn('interaction_unreadable', { reason: read.reason });
    return refuse(400, 'unreadable');
  }
  return respond(deps, read.interaction);
}

const refuse = (status: number, error: string): HttpAnswer => ({ status, body: { error } });
const ok = (body: APIInteractionResponse): HttpAnswer => ({ status: 200, body });

async function respond(deps: InteractionDeps, interaction: Interaction): Promise<HttpAnswer> {
  const began = deps.wall();
  if (interaction.kind === 'autocomplete') {
    // A suggestion changes nothing and is asked for with every key that is pressed: it is not worth the database's time.
    if ((await deps.cache.claim('typing', interaction.id)) === 'exists') return refuse(409, 'answered-before');
    return ok(await suggest(deps, interaction));
  }
  const question = interaction.kind === 'other' ? undefined : deps.questions.questionOf(interaction);
  if (!question || interaction.kind === 'other') {
    if ((await deps.cache.claim('interaction', interaction.id)) === 'exists') return refuse(409, 'answered-before');
    deps.telemetry.count('interactions_unknown', 1, { kind: interaction.kind });
    return ok(immediate(UNKNOWN, true));
  }
  const responded = await answerQuestion(deps, interaction, question);
  if (responded === 'answered-before') return refuse(409, 'answered-before');
  const { response, result } = responded;
  deps.telemetry.count('interactions', 1, { name: question.name, result });
  deps.telemetry.observe('interaction_answer_ms', deps.wall() - began, { result });
  return ok(response);
}

interface Responded {
  readonly response: APIInteractionResponse;
  readonly result: 'answered' | 'refused' | 'deferred' | 'failed';
}

type Asked = CommandInteraction | ComponentInteraction;

/** Whatever is slow, there is an answer in time: at once, a promise, or an apology. */
async function answerQuestion(
  deps: InteractionDeps,
  interaction: Asked,
  question: Question,
): Promise<Responded | 'answered-before'> {
  let taken: Taken | undefined;
  try {
    const entering = enter(deps, interaction, question);
    const entered = await deps.within(AT_ONCE_MS, entering);
    if (entered === undefined) return await deferUnknown(deps, interaction, question, entering);
    if (entered === 'answered-before') return entered;
    const { user, standing, access } = entered;
    if (access.kind === 'refused')
      return { response: immediate(refusalMessage(access.refusal, standing), true), result: 'refused' };
    taken = access.taken;
    const asker: Asker = { user, standing, now: deps.now(), mayCall: false };
    const answer = await deps.within(AT_ONCE_MS, question.ask(asker));
    if (answer?.kind !== 'message') return await defer(deps, interaction, question, taken);
    if (answer.isFree) await giveBack(deps, interaction, taken);
    return { response: immediate(answer.message, question.isPrivate || answer.isFree === true), result: 'answered' };
  } catch (error) {
    deps.telemetry.error('interaction_failed', { name: question.name, reason: String(error) });
    if (taken) await giveBack(deps, interaction, taken);
    return { response: immediate(FAILED, true), result: 'failed' };
  }
}

interface Entered {
  readonly user: User;
  readonly standing: Standing;
  readonly access: Access;
}

/** Whether it is the first time, who asks, and whether they may; what it costs is taken. */
async function enter(deps: InteractionDeps, asked: Asked, { needs }: Question): Promise<Entered | 'answered-before'> {
  const { id, userId } = asked;
  const remembered = isFirst(deps, id, deps.wall()).catch((error: unknown) => {
    // Whoever may have had an answer is better answered twice than not at all.
    deps.telemetry.error('interaction_not_remembered', { reason: String(error) });
    return true;
  });
  const [isNew, onRecord] = await Promise.all([remembered, deps.accounts.read(userId)]);
  if (!isNew) return 'answered-before';
  const user = deps.lookCloser(asked, onRecord);
  const standing = standingOf(user.subscription);
  deps.noteActive(userId, standing);
  return { user, standing, access: await admit(deps.allowances, { userId, standing }, needs) };
}

/** Who asks is found out with the answer; what is taken here too late is given back. */
async function deferUnknown(
  deps: InteractionDeps,
  interaction: Asked,
  question: Question,
  entering: Promise<Entered | 'answered-before'>,
): Promise<Responded> {
  const undo = async (): Promise<void> => {
    const late = await entering;
    if (late !== 'answered-before' && late.access.kind === 'admitted')
      await takeBack(deps.allowances, interaction.userId, late.access.taken);
  };
  undo().catch((error: unknown) =>
    deps.telemetry.error('interaction_failed', { name: question.name, reason: String(error) }),
  );
  return defer(deps, interaction, question, undefined);
}

/** Sent on before it is promised: what was promised is on its way. */
async function defer(
  deps: InteractionDeps,
  interaction: Asked,
  { isPrivate }: Question,
  taken: Taken | undefined,
): Promise<Responded> {
  const owed = taken && { taken: { standing: taken.standing, takes: [...taken.takes] } };
  const promised = { v: 1, interaction, ...owed, tries: 0 } as const;
  const sending = Promise.all([
    deps.queue.send('interactions', { ...promised, isReminder: false }),
    deps.queue.send('interactions', { ...promised, isReminder: true }, { delaySeconds: REMINDED_AFTER_S }),
  ]).then(() => true);
  // Too late is not never: should it arrive after all, the answer takes the place of the apology.
  if (!(await deps.within(QUEUED_WITHIN_MS, sending))) throw new Error('a promised answer could not be queued in time');
  return { response: deferred(isPrivate), result: 'deferred' };
}

/** Suggestions come from what the command's own answer would be open to; they take nothing. */
async function suggest(deps: InteractionDeps, interaction: AutocompleteInteraction): Promise<APIInteractionResponse> {
  const typing = deps.questions.typingOf(interaction);
  if (!typing) return suggestions([]);
  try {
    const user = deps.lookCloser(interaction, await deps.accounts.read(interaction.userId));
    const standing = standingOf(user.subscription);
    if (missingFeature(standing, typing.needs)) return suggestions([]);
    if (!(await keepsPace(deps.allowances, interaction.userId)).granted) return suggestions([]);
    const asker: Asker = { user, standing, now: deps.now(), mayCall: false };
    const choices = await deps.within(AT_ONCE_MS, typing.suggest(asker));
    deps.telemetry.count('suggestions', 1, { name: interaction.name, result: choices ? 'answered' : 'late' });
    return suggestions(choices ?? []);
  } catch (error) {
    deps.telemetry.error('interaction_failed', { name: interaction.name, reason: String(error) });
    return suggestions([]);
  }
}
