import { describe, expect, it } from 'vitest';
import { NOON, posted, postedWithButton } from '../fixtures.ts';
import { createDiscordBox } from './box.ts';
import type { Interacted, InteractionRequest } from './client.ts';
import { boxOptions, CHANNEL, CORE, choices, fakeDiscord, message, SHARP, thinking } from './fixtures.ts';

const FOREVER = new AbortController().signal;

const boxWith = (answer: (request: InteractionRequest, id: string) => Partial<Interacted>) => {
  const discord = fakeDiscord(answer);
  let wall = 5000;
  const box = createDiscordBox(boxOptions(discord.client), { now: () => NOON, wall: () => wall });
  return {
    ...discord,
    box,
    pass: (ms: number) => {
      wall += ms;
    },
  };
};

const command = (parts: object = {}) => ({
  kind: 'command',
  personId: CORE.id,
  channelId: CHANNEL.id,
  name: 'help',
  options: [],
  ...parts,
});
const press = (messageId: string, customId: string, personId = CORE.id) => ({
  kind: 'component',
  personId,
  messageId,
  customId,
});

describe('the Discord box', () => {
  it('sends a command as the person, without saying on what tier they stand', async () => {
    const { box, asked } = boxWith(() => message({ content: 'Hello' }));
    const options = [{ name: 'add', type: 1, options: [{ name: 'league', type: 3, value: 'nfl' }] }];
    expect(await box.act(command({ name: 'watch', options }))).toEqual({
      id: '1001',
      status: 200,
      ms: 12,
      answer: {
        kind: 'message',
        message: { id: '1001', at: NOON, isPrivate: true, content: 'Hello', embeds: [], rows: [] },
      },
    });
    const user = { id: CORE.id, name: CORE.name, roles: ['900'] };
    expect(asked).toEqual([{ kind: 'command', user, channelId: CHANNEL.id, name: 'watch', options }]);
  });

  it('lets who has left the server ask in a direct message only', async () => {
    const { box, asked } = boxWith(() => message({}));
    box.remember(postedWithButton('77', 'explain:1'));
    box.people.move({ kind: 'leave', personId: CORE.id });
    for (const body of [command(), press('77', 'explain:1')])
      expect(await box.act(body)).toMatchObject({ kind: 'refused', status: 403, text: /left the server/ });
    expect(asked).toEqual([]);
    expect(await box.act(command({ channelId: 'direct' }))).toMatchObject({ status: 200 });
  });

  it('asks in a direct message, where there is no channel, and presses there', async () => {
    const row = { type: 1, components: [{ type: 2, style: 2, label: 'More', custom_id: 'more' }] };
    const { box, asked } = boxWith(() => message({ components: [row] }));
    await box.act(command({ channelId: 'direct' }));
    await box.act(press('1001', 'more'));
    await box.act(command());
    await box.act(press('1003', 'more'));
    expect(asked.map(({ channelId }) => channelId)).toEqual([undefined, undefined, CHANNEL.id, CHANNEL.id]);
  });

  it('brings suggestions', async () => {
    const { box, asked } = boxWith(() => choices('NFL'));
    const options = [{ name: 'league', type: 3, value: 'n', focused: true }];
    expect(await box.act(command({ kind: 'autocomplete', name: 'odds', options }))).toMatchObject({
      answer: { kind: 'choices', choices: [{ name: 'NFL', value: 'id of NFL' }] },
    });
    expect(asked).toMatchObject([{ kind: 'autocomplete', options }]);
  });

  it('presses a button of an alert, with the whole message as it was sent', async () => {
    const { box, asked } = boxWith(() => message({ content: 'Because' }));
    const alert = postedWithButton('77', 'explain:1');
    box.remember(alert);
    await box.act(press('77', 'explain:1'));
    expect(asked).toMatchObject([
      {
        kind: 'component',
        user: { id: CORE.id },
        channelId: CHANNEL.id,
        customId: 'explain:1',
        message: alert.message,
      },
    ]);
  });

  it('presses a button of an answer, but not for others where only the asker sees it', async () => {
    const row = { type: 1, components: [{ type: 2, style: 2, label: 'More', custom_id: 'more' }] };
    const { box } = boxWith((request) => message({ components: [row] }, request.kind === 'command'));
    await box.act(command());
    expect(await box.act(press('1001', 'more'))).toMatchObject({ status: 200, answer: { kind: 'message' } });
    expect(await box.act(press('1001', 'more', SHARP.id))).toMatchObject({ kind: 'refused', status: 403 });
    expect(await box.act(press('1002', 'more', SHARP.id))).toMatchObject({ status: 200 });
  });

  it('presses buttons of a direct message only as its recipient', async () => {
    const { box, asked } = boxWith(() => message({}));
    box.remember(postedWithButton('77', 'mute', { kind: 'dm', name: 'sharp', userId: SHARP.id }));
    expect(await box.act(press('77', 'mute'))).toMatchObject({
      status: 403,
      text: expect.stringContaining(`Only ${SHARP.name}`),
    });
    expect(await box.act(press('77', 'mute', SHARP.id))).toMatchObject({ status: 200 });
    expect(asked).toHaveLength(1);
    expect(asked[0]).not.toHaveProperty('channelId');
  });

  it.each([
    ['nobody known', command({ personId: '5' }), 404],
    ['a channel that is none', command({ channelId: '5' }), 404],
    ['a message that is not known', press('5', 'x'), 404],
    ['a button that the message does not carry', press('77', 'x'), 400],
    ['no options', command({ options: undefined }), 400],
    ['a value of a wrong kind', command({ options: [{ name: 'a', type: 3, value: {} }] }), 400],
    ['a part that is not known', command({ token: 'x' }), 400],
    ['another kind', { kind: 'ping' }, 400],
    ['a text', 'help', 400],
    ['nothing', null, 400],
  ])('refuses %s, and asks the app nothing', async (_, body, status) => {
    const { box, asked } = boxWith(() => message({}));
    box.remember(posted('77', {}));
    expect(await box.act(body)).toMatchObject({ kind: 'refused', status, text: expect.any(String) });
    expect(asked).toEqual([]);
  });

  it('shows what Discord would say of an app that does not answer, and why', async () => {
    const { box } = boxWith(() => ({ status: 0, ms: 3000, refusal: 'No answer within 3 s.' }));
    expect(await box.act(command())).toEqual({
      id: '1001',
      status: 0,
      ms: 3000,
      answer: { kind: 'failed', reason: 'No answer within 3 s.' },
    });
  });

  it('tells a failure of the stand-in from one of the app', async () => {
    const { box } = boxWith(() => {
      throw new Error('it is gone');
    });
    expect(await box.act(command())).toMatchObject({
      kind: 'refused',
      status: 502,
      text: expect.stringContaining('it is gone'),
    });
  });

  it('brings a promised answer whenever it comes, with the time it took', async () => {
    const { box, answerLate, pass } = boxWith(() => thinking);
    await box.act(command());
    expect(await box.act(command())).toMatchObject({ id: '1002', answer: { kind: 'thinking', isPrivate: true } });
    const waiting = box.lateAnswers(['1001', '1002'], FOREVER);
    pass(1800);
    answerLate('another', {});
    answerLate('1002', { embeds: [{ title: 'At last' }] });
    const late = { id: '1002', ms: 1800, message: { id: '1002', isPrivate: true, embeds: [{ title: 'At last' }] } };
    expect(await waiting).toMatchObject([late]);
    pass(5000);
    expect(await box.lateAnswers(['1001', '1002'], FOREVER)).toMatchObject([late]);
  });

  it('ends the waiting with the signal, or when it stops', async () => {
    const { box } = boxWith(() => thinking);
    await box.act(command());
    expect(await box.lateAnswers(['1001'], AbortSignal.abort())).toEqual([]);
    const waiting = box.lateAnswers(['1001'], FOREVER);
    box.stop();
    expect(await waiting).toEqual([]);
  });

  it('says when an answer will not come any more', async () => {
    const { box, pass } = boxWith(() => thinking);
    await box.act(command());
    expect(await box.lateAnswers(['1001', '5'], FOREVER)).toEqual([{ id: '5', problem: expect.any(String) }]);
    pass(15 * 60_000 + 1);
    expect(await box.lateAnswers(['1001'], FOREVER)).toEqual([
      { id: '1001', problem: 'No answer came in 15 minutes.' },
    ]);
  });
});
