import { type Call, json, noContent, type Reply } from '../reply.ts';
import { errorReply, invalidForm } from './errors.ts';
import { formFaults, type MessageForm } from './form.ts';

const FIFTEEN_MINUTES = 15 * 60_000;
const MOST_REMEMBERED = 1_000;

export interface Interactions {
  /** Tells of an interaction that Discord sent, so that its token ends after 15 minutes. Unknown tokens are taken as fresh. */
  begin(interaction: { readonly id: string; readonly token: string }): void;
  /** POST /interactions/{id}/{token}/callback */
  callback(id: string, token: string, form: MessageForm, call: Call): Reply;
  /** PATCH /webhooks/{application}/{token}/messages/@original */
  edit(token: string, form: MessageForm): Reply;
  /** GET of the same. */
  original(token: string): Reply;
  /** The latest answer to an interaction, as it was sent. */
  answer(token: string): unknown;
}

/** Answers to interactions, the newest thousand. */
export const createInteractions = (now: () => number, nextId: () => string): Interactions => {
  const begun = new Map<string, number>();
  const acknowledged = new Set<string>();
  const answers = new Map<string, object>();

  const bound = (kept: Map<string, unknown> | Set<string>): void => {
    const [oldest] = kept.keys();
    if (kept.size > MOST_REMEMBERED && oldest !== undefined) kept.delete(oldest);
  };
  const expired = (token: string): boolean => now() - (begun.get(token) ?? now()) > FIFTEEN_MINUTES;
  const remember = (token: string, answer: object): void => {
    if (!begun.has(token)) begun.set(token, now());
    answers.set(token, answer);
    bound(answers);
    bound(begun);
  };

  return {
    begin: ({ token }) => {
      begun.set(token, now());
    },
    callback: (id, token, form, call) => {
      if (expired(token)) return errorReply(50027);
      if (acknowledged.has(id)) return errorReply(40060);
      acknowledged.add(id);
      bound(acknowledged);
      remember(token, form);
      if (call.query.get('with_response') !== 'true') return noContent();
      return json(200, { interaction: { id, type: 2 } });
    },
    edit: (token, form) => {
      if (expired(token)) return errorReply(50027);
      const faults = formFaults(form);
      if (faults.length > 0) return invalidForm(faults);
      const message = { id: nextId(), embeds: [], content: '', ...form };
      remember(token, message);
      return json(200, message);
    },
    original: (token) => {
      const answer = answers.get(token);
      return answer ? json(200, answer) : errorReply(10008);
    },
    answer: (token) => answers.get(token),
  };
};
