import { describe, expect, it } from 'vitest';
import { createDoor, type Door } from '../../../tests/support/door.ts';
import { snowflakeAt } from '../../../tests/support/interactions.ts';
import {
  type Answer,
  type Asker,
  freeMessage,
  message,
  type Needs,
  notAtHand,
} from '../../discord/commands/command.ts';
import type { Questions } from '../../discord/commands/question.ts';
import { type DeferredInteraction, deferredInteractionSchema } from '../../messages/interaction.ts';
import type { DiscordResult, InteractionReplies } from '../../ports/discord.ts';
import { allowanceOf } from './access.ts';
import { answerInteraction } from './answer-interaction.ts';

const OK: DiscordResult<undefined> = { kind: 'ok', value: undefined };
const HELLO = message({ content: 'hello' });
const INSIGHTS: Needs = { feature: 'insights', takes: 'insights' };
const CORE_INSIGHTS = allowanceOf('core', 'insights');

const asking = (ask: (asker: Asker) => Promise<Answer>, needs: Needs = {}): Questions => ({
  questionOf: () => ({ name: 'ask', isPrivate: true, needs, ask }),
  typingOf: () => undefined,
});

/** Discord, as far as promised answers go: gives the results in turn, then takes everything. */
const replies = (...results: DiscordResult<undefined>[]) => {
  const edits: { readonly token: string; readonly content: unknown }[] = [];
  const discord: InteractionReplies = {
    editOriginal: async (token, { content }) => {
      edits.push({ token, content });
      return results.shift() ?? OK;
    },
    isAnswered: async () => ({ kind: 'ok', value: edits.length > 0 }),
  };
  return { edits, discord };
};

const deferred = (parts: { at?: number; takes?: ('queries' | 'insights')[] } = {}): DeferredInteraction => {
  const sentAt = parts.at ?? Date.now();
  return deferredInteractionSchema.parse({
    v: 1,
    interaction: {
      kind: 'command',
      id: snowflakeAt(sentAt),
      token: 'tok',
      userId: '7',
      locale: 'de',
      sentAt,
      name: 'ask',
      options: {},
    },
    taken: { standing: 'core', takes: parts.takes ?? [] },
  });
};

/** A Core user who has used one of their explanations and charts for this question. */
const withOneTaken = async (questions: Questions): Promise<Door> => {
  const door = createDoor(questions);
  await door.admitUser('7', 'core');
  if (CORE_INSIGHTS) await door.allowances.take(CORE_INSIGHTS, '7');
  return door;
};
const used = async (door: Door) => CORE_INSIGHTS && (await door.allowances.usage(CORE_INSIGHTS, '7')).used;

