import { describe, expect, it, vi } from 'vitest';
import { createDoor, type Door } from '../../../tests/support/door.ts';
import { aCommand, anAutocomplete, aPress, PING, snowflakeAt } from '../../../tests/support/interactions.ts';
import {
  type Answer,
  type Asker,
  freeMessage,
  message,
  type Needs,
  notAtHand,
} from '../../discord/commands/command.ts';
import type { Question, Questions } from '../../discord/commands/question.ts';
import type { Cache } from '../../ports/cache.ts';
import { allowanceOf } from './access.ts';
import type { InteractionDeps } from './deps.ts';
import { receiveInteraction } from './receive-interaction.ts';

type Within = InteractionDeps['within'];
const HELLO = message({ content: 'hello' });
const EPHEMERAL = 64;

/** One command and one button by the name of `ask`, which everybody may ask. */
const asking = (ask: (asker: Asker) => Promise<Answer>, needs: Needs = {}, isPrivate = true): Questions => {
  const question: Question = { name: 'ask', isPrivate, needs, ask };
  return {
    questionOf: (interaction) =>
      interaction.kind === 'command'
        ? interaction.name === 'ask'
          ? question
          : undefined
        : interaction.customId === 'ask'
          ? question
          : undefined,
    typingOf: () => ({ name: 'ask', needs, suggest: async () => [{ name: 'a', value: 'b' }] }),
  };
};
const send = (door: Door, raw: unknown, at?: number) =>
  receiveInteraction(door, door.signer.sign(JSON.stringify(raw), at));
const QUERIES: Needs = { takes: 'queries' };
const usedBy = async (door: Door, userId: string) => {
  const allowance = allowanceOf('none', 'queries');
  return allowance && (await door.allowances.usage(allowance, userId)).used;
};

