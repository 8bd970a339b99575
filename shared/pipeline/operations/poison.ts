import { QUEUE_NAMES, type QueueName } from '../../messages/messages.ts';
import type { Clock } from '../../ports/clock.ts';
import type { GivenUp, HeldPoison, PoisonKeeper } from '../../ports/poison.ts';
import { type Fate, fateOf } from './fate.ts';

/** The last failure of a message, as it was noted. */
interface Note {
  readonly reason: string;
  /** Epoch ms. */
  readonly at: number;
}

export interface PoisonDeps {
  readonly poison: PoisonKeeper;
  /** Why a message was given up, if its last failure was noted. */
  readonly noteOf: (queue: QueueName, text: string) => Promise<Note | undefined>;
  /** Keeps a message among what was refused, as dropped by an operator. */
  readonly keepDropped: (queue: QueueName, text: string) => Promise<void>;
  /** A text that opens nothing for whoever reads it. */
  readonly withoutTokens: (text: string) => string;
  /** How often a message is tried before it is given up. */
  readonly mostTries: number;
  readonly now: Clock;
  readonly wall: Clock;
}

/** A message that was given up, for an operator to judge. */
export interface PoisonView {
  readonly id: string;
  /** Epoch ms. */
  readonly since: number;
  readonly note: Note | undefined;
  /** What its stage would do with it now. */
  readonly fate: Fate;
  /** Whole, but without what opens something. */
  readonly text: string;
}

export interface PoisonList {
  readonly queue: QueueName;
  /** About so many. */
  readonly count: number;
  /** The oldest, 32 at most: Azure shows no more without taking them out. */
  readonly messages: readonly PoisonView[];
  readonly tries: number;
}

/** What lies in the poison queues of some queues. Takes nothing out. */
export const listPoison = (deps: PoisonDeps, queues: readonly QueueName[] = QUEUE_NAMES): Promise<PoisonList[]> =>
  Promise.all(
    queues.map(async (queue) => {
      const { count, oldest } = await deps.poison.look(queue);
      const messages = await Promise.all(oldest.map((message) => viewOf(deps, queue, message)));
      return { queue, count: Math.max(count, messages.length), messages, tries: deps.mostTries };
    }),
  );

async function viewOf(deps: PoisonDeps, queue: QueueName, { id, since, text }: GivenUp): Promise<PoisonView> {
  const note = await deps.noteOf(queue, text);
  const fate = fateOf(queue, text, { now: deps.now(), wall: deps.wall() });
  return { id, since, note, fate, text: deps.withoutTokens(text) };
}

/** One message, or all that lie there now. */
type Which = { readonly id: string } | 'all';

export interface Clearing {
  readonly queue: QueueName;
  readonly which: Which;
  /** Says what would be done, of the oldest 32, and does nothing. */
  readonly dryRun: boolean;
  /** Told of each that is done. */
  readonly onProgress?: (done: number) => void;
}

export interface Cleared {
  readonly queue: QueueName;
  readonly messages: readonly Omit<PoisonView, 'text'>[];
  /** About how many there are in all; of a dry run, perhaps more than it could see. */
  readonly count: number;
}

/**
 * Puts messages back into their queue and then takes them out of the poison queue. Every stage knows by ids made of content what it
 * has done before: a message that is put back twice, because somebody died in between, does nothing twice.
 * @throws when there is no such message
 */
export const replayPoison = (deps: PoisonDeps, clearing: Clearing): Promise<Cleared> =>
  clear(deps, clearing, (message) => message.putBack());

/**
 * Gives messages up for good. They are kept among what was refused before they are deleted.
 * @throws when there is no such message
 */
export const dropPoison = (deps: PoisonDeps, clearing: Clearing): Promise<Cleared> =>
  clear(deps, clearing, async (message) => {
    await deps.keepDropped(clearing.queue, message.text);
    await message.remove();
  });

async function clear(
  deps: PoisonDeps,
  { queue, which, dryRun, onProgress }: Clearing,
  deed: (message: HeldPoison) => Promise<void>,
): Promise<Cleared> {
  const isMeant = ({ id }: GivenUp): boolean => which === 'all' || which.id === id;
  const { count, oldest } = await deps.poison.look(queue);
  const messages: Omit<PoisonView, 'text'>[] = [];
  const note = async (message: GivenUp): Promise<void> => {
    const { text: _, ...view } = await viewOf(deps, queue, message);
    messages.push(view);
  };
  if (dryRun) for (const message of oldest.filter(isMeant)) await note(message);
  else
    for await (const message of deps.poison.hold(queue)) {
      if (!isMeant(message)) continue;
      await note(message);
      await deed(message);
      onProgress?.(messages.length);
      if (which !== 'all') break;
    }
  if (messages.length === 0 && which !== 'all') throw new Error(nothingUnder(which.id, queue, dryRun && count > 32));
  return { queue, messages, count: Math.max(count, messages.length) };
}

const nothingUnder = (id: string, queue: QueueName, isFurtherBack: boolean): string =>
  `No message ${id} was given up in ${queue}${isFurtherBack ? ', as far as can be seen: of the oldest 32' : ''}. ` +
  `npm run ops -- poison show ${queue} lists them; somebody else may be putting it back at this moment.`;
