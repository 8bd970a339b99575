import type { APIInteractionResponse } from 'discord-api-types/v10';
import type { Asker } from '../../discord/commands/command.ts';
import type { Question } from '../../discord/commands/question.ts';
import { readInteraction } from '../../discord/commands/read-interaction.ts';
import { deferred, immediate, pong, suggestions } from '../../discord/commands/response.ts';
import { refusalMessage } from '../../discord/refusal.ts';
import { has, standingOf } from '../../domain/account/tiers.ts';
import type {
  AutocompleteInteraction,
  CommandInteraction,
  ComponentInteraction,
  Interaction,
} from '../../messages/interaction.ts';
import { admit, giveBack, type Taken } from './access.ts';
import { FAILED, UNKNOWN } from './apologies.ts';
import type { InteractionDeps } from './deps.ts';
import { isFirst } from './once.ts';

/** A request as it came. */
export interface SignedRequest {
  /** The raw body; undefined when it was longer than {@link MOST_BODY_BYTES}. */
  readonly body: Uint8Array | undefined;
  /** Header `X-Signature-Ed25519`. */
  readonly signature: string | null;
  /** Header `X-Signature-Timestamp`, seconds. */
  readonly timestamp: string | null;
}

/** What is answered. Refusals say why in one word, for whoever sets the endpoint up. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: APIInteractionResponse | { readonly error: string };
}

export const MOST_BODY_BYTES = 64 * 1024;
/** Older requests are replays; younger ones come from a clock that goes wrong. */
const MOST_AGE_MS = 5 * 60_000;
const MOST_AHEAD_MS = 60_000;
/** Discord wants an answer within 3 s, the way there and a cold start included. */
const AT_ONCE_MS = 1000;

const SIGNATURE = /^[0-9a-f]{128}$/i;
const TIMESTAMP = /^\d{1,13}$/;

/**
 * Answers a request to the interactions endpoint. The checks come in the order of their cost, so that what is forged is turned away
 * for less than what is answered costs. Never throws: whoever signed a question gets an answer.
 */
export async function receiveInteraction(deps: InteractionDeps, request: SignedRequest): Promise<HttpAnswer> {
  const answer = await answerTo(deps, request);
  if ('error' in answer.body) deps.telemetry.count('interactions_refused', 1, { reason: answer.body.error });
  return answer;
}

async function answerTo(deps: InteractionDeps, { body, signature, timestamp }: SignedRequest): Promise<HttpAnswer> {
  if (body === undefined) return refuse(413, 'too-large');
  if (!signature || !timestamp || !SIGNATURE.test(signature) || !TIMESTAMP.test(timestamp))
    return refuse(401, 'unsigned');
  const age = deps.wall() - Number(timestamp) * 1000;
  if (age > MOST_AGE_MS || age < -MOST_AHEAD_MS) return refuse(401, 'stale');
  if (!(await deps.verify(body, { signature, timestamp }))) return refuse(401, 'bad-signature');
  const json = parseJson(body);
  if (json === undefined) return refuse(400, 'not-json');
  const read = readInteraction(json);
  if (read.kind === 'ping') return ok(pong());
  if (read.kind === 'unreadable') {
    deps.telemetry.warn('interaction_unreadable', { reason: read.reason });
    return refuse(400, 'unreadable');
  }
  return respond(deps, read.interaction);
}

const refuse = (status: number, error: string): HttpAnswer => ({ status, body: { error } });
const ok = (body: APIInteractionResponse): HttpAnswer => ({ status: 200, body });

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}

async function respond(deps: InteractionDeps, interaction: Interaction): Promise<HttpAnswer> {
  const began = deps.wall();
  if (interaction.kind === 'autocomplete') {
    // A suggestion changes nothing and is asked for with every key that is pressed: it is not worth the database's time.
    if ((await deps.cache.claim('interaction', interaction.id)) === 'exists') return refuse(409, 'answered-before');
    return ok(await suggest(deps, interaction));
  }
  try {
    if (!(await isFirst(deps, interaction.id, began))) return refuse(409, 'answered-before');
  } catch (error) {
    // Whoever may have had an answer is better answered twice than not at all.
    deps.telemetry.error('interaction_not_remembered', { reason: String(error) });
  }
  const question = interaction.kind === 'other' ? undefined : deps.questions.questionOf(interaction);
  if (!question || interaction.kind === 'other') {
    deps.telemetry.count('interactions_unknown', 1, { kind: interaction.kind });
    return ok(immediate(UNKNOWN, true));
  }
  const { response, result } = await answerQuestion(deps, interaction, question);
  deps.telemetry.count('interactions', 1, { name: question.name, result });
  deps.telemetry.observe('interaction_answer_ms', deps.wall() - began, { result });
  return ok(response);
}

interface Responded {
  readonly response: APIInteractionResponse;
  readonly result: 'answered' | 'refused' | 'deferred' | 'failed';
}

async function answerQuestion(
  deps: InteractionDeps,
  interaction: CommandInteraction | ComponentInteraction,
  question: Question,
): Promise<Responded> {
  const { userId } = interaction;
  let taken: Taken | undefined;
  try {
    const user = await deps.accounts.read(userId);
    const standing = standingOf(user.subscription);
    const access = await admit(deps.allowances, { userId, standing }, question.needs);
    if (access.kind === 'refused')
      return { response: immediate(refusalMessage(access.refusal, standing), true), result: 'refused' };
    taken = access.taken;
    const asker: Asker = { user, standing, now: deps.now(), mayCall: false };
    const answer = await deps.within(AT_ONCE_MS, question.ask(asker));
    if (answer?.kind === 'message') {
      if (answer.isFree) await giveBack(deps.allowances, userId, taken);
      return { response: immediate(answer.message, question.isPrivate), result: 'answered' };
    }
    return await defer(deps, interaction, question, taken);
  } catch (error) {
    deps.telemetry.error('interaction_failed', { name: question.name, reason: String(error) });
    if (taken) await giveBack(deps.allowances, userId, taken);
    return { response: immediate(FAILED, true), result: 'failed' };
  }
}

/** Sent on before it is promised: what was promised is on its way. */
async function defer(
  deps: InteractionDeps,
  interaction: CommandInteraction | ComponentInteraction,
  { isPrivate }: Question,
  { standing, takes }: Taken,
): Promise<Responded> {
  try {
    await deps.queue.send('interactions', { v: 1, interaction, taken: { standing, takes: [...takes] } });
  } catch (cause) {
    throw new Error('a promised answer could not be queued', { cause });
  }
  return { response: deferred(isPrivate), result: 'deferred' };
}

/** Suggestions come from what the command's own answer would be open to; they take nothing. */
async function suggest(deps: InteractionDeps, interaction: AutocompleteInteraction): Promise<APIInteractionResponse> {
  const typing = deps.questions.typingOf(interaction);
  if (!typing) return suggestions([]);
  try {
    const user = await deps.accounts.read(interaction.userId);
    const standing = standingOf(user.subscription);
    const { feature } = typing.needs;
    if (feature && !has(standing, feature)) return suggestions([]);
    const asker: Asker = { user, standing, now: deps.now(), mayCall: false };
    const choices = await deps.within(AT_ONCE_MS, typing.suggest(asker));
    deps.telemetry.count('suggestions', 1, { name: interaction.name, result: choices ? 'answered' : 'late' });
    return suggestions(choices ?? []);
  } catch (error) {
    deps.telemetry.error('interaction_failed', { name: interaction.name, reason: String(error) });
    return suggestions([]);
  }
}
