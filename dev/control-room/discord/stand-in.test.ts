import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { COMMAND_DEFINITIONS } from '../../../shared/discord/commands/registration.ts';
import { listenOnLoopback } from '../../services/loopback.ts';
import { type DiscordStandIn, startDiscord } from '../../stand-ins/discord/server.ts';
import { postedWithButton } from '../fixtures.ts';
import { createDiscordBox, type DiscordBox } from './box.ts';
import { boxOptions, CHANNEL, CORE } from './fixtures.ts';

/** An app that answers all alike, and keeps what it was sent. */
const startApp = async (answer: object) => {
  const bodies: unknown[] = [];
  const server = createServer(async (request, response) => {
    bodies.push(JSON.parse(Buffer.concat(await request.toArray()).toString()));
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  return { server, bodies, url: `http://127.0.0.1:${await listenOnLoopback(server)}/` };
};

const HELP = { kind: 'command', personId: CORE.id, channelId: CHANNEL.id, name: 'help', options: [] };

describe('the box with the Discord stand-in', () => {
  let discord: DiscordStandIn;
  let box: DiscordBox;
  let app: Server | undefined;
  beforeEach(async () => {
    discord = await startDiscord({ now: Date.now, token: 'token', channels: [CHANNEL] });
    box = createDiscordBox(boxOptions(discord), { now: Date.now, wall: Date.now });
  });
  afterEach(async () => {
    box.stop();
    app?.close();
    await discord.stop();
  });
  const answerWith = async (answer: object) => {
    const { server, bodies, url } = await startApp(answer);
    app = server;
    discord.endpoint(url);
    return bodies;
  };
  const rest = (method: string, path: string, body: object) =>
    fetch(`${discord.url}${path}`, {
      method,
      headers: { authorization: 'Bot token', 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  it('shows the roles that the app gives, by their names and colours', async () => {
    const guild = `/guilds/${discord.guildId}`;
    const colors = { primary_color: 0xf1c40f };
    const made = await rest('POST', `${guild}/roles`, { name: 'Sharp', colors, permissions: '0' });
    const { id } = z.object({ id: z.string() }).parse(await made.json());
    expect((await rest('PUT', `${guild}/members/${CORE.id}/roles/${id}`, {})).status).toBe(204);
    const viewOfCore = () => box.people.views(({ standing }) => standing).find((member) => member.id === CORE.id);
    expect(viewOfCore()).toMatchObject({ roles: [{ name: 'Sharp', colour: 0xf1c40f }], isMember: true, locked: [] });
    box.people.move({ kind: 'leave', personId: CORE.id });
    expect(viewOfCore()).toMatchObject({ roles: [], isMember: false });
    expect((await rest('PUT', `${guild}/members/${CORE.id}/roles/${id}`, {})).status).toBe(404);
  });

  it('lists the commands that are registered', async () => {
    expect(box.menu().commands).toEqual([]);
    await rest('PUT', `/applications/${discord.applicationId}/commands`, COMMAND_DEFINITIONS);
    expect(box.menu().commands.map(({ name }) => name)).toContain('odds');
  });

  it('asks the app as the person, and shows what it answers', async () => {
    const bodies = await answerWith({ type: 4, data: { content: 'Hello', flags: 64 } });
    expect(await box.act(HELP)).toMatchObject({
      status: 200,
      answer: { kind: 'message', message: { content: 'Hello', isPrivate: true } },
    });
    const member = { user: { id: CORE.id }, roles: CORE.roles };
    expect(bodies).toMatchObject([{ type: 2, channel_id: CHANNEL.id, member, data: { name: 'help' } }]);
  });

  it('presses a button of an alert, and brings the promised answer', async () => {
    const bodies = await answerWith({ type: 5, data: { flags: 64 } });
    box.remember(postedWithButton('77', 'explain:1'));
    const deed = { kind: 'component', personId: CORE.id, messageId: '77', customId: 'explain:1' };
    const told = await box.act(deed);
    if ('kind' in told) throw new Error(told.text);
    expect(bodies).toMatchObject([{ type: 3, message: { id: '77' }, data: { custom_id: 'explain:1' } }]);
    const waiting = box.lateAnswers([told.id], new AbortController().signal);
    const { token } = bodies[0] as { token: string };
    const path = `/webhooks/${discord.applicationId}/${token}/messages/@original`;
    expect((await rest('PATCH', path, { content: 'At last' })).status).toBe(200);
    expect(await waiting).toMatchObject([{ id: told.id, message: { content: 'At last', isPrivate: true } }]);
  });

  it('shows an answer that Discord does not take as none', async () => {
    await answerWith({ type: 8, data: { choices: [] } });
    expect(await box.act(HELP)).toMatchObject({
      status: 200,
      answer: { kind: 'failed', reason: expect.stringContaining('command') },
    });
  });
});