describe('answerInteraction', () => {
  it('gives the answer in place of the promise, with time to call outside', async () => {
    const { edits, discord } = replies();
    const askers: Asker[] = [];
    const door = createDoor(
      asking(async (asker) => {
        askers.push(asker);
        return HELLO;
      }),
    );
    expect(await answerInteraction({ ...door, discord }, deferred())).toMatchObject({ kind: 'done' });
    expect(edits).toEqual([{ token: 'tok', content: 'hello' }]);
    expect(askers).toEqual([expect.objectContaining({ mayCall: true })]);
  });

  it.each([
    ['fails', asking(() => Promise.reject(new Error('out of order')), INSIGHTS), undefined, 'did not work'],
    ['takes too long', asking(() => new Promise(() => {}), INSIGHTS), async () => undefined, 'too long'],
    [
      'is not at hand, although everything was allowed',
      asking(async () => notAtHand, INSIGHTS),
      undefined,
      'did not work',
    ],
  ])('says so when the answer %s, and gives back what it took', async (_, questions, within, words) => {
    const { edits, discord } = replies();
    const door = await withOneTaken(questions);
    const deps = { ...door, discord, ...(within ? { within } : {}) };
    expect(await answerInteraction(deps, deferred({ takes: ['insights'] }))).toMatchObject({ kind: 'done' });
    expect(edits).toEqual([{ token: 'tok', content: expect.stringContaining(words) }]);
    expect(await used(door)).toBe(0);
  });

  it('keeps what a good answer took, and gives back what a free one did', async () => {
    const good = await withOneTaken(asking(async () => HELLO, INSIGHTS));
    await answerInteraction({ ...good, ...replies() }, deferred({ takes: ['insights'] }));
    expect(await used(good)).toBe(1);
    const free = await withOneTaken(asking(async () => freeMessage({ content: 'a template' }), INSIGHTS));
    await answerInteraction({ ...free, ...replies() }, deferred({ takes: ['insights'] }));
    expect(await used(free)).toBe(0);
  });

  it('refuses when the tier has ended since the promise', async () => {
    const { edits, discord } = replies();
    const door = createDoor(asking(async () => HELLO, INSIGHTS));
    await answerInteraction({ ...door, discord }, deferred({ takes: ['insights'] }));
    expect(edits).toEqual([{ token: 'tok', content: expect.stringContaining('Core') }]);
  });

  it('comes back when the promise has not reached Discord yet, or Discord is away', async () => {
    const door = createDoor(asking(async () => HELLO));
    const { discord } = replies(
      { kind: 'permanent', code: 10015, reason: 'Unknown Webhook' },
      { kind: 'unavailable', afterMs: 8000 },
      { kind: 'retry', afterMs: 500, reason: '429-route' },
    );
    const outcomes = [];
    for (let i = 0; i < 4; i++) outcomes.push(await answerInteraction({ ...door, discord }, deferred()));
    expect(outcomes.map(({ kind }) => kind)).toEqual(['later', 'later', 'later', 'done']);
    expect(outcomes[1]).toMatchObject({ afterMs: 2000 });
  });

  it('lets go of what can no longer be answered', async () => {
    const door = createDoor(asking(async () => HELLO));
    const gone = replies({ kind: 'permanent', code: 50027, reason: 'Invalid Webhook Token' });
    expect(await answerInteraction({ ...door, discord: gone.discord }, deferred())).toMatchObject({
      reason: 'unanswerable',
    });
    const late = replies({ kind: 'permanent', code: 10015, reason: 'Unknown Webhook' });
    const old = { ...deferred(), tries: 5 };
    expect(await answerInteraction({ ...door, discord: late.discord }, old)).toMatchObject({ reason: 'unanswerable' });
    const expired = replies();
    const ancient = deferred({ at: Date.now() - 15 * 60_000 });
    expect(await answerInteraction({ ...door, discord: expired.discord }, ancient)).toMatchObject({
      reason: 'token-expired',
    });
    expect(expired.edits).toEqual([]);
  });

  it('says so when Discord finds the answer invalid', async () => {
    const { edits, discord } = replies();
    const picky: InteractionReplies = {
      ...discord,
      editOriginal: async (token, body) => {
        if (body.content === 'hello') throw new Error('Discord answered edit-original with 400');
        return discord.editOriginal(token, body);
      },
    };
    const door = createDoor(asking(async () => HELLO));
    expect(await answerInteraction({ ...door, discord: picky }, deferred())).toMatchObject({ kind: 'done' });
    expect(edits).toEqual([{ token: 'tok', content: expect.stringContaining('did not work') }]);
    expect(door.telemetry.records).toContainEqual(expect.objectContaining({ event: 'answer_not_taken' }));
  });

  it('asks once, however often its answer is sent, and gives back once', async () => {
    const away: DiscordResult<undefined> = { kind: 'unavailable', afterMs: 8000 };
    const { edits, discord } = replies(away, away, { kind: 'retry', afterMs: 30_000, reason: '429-route' });
    let asked = 0;
    const door = await withOneTaken(
      asking(async () => {
        asked++;
        return freeMessage({ content: `answer ${asked}` });
      }, INSIGHTS),
    );
    let promised = deferred({ takes: ['insights'] });
    const waits: number[] = [];
    for (;;) {
      const outcome = await answerInteraction({ ...door, discord }, promised);
      if (outcome.kind !== 'later') break;
      waits.push(outcome.afterMs);
      promised = deferredInteractionSchema.parse(outcome.instead);
    }
    expect(waits).toEqual([2000, 4000, 30_000]);
    expect(asked).toBe(1);
    expect(new Set(edits.map(({ content }) => content))).toEqual(new Set(['answer 1']));
    expect(await used(door)).toBe(0);
    if (CORE_INSIGHTS) await door.allowances.take(CORE_INSIGHTS, '7');
    await answerInteraction({ ...door, discord }, deferred({ takes: ['insights'] }));
    expect(await used(door)).toBe(0);
  });

  it('takes what it costs where the door had no time for it, and refuses where there is nothing left', async () => {
    const { edits, discord } = replies();
    const door = createDoor(asking(async () => HELLO, { takes: 'queries' }));
    const { taken: _taken, ...untaken } = deferred();
    for (let i = 0; i < 4; i++) {
      const interaction = { ...untaken.interaction, id: snowflakeAt(Date.now()) };
      await answerInteraction({ ...door, discord }, { ...untaken, interaction });
    }
    expect(edits.map(({ content }) => content)).toEqual([
      'hello',
      'hello',
      'hello',
      expect.stringContaining('3 queries a day'),
    ]);
  });

  it('edits the same answer again when it is repeated after a crash', async () => {
    const { edits, discord } = replies();
    const door = createDoor(asking(async () => HELLO));
    const promised = deferred();
    await answerInteraction({ ...door, discord }, promised);
    await answerInteraction({ ...door, discord }, promised);
    expect(new Set(edits.map((edit) => JSON.stringify(edit))).size).toBe(1);
  });

  it('takes nothing for a failure where what it costs was only taken with the answer', async () => {
    const { edits, discord } = replies();
    const door = createDoor(asking(() => Promise.reject(new Error('broken')), INSIGHTS));
    await door.admitUser('7', 'core');
    const { taken: _, ...unpaid } = deferred();
    await answerInteraction({ ...door, discord }, deferredInteractionSchema.parse(unpaid));
    expect(edits).toEqual([{ token: 'tok', content: expect.stringContaining('did not work') }]);
    expect(await used(door)).toBe(0);
  });

  describe('reminded of what it promised', () => {
    const reminder = (parts: Parameters<typeof deferred>[0] = {}) => ({ ...deferred(parts), isReminder: true });

    it('leaves an answer that was given', async () => {
      const { edits, discord } = replies();
      const door = createDoor(asking(async () => HELLO));
      await answerInteraction({ ...door, discord }, deferred());
      expect(await answerInteraction({ ...door, discord }, reminder())).toEqual({ kind: 'drop', reason: 'answered' });
      expect(edits).toHaveLength(1);
    });

    it('tells whoever still waits that there is none, takes nothing for it, and does not ask again', async () => {
      const { edits, discord } = replies();
      const asked: Asker[] = [];
      const door = await withOneTaken(
        asking(async (asker) => {
          asked.push(asker);
          return HELLO;
        }, INSIGHTS),
      );
      expect(await answerInteraction({ ...door, discord }, reminder({ takes: ['insights'] }))).toMatchObject({
        kind: 'done',
      });
      expect(edits).toEqual([{ token: 'tok', content: expect.stringContaining('took too long') }]);
      expect(asked).toEqual([]);
      expect(await used(door)).toBe(0);
      expect(door.telemetry.total('interactions_answered', { result: 'apologised' })).toBe(1);
    });

    it('comes back when Discord is away', async () => {
      const { discord } = replies({ kind: 'unavailable', afterMs: 8000 });
      const door = createDoor(asking(async () => HELLO));
      expect(await answerInteraction({ ...door, discord }, reminder())).toMatchObject({ kind: 'later', afterMs: 8000 });
      const isAnswered = async () => ({ kind: 'retry', afterMs: 500, reason: 'limit' }) as const;
      expect(await answerInteraction({ ...door, discord: { ...discord, isAnswered } }, reminder())).toMatchObject({
        kind: 'later',
        afterMs: 500,
      });
    });

    it('is the last word: a question that a killed worker gives back minutes later is not answered any more', async () => {
      const { edits, discord } = replies();
      const door = await withOneTaken(asking(async () => HELLO, INSIGHTS));
      const late = deferred({ at: Date.now() - 61_000, takes: ['insights'] });
      expect(await answerInteraction({ ...door, discord }, late)).toEqual({ kind: 'drop', reason: 'apologised' });
      expect(edits).toEqual([]);
      expect(await used(door)).toBe(0);
    });
  });
});
