import { z } from 'zod';
import type { Clock } from '../../../shared/ports/clock.ts';
import type { PostedMessage } from '../state/discord-messages.ts';
import { messageView, type RawMessage, type TrustedOrigins } from '../state/message-view.ts';
import { type Read, readAnswer } from './answer-view.ts';
import { boundedMap } from './bounded-map.ts';
import type { Actor, DiscordClient, InteractionRequest } from './client.ts';
import { type Deed, deedSchema } from './deed.ts';
import { createKnownMessages } from './known-messages.ts';
import { createLateAnswers } from './late-answers.ts';
import { commandViews } from './menu.ts';
import type {
  AnswerMessageView,
  AnswerView,
  InteractionView,
  LateAnswerView,
  Menu,
  PersonView,
  PlaceView,
} from './model.ts';
import { createPeople, type People, type ShopOptions } from './people.ts';
import { type Refused, refused } from './refused.ts';

/** Questions whose answers may come later. */
const MOST_PROMISED = 300;
/** After so long Discord itself takes no answer any more. */
const PROMISE_MS = 15 * 60_000;

const outsider = ({ name }: Person): string =>
  `${name} has left the server: nothing but direct messages can come from there.`;

/** What the page calls a direct message to the app. */
const DIRECT: PlaceView = { id: 'direct', name: 'a direct message' };

/** Somebody whom the box can act as. */
export interface Person extends PersonView, Actor {}

export interface DiscordBoxOptions {
  readonly client: DiscordClient;
  readonly people: readonly Person[];
  /** The guild's channels, names without `#`; the first one is chosen at first. */
  readonly channels: readonly { readonly id: string; readonly name: string }[];
  /** Where pictures in messages come from, e.g. `http://127.0.0.1:51234`; pictures from elsewhere are not loaded. */
  readonly imageOrigin?: string;
  /** What is sold inside Discord; absent: nothing. */
  readonly shop?: ShopOptions;
}

/** Acts in Discord as one of a few people, against the app's real endpoint. */
export interface DiscordBox {
  readonly menu: () => Menu;
  readonly people: People;
  /** Does what the page asks; the body is anything. */
  readonly act: (body: unknown) => Promise<InteractionView | Refused>;
  /** Waits for at least one of the answers that were promised to interactions; none when the signal ends the waiting. */
  readonly lateAnswers: (interactionIds: readonly string[], signal: AbortSignal) => Promise<readonly LateAnswerView[]>;
  /** Takes note of a message, so that its buttons can be pressed. */
  readonly remember: (posted: PostedMessage) => void;
  readonly stop: () => void;
}

interface Promised {
  /** Wall time, epoch ms. */
  readonly at: number;
  readonly personId: string;
  readonly channelId: string | undefined;
  readonly isPrivate: boolean;
}

interface BoxDeps {
  /** Dates answers. */
  readonly now: Clock;
  /** Measures how long they took. */
  readonly wall: Clock;
  /** Where what messages point to may be; pictures' origin without it. */
  readonly origins?: TrustedOrigins;
}

export const createDiscordBox = (
  options: DiscordBoxOptions,
  { now, wall, origins = { images: options.imageOrigin } }: BoxDeps,
): DiscordBox => {
  const { client, people, channels, shop } = options;
  const members = createPeople(options);
  const messages = createKnownMessages((id) => people.find((person) => person.id === id)?.name ?? `user ${id}`);
  const promised = boundedMap<Promised>(MOST_PROMISED);
  const arrived = createLateAnswers(client, wall);
  const stopped = new AbortController();

  const shown = (id: string, body: RawMessage, question: Promised): AnswerMessageView => {
    const { personId, channelId, isPrivate } = question;
    messages.add(id, body, { channelId, onlyFor: isPrivate ? personId : undefined });
    return { id, at: now(), isPrivate, ...messageView(body, origins) };
  };

  const requestOf = (deed: Deed): InteractionRequest | Refused => {
    const person = people.find(({ id }) => id === deed.personId);
    if (!person) return refused(404, 'There is nobody of that id to act as.');
    const { standing: _, ...user } = person;
    if (deed.kind === 'component') {
      const press = messages.press(person.id, deed.messageId, deed.customId);
      if (press.kind === 'refused') return press;
      if (press.channelId !== undefined && !members.isMember(person.id)) return refused(403, outsider(person));
      return { user, ...press };
    }
    const { kind, channelId, name, options } = deed;
    if (channelId === DIRECT.id) return { kind, user, name, options };
    if (!channels.some(({ id }) => id === channelId)) return refused(404, 'There is no such channel.');
    if (!members.isMember(person.id)) return refused(403, outsider(person));
    return { kind, user, channelId, name, options };
  };

  const answerView = (id: string, read: Read, asked: Omit<Promised, 'isPrivate'>): AnswerView => {
    if (read.kind === 'thinking') promised.set(id, { ...asked, isPrivate: read.isPrivate });
    if (read.kind !== 'message') return read;
    return { kind: 'message', message: shown(id, read.body, { ...asked, isPrivate: read.isPrivate }) };
  };

  const act: DiscordBox['act'] = async (body) => {
    const parsed = deedSchema.safeParse(body);
    if (!parsed.success) return refused(400, `Not understood.\n${z.prettifyError(parsed.error)}`);
    const request = requestOf(parsed.data);
    if (request.kind === 'refused') return request;
    const asked = { at: wall(), personId: parsed.data.personId, channelId: request.channelId };
    try {
      const interacted = await client.interact(request);
      const { id, status, ms } = interacted;
      return { id, status, ms, answer: answerView(id, readAnswer(interacted), asked) };
    } catch (error) {
      return refused(502, `The Discord stand-in failed: ${error instanceof Error ? error.message : String(error)}`);
    }
  };

  /** What became of a promise; empty while it is open. */
  const lateAnswer = (id: string): readonly LateAnswerView[] => {
    const question = promised.get(id);
    if (!question) return [{ id, problem: 'Nothing was promised to that interaction, or too long ago.' }];
    const answer = arrived.of(id);
    if (answer) return [{ id, message: shown(id, answer.body, question), ms: answer.at - question.at }];
    return wall() - question.at > PROMISE_MS ? [{ id, problem: 'No answer came in 15 minutes.' }] : [];
  };

  return {
    menu: () => ({
      isStandIn: true,
      people: people.map(({ id, name, standing }) => ({ id, name, standing })),
      places: [...channels.map(({ id, name }) => ({ id, name: `# ${name}` })), DIRECT],
      commands: commandViews(client.commands()),
      shop: shop?.skus.map(({ tier }) => tier) ?? [],
    }),
    people: members,
    act,
    lateAnswers: async (ids, signal) => {
      const until = AbortSignal.any([signal, stopped.signal]);
      for (;;) {
        const settled = ids.flatMap(lateAnswer);
        if (settled.length > 0 || until.aborted) return settled;
        await arrived.next(until);
      }
    },
    remember: messages.addPosted,
    stop: () => {
      stopped.abort();
      members.stop();
      arrived.stop();
    },
  };
};
