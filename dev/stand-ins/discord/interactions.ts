import { z } from 'zod';
import { type Call, json, noContent, type Reply } from '../reply.ts';
import { errorReply, invalidForm } from './errors.ts';
import { formFaults, type MessageForm } from './form.ts';

const FIFTEEN_MINUTES = 15 * 60_000;
const MOST_REMEMBERED = 5_000;

/** An answer that was promised, and has come. */
interface GivenAnswer {
  readonly interactionId: string | undefined;
  readonly token: string;
  readonly body: object;
  /** Epoch ms. */
  readonly at: number;
}

export interface Interactions {
  /**
   * Tells of an interaction that Discord sent: its token ends after 15 minutes. Unknown tokens are taken as fresh.
   * @param isAnswered whether the endpoint has answered it, if only with a promise; default true
   */
  begin(interaction: { readonly id: string; readonly token: string }, isAnswered?: boolean): void;
  /** The endpoint has answered it, at once or with a promise: from now on that answer can be edited, but for who may see it. */
  acknowledge(token: string, response: unknown): void;
  /** POST /interactions/{id}/{token}/callback */
  callback(id: string, token: string, form: MessageForm, call: Call): Reply;
  /** PATCH /webhooks/{application}/{token}/messages/@original */
  edit(token: string, form: MessageForm): Reply;
  /** GET of the same. */
  original(token: string): Reply;
  /** The latest answer to an interaction, as it was sent. */
  answer(token: string): unknown;
  /** Calls the listener with each promised answer that comes; answers how to stop that. */
  onAnswer(listener: (given: GivenAnswer) => void): () => void;
  /** The promised answer, as soon as there is one; undefined when there is none within so many ms. */
  answered(token: string, withinMs: number): Promise<object | undefined>;
}

interface Begun {
  readonly id: string | undefined;
  readonly at: number;
  /** Whether there is an answer, or the promise of one, to edit. */
  isAcknowledged: boolean;
  /** Whether only the person who asked sees the answer. */
  isPrivate: boolean;
  /** Whether the answer was promised: until it comes, the person reads "thinking…". */
  isPromised: boolean;
}

const EPHEMERAL = 64;
const LOADING = 128;
const PROMISE = 5;
const responseSchema = z.object({ data: z.object({ flags: z.int().default(0) }) });
const isPrivate = (response: unknown): boolean =>
  ((responseSchema.safeParse(response).data?.data.flags ?? 0) & EPHEMERAL) !== 0;

/** Answers to interactions, the newest some thousand. */
export const createInteractions = (now: () => number, nextId: () => string): Interactions => {
  const begun = new Map<string, Begun>();
  const acknowledged = new Set<string>();
  const answers = new Map<string, object>();
  const listeners = new Set<(given: GivenAnswer) => void>();

  const bound = (kept: Map<string, unknown> | Set<string>): void => {
    const [oldest] = kept.keys();
    if (kept.size > MOST_REMEMBERED && oldest !== undefined) kept.delete(oldest);
  };
  const expired = (token: string): boolean => now() - (begun.get(token)?.at ?? now()) > FIFTEEN_MINUTES;
  const start = (token: string, id: string | undefined, isAcknowledged: boolean): void => {
    begun.set(token, { id, at: now(), isAcknowledged, isPrivate: false, isPromised: false });
    bound(begun);
  };
  const remember = (token: string, answer: object): void => {
    if (!begun.has(token)) start(token, undefined, true);
    answers.set(token, answer);
    bound(answers);
  };
  const acknowledge: Interactions['acknowledge'] = (token, response) => {
    const known = begun.get(token);
    if (!known) return;
    known.isAcknowledged = true;
    known.isPrivate = isPrivate(response);
    known.isPromised = z.object({ type: z.literal(PROMISE) }).safeParse(response).success;
  };
  const onAnswer: Interactions['onAnswer'] = (listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };

  return {
    begin: ({ id, token }, isAnswered = true) => start(token, id, isAnswered),
    acknowledge,
    callback: (id, token, form, call) => {
      if (expired(token)) return errorReply(50027);
      if (acknowledged.has(id)) return errorReply(40060);
      acknowledged.add(id);
      bound(acknowledged);
      remember(token, form);
      acknowledge(token, form);
      if (call.query.get('with_response') !== 'true') return noContent();
      return json(200, { interaction: { id, type: 2 } });
    },
    edit: (token, form) => {
      if (expired(token)) return errorReply(50027);
      if (begun.get(token)?.isAcknowledged === false) return errorReply(10015);
      const faults = formFaults(form);
      if (faults.length > 0) return invalidForm(faults);
      const flags = (Number(form.flags ?? 0) & ~EPHEMERAL) | (begun.get(token)?.isPrivate ? EPHEMERAL : 0);
      const message = { id: nextId(), embeds: [], content: '', ...form, flags };
      remember(token, message);
      const given = { interactionId: begun.get(token)?.id, token, body: message, at: now() };
      for (const listener of listeners) listener(given);
      return json(200, message);
    },
    original: (token) => {
      const answer = answers.get(token);
      const known = begun.get(token);
      if (answer) return json(200, answer);
      if (!known?.isPromised) return errorReply(10008);
      return json(200, { id: nextId(), content: '', embeds: [], flags: LOADING | (known.isPrivate ? EPHEMERAL : 0) });
    },
    answer: (token) => answers.get(token),
    onAnswer,
    answered: (token, withinMs) =>
      new Promise((resolve) => {
        const end = (body: object | undefined): void => {
          leave();
          clearTimeout(timer);
          resolve(body);
        };
        const leave = onAnswer((given) => given.token === token && end(given.body));
        const timer = setTimeout(end, withinMs, undefined);
        const given = answers.get(token);
        if (given) end(given);
      }),
  };
};