describe('receiveInteraction', () => {
  it('answers a ping', async () => {
    expect(await send(createDoor(asking(async () => HELLO)), PING)).toEqual({ status: 200, body: { type: 1 } });
  });

  it('answers at once what is at hand, to the asker alone where it is private, and mentions nobody', async () => {
    const answer = await send(createDoor(asking(async () => HELLO)), aCommand('ask'));
    expect(answer.body).toEqual({
      type: 4,
      data: { content: 'hello', allowed_mentions: { parse: [] }, flags: EPHEMERAL },
    });
    const open = await send(createDoor(asking(async () => HELLO, {}, false)), aCommand('ask'));
    expect(open.body).toEqual({ type: 4, data: { content: 'hello', allowed_mentions: { parse: [] } } });
  });

  it('shows an answer that was not worth a query to the asker alone, whatever the command', async () => {
    const mistaken = freeMessage({ content: 'no such league' });
    const answer = await send(createDoor(asking(async () => mistaken, {}, false)), aCommand('ask'));
    expect(answer.body).toMatchObject({ type: 4, data: { content: 'no such league', flags: EPHEMERAL } });
  });

  it('gives the question who asks, by our own record and not by the roles that come along', async () => {
    const askers: Asker[] = [];
    const door = createDoor(
      asking(async (asker) => {
        askers.push(asker);
        return HELLO;
      }),
    );
    await door.admitUser('7', 'core');
    await send(door, aCommand('ask', {}, { userId: '7' }));
    await send(door, aCommand('ask', {}, { userId: '8' }));
    expect(askers.map(({ user, standing, mayCall }) => [user.id, standing, mayCall])).toEqual([
      ['7', 'core', false],
      ['8', 'none', false],
    ]);
  });

  it.each([true, false])('promises what is not at hand and queues the question (private: %s)', async (isPrivate) => {
    const door = createDoor(asking(async () => notAtHand, QUERIES, isPrivate));
    const raw = aCommand('ask', { team: 'x' });
    const answer = await send(door, raw);
    expect(answer.body).toEqual({ type: 5, ...(isPrivate ? { data: { flags: EPHEMERAL } } : {}) });
    const message = {
      v: 1,
      interaction: expect.objectContaining({ id: raw.id, token: raw.token, options: { team: 'x' } }),
      taken: { standing: 'none', takes: ['queries'] },
      tries: 0,
    };
    expect(door.sent).toEqual([
      { queue: 'interactions', message: { ...message, isReminder: false } },
      { queue: 'interactions', message: { ...message, isReminder: true } },
    ]);
  });

  /** Lets the n-th of the waits end before what is waited for. */
  const impatientAt = (n: number): Within => {
    let waits = 0;
    return (_, promise) => (++waits === n ? Promise.resolve(undefined) : promise);
  };

  it('counts what a closer look finds: what was bought inside Discord opens what it has at once', async () => {
    const lookCloser: InteractionDeps['lookCloser'] = ({ userId, entitlements }, user) =>
      userId === user.id && entitlements.length > 0
        ? { ...user, subscription: { status: 'active', tier: 'sharp', source: 'discord' } }
        : user;
    const door = createDoor(
      asking(async ({ standing }) => message({ content: standing }), { feature: 'insights' }),
      { lookCloser },
    );
    const bought = { id: '1', sku_id: '2', user_id: '7', deleted: false };
    const raw = (id: string, entitlements: readonly unknown[]) => ({
      ...aCommand('ask', {}, { userId: '7' }),
      id: snowflakeAt(Date.now() + Number(id)),
      entitlements,
    });
    expect((await send(door, raw('1', []))).body).not.toMatchObject({ data: { content: 'sharp' } });
    expect((await send(door, raw('2', [bought]))).body).toMatchObject({ data: { content: 'sharp' } });
  });

  it('promises what takes longer than it may', async () => {
    const within = impatientAt(2);
    const door = createDoor(
      asking(() => new Promise(() => {})),
      { within },
    );
    expect((await send(door, aCommand('ask'))).body).toMatchObject({ type: 5 });
    expect(door.telemetry.total('interactions', { result: 'deferred' })).toBe(1);
  });

  it('promises where it takes too long to find out who asks, and gives back what it takes too late', async () => {
    const door = createDoor(
      asking(async () => HELLO, QUERIES),
      { within: impatientAt(1) },
    );
    expect((await send(door, aCommand('ask', {}, { userId: '9' }))).body).toMatchObject({ type: 5 });
    const sent = { queue: 'interactions', message: expect.not.objectContaining({ taken: expect.anything() }) };
    expect(door.sent).toEqual([sent, sent]);
    await vi.waitUntil(async () => (await usedBy(door, '9')) === 0);
  });

  it('apologises where the promise takes too long, too', async () => {
    const door = createDoor(
      asking(async () => notAtHand, QUERIES),
      { within: impatientAt(3) },
    );
    expect((await send(door, aCommand('ask', {}, { userId: '9' }))).body).toMatchObject({ type: 4 });
    expect(await usedBy(door, '9')).toBe(0);
  });

  it('answers the press of a button', async () => {
    expect((await send(createDoor(asking(async () => HELLO)), aPress('ask'))).body).toMatchObject({ type: 4 });
  });

  it.each([
    ['a command', aCommand('nonsense')],
    ['a button', aPress('nonsense:1:2')],
    ['a kind of interaction', { ...aCommand('ask'), type: 5 }],
  ])('answers %s that it does not know politely, and counts it', async (_, raw) => {
    const door = createDoor(asking(async () => HELLO));
    const answer = await send(door, raw);
    expect(answer.body).toMatchObject({
      type: 4,
      data: { flags: EPHEMERAL, content: expect.stringContaining('/help') },
    });
    expect(door.telemetry.total('interactions_unknown')).toBe(1);
  });

  it('answers an interaction once, however often it comes, also where only the database can tell', async () => {
    let asked = 0;
    const questions = asking(async () => {
      asked++;
      return HELLO;
    });
    const door = createDoor(questions);
    const raw = aCommand('ask');
    const answers = await Promise.all(Array.from({ length: 5 }, () => send(door, raw)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409]);

    const blind: Cache = { ...door.cache, claim: async () => 'alone' };
    const alone = { ...door, cache: blind };
    const again = aCommand('ask');
    expect((await send(alone, again)).status).toBe(200);
    expect((await send(alone, again)).status).toBe(409);
    expect(asked).toBe(2);
  });

  it('answers although it cannot be remembered that it did', async () => {
    const door = createDoor(asking(async () => HELLO));
    const claim = async () => {
      throw new Error('no database');
    };
    expect((await send({ ...door, cache: { ...door.cache, claim } }, aCommand('ask'))).body).toMatchObject({ type: 4 });
  });

  it('says that it failed, takes nothing for it, and keeps the reason for the operators', async () => {
    const door = createDoor(
      asking(async () => {
        throw new Error('out of order');
      }, QUERIES),
    );
    const answer = await send(door, aCommand('ask', {}, { userId: '9' }));
    expect(answer).toMatchObject({ status: 200, body: { type: 4, data: { flags: EPHEMERAL } } });
    expect(await usedBy(door, '9')).toBe(0);
    expect(door.telemetry.records).toContainEqual(
      expect.objectContaining({ event: 'interaction_failed', fields: { name: 'ask', reason: 'Error: out of order' } }),
    );
  });

  it('says so when what it would promise cannot be queued', async () => {
    const door = createDoor(asking(async () => notAtHand, QUERIES));
    const broken = { ...door, queue: { send: () => Promise.reject(new Error('queue gone')) } };
    expect(
      (await receiveInteraction(broken, door.signer.sign(JSON.stringify(aCommand('ask', {}, { userId: '9' }))))).body,
    ).toMatchObject({
      type: 4,
    });
    expect(await usedBy(door, '9')).toBe(0);
  });

  it('gives back what a free answer took', async () => {
    const door = createDoor(asking(async () => freeMessage({ content: 'no such team' }), QUERIES));
    await send(door, aCommand('ask', {}, { userId: '9' }));
    expect(await usedBy(door, '9')).toBe(0);
  });

  it('lets exactly as many through at once as the tier has, and says how to get more', async () => {
    const door = createDoor(asking(async () => HELLO, QUERIES));
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => send(door, aCommand('ask', {}, { userId: '9' }))),
    );
    const texts = answers.map(({ body }) => JSON.stringify(body));
    expect(texts.filter((text) => text.includes('hello'))).toHaveLength(3);
    expect(texts.filter((text) => text.includes('3 queries a day') && text.includes('/subscribe'))).toHaveLength(17);
  });

  it('takes a request from a clock that is minutes off, and none from further away', async () => {
    const door = createDoor(asking(async () => HELLO));
    const statusAt = async (offset: number) => (await send(door, aCommand('ask'), Date.now() + offset)).status;
    expect(await statusAt(-290_000)).toBe(200);
    expect(await statusAt(290_000)).toBe(200);
    expect(await statusAt(-310_000)).toBe(401);
    expect(await statusAt(310_000)).toBe(401);
  });

  it('suggests while somebody types, and takes nothing for it', async () => {
    const door = createDoor(asking(async () => HELLO, QUERIES));
    const typing = () => anAutocomplete('ask', { team: 'b' }, 'team', { userId: '9' });
    for (let keys = 0; keys < 10; keys++)
      expect((await send(door, typing())).body).toEqual({ type: 8, data: { choices: [{ name: 'a', value: 'b' }] } });
    expect(await usedBy(door, '9')).toBe(0);
  });

  it('suggests nothing to those who may not ask, and nothing that comes too late', async () => {
    const door = createDoor(asking(async () => HELLO, { feature: 'insights', takes: 'insights' }));
    const typing = (userId: string) =>
      anAutocomplete('ask', { team: 'b' }, 'team', { userId, id: snowflakeAt(Date.now()) });
    const none = { type: 8, data: { choices: [] } };
    expect((await send(door, typing('9'))).body).toEqual(none);
    await door.admitUser('7', 'sharp');
    expect((await send(door, typing('7'))).body).not.toEqual(none);
    expect((await send({ ...door, within: async () => undefined }, typing('7'))).body).toEqual(none);
  });

  it('logs no token and no body', async () => {
    const door = createDoor(asking(async () => notAtHand));
    const raw = aCommand('ask', { team: 'a secret wish' });
    await send(door, raw);
    expect(JSON.stringify(door.telemetry.records)).not.toMatch(/token-of|secret wish/);
  });
});
