import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { verifyKey } from 'discord-interactions';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { listenOnLoopback } from '../../services/loopback.ts';
import { type DiscordStandIn, startDiscord } from './server.ts';

const USER = { id: '7', name: 'someone' };
const CHANNEL = '200000000000000001';

interface Asked {
  readonly body: string;
  readonly headers: IncomingHttpHeaders;
}

let discord: DiscordStandIn;
let app: Server;
let asked: Asked[];
/** What the app answers to the next interaction. */
let answer: { readonly status?: number; readonly body: unknown };

beforeEach(async () => {
  discord = await startDiscord({ now: Date.now, token: 'token', channels: [{ id: CHANNEL, name: 'odds-alerts' }] });
  asked = [];
  answer = { body: { type: 4, data: { content: 'hello' } } };
  app = createServer(async (request, response) => {
    asked.push({ body: await text(request), headers: request.headers });
    response.writeHead(answer.status ?? 200, { 'content-type': 'application/json' });
    response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
  });
  discord.endpoint(`http://127.0.0.1:${await listenOnLoopback(app)}/`);
});
afterEach(async () => {
  app.close();
  app.closeAllConnections();
  await discord.stop();
});

const help = () => discord.interact({ kind: 'command', name: 'help', user: USER, channelId: CHANNEL });
const edit = (token: string, body: object) =>
  fetch(`${discord.url}/webhooks/${discord.applicationId}/${token}/messages/@original`, {
    method: 'PATCH',
    body: JSON.stringify(body),
  });

describe('the gateway of the Discord stand-in', () => {
  it('signs what it sends so that Discord’s own library takes it', async () => {
    const exchange = await help();
    expect(exchange).toMatchObject({ status: 200, response: { type: 4, data: { content: 'hello' } } });
    expect(exchange.refusal).toBeUndefined();
    const [{ body, headers } = { body: '', headers: {} }] = asked;
    const signed = z.object({ 'x-signature-ed25519': z.string(), 'x-signature-timestamp': z.string() }).parse(headers);
    const check = (sent: string) =>
      verifyKey(sent, signed['x-signature-ed25519'], signed['x-signature-timestamp'], discord.publicKey);
    expect(await check(body)).toBe(true);
    expect(await check(`${body} `)).toBe(false);
  });

  it('sends a command with its options, who asked it and where', async () => {
    const options = [{ name: 'league', type: 3, value: 'nfl' }];
    await discord.interact({ kind: 'command', name: 'odds', options, user: USER, channelId: CHANNEL });
    expect(JSON.parse(asked[0]?.body ?? '')).toMatchObject({
      type: 2,
      application_id: discord.applicationId,
      guild_id: discord.guildId,
      member: { user: { id: '7' } },
      data: { name: 'odds', options },
    });
    await discord.interact({ kind: 'command', name: 'odds', user: USER });
    expect(JSON.parse(asked[1]?.body ?? '')).toMatchObject({ user: { id: '7' }, context: 1 });
    expect(asked[1]?.body).not.toContain('guild_id');
  });

  it.each([
    ['a message that is too long', { body: { type: 4, data: { content: 'x'.repeat(2001) } } }],
    ['suggestions for a command', { body: { type: 8, data: { choices: [] } } }],
    ['a promise that says more than a promise may', { body: { type: 5, data: { content: 'later' } } }],
    ['an error', { status: 500, body: 'oops' }],
    ['what is no JSON', { body: 'oops' }],
  ])('refuses %s', async (_, wrong) => {
    answer = wrong;
    expect((await help()).refusal).toBeTypeOf('string');
  });

  it('refuses more than 25 suggestions, and such as are too long', async () => {
    const ask = () =>
      discord.interact({
        kind: 'autocomplete',
        name: 'odds',
        options: [{ name: 'team', type: 3, value: 'b', focused: true }],
        user: USER,
      });
    const choices = (length: number, name = 'a') => ({
      body: { type: 8, data: { choices: Array.from({ length }, () => ({ name, value: 'v' })) } },
    });
    answer = choices(25);
    expect((await ask()).refusal).toBeUndefined();
    answer = choices(26);
    expect((await ask()).refusal).toContain('choices');
    answer = choices(1, 'x'.repeat(101));
    expect((await ask()).refusal).toContain('name');
  });

  it('refuses suggestions of another type than the option’s', async () => {
    const ask = (type: 3 | 4 | 10) =>
      discord.interact({
        kind: 'autocomplete',
        name: 'watch',
        options: [{ name: 'add', type: 1, options: [{ name: 'n', type, value: '', focused: true }] }],
        user: USER,
      });
    const suggest = (value: unknown) => {
      answer = { body: { type: 8, data: { choices: [{ name: 'a', value }] } } };
    };
    suggest(1.5);
    expect((await ask(10)).refusal).toBeUndefined();
    expect((await ask(4)).refusal).toContain('choices.0.value');
    expect((await ask(3)).refusal).toContain('choices.0.value');
    suggest('one');
    expect((await ask(3)).refusal).toBeUndefined();
    expect((await ask(10)).refusal).toContain('choices.0.value');
  });

  it('says that there was no answer', async () => {
    app.close();
    app.closeAllConnections();
    expect(await help()).toMatchObject({ status: 0, refusal: expect.any(String) });
  });

  it('takes a promised answer, and tells of it', async () => {
    answer = { body: { type: 5 } };
    const { token } = await help();
    const coming = discord.answered(token, 10_000);
    expect((await edit(token, { content: 'here' })).status).toBe(200);
    expect(await coming).toMatchObject({ content: 'here' });
    expect(await discord.answered(token, 10_000)).toMatchObject({ content: 'here' });
  });

  it('keeps a promised answer as private as it was promised', async () => {
    for (const [flags, body] of [
      [64, { content: 'here' }],
      [0, { content: 'here', flags: 64 }],
    ] as const) {
      answer = { body: { type: 5, data: { flags } } };
      const { token } = await help();
      await edit(token, body);
      expect(await discord.answered(token, 10_000)).toMatchObject({ content: 'here', flags });
    }
  });

  it('takes no answer for which there is no promise yet, and says when none comes', async () => {
    answer = { status: 500, body: '' };
    const { token } = await help();
    expect((await edit(token, { content: 'too soon' })).status).toBe(404);
    expect(await discord.answered(token, 1)).toBeUndefined();
  });

  it('sends along the roles that were given in the guild', async () => {
    const { guildId, guild } = discord;
    const headers = { authorization: 'Bot token', 'content-type': 'application/json' };
    const role = await fetch(`${discord.url}/guilds/${guildId}/roles`, {
      method: 'POST',
      headers,
      body: '{"permissions":"0"}',
    });
    const { id } = z.object({ id: z.string() }).parse(await role.json());
    await fetch(`${discord.url}/guilds/${guildId}/members/${USER.id}/roles/${id}`, { method: 'PUT', headers });
    await help();
    expect(JSON.parse(asked[0]?.body ?? '').member.roles).toEqual([id]);
    expect([...guild.rolesOf(USER.id)]).toEqual([id]);
  });

  it('keeps the commands as they were last registered', async () => {
    const register = (commands: unknown) =>
      fetch(`${discord.url}/applications/${discord.applicationId}/guilds/${discord.guildId}/commands`, {
        method: 'PUT',
        headers: { authorization: 'Bot token' },
        body: JSON.stringify(commands),
      });
    await register([{ name: 'old', description: 'gone soon' }]);
    expect((await register([{ name: 'help', description: 'what there is' }])).status).toBe(200);
    expect(discord.commands().map(({ name }) => name)).toEqual(['help']);
    expect((await register({ name: 'no list' })).status).toBe(400);
  });
});

describe('the endpoint’s address', () => {
  const store = (interactions_endpoint_url: string | null) =>
    fetch(`${discord.url}/applications/@me`, {
      method: 'PATCH',
      headers: { authorization: 'Bot token', 'content-type': 'application/json' },
      body: JSON.stringify({ interactions_endpoint_url }),
    });
  /** An endpoint that answers a PING, and checks signatures or does not. */
  const startEndpoint = async (checks: boolean) => {
    const server = createServer(async (request, response) => {
      const body = await text(request);
      const [signature, timestamp] = ['x-signature-ed25519', 'x-signature-timestamp'].map((name) =>
        String(request.headers[name]),
      );
      const isTrue = await verifyKey(body, signature ?? '', timestamp ?? '', discord.publicKey);
      response.writeHead(isTrue || !checks ? 200 : 401, { 'content-type': 'application/json' }).end('{"type":1}');
    });
    return { url: `http://127.0.0.1:${await listenOnLoopback(server)}/`, server };
  };

  it('is taken when it answers a PING and refuses a forgery', async () => {
    const { url, server } = await startEndpoint(true);
    expect(await (await store(url)).json()).toMatchObject({ interactions_endpoint_url: url });
    expect(discord.endpointUrl()).toBe(url);
    expect(await (await store(null)).json()).toMatchObject({ interactions_endpoint_url: null });
    expect(discord.endpointUrl()).toBeUndefined();
    server.close();
  });

  it('is not taken when it believes everybody, or does not answer, or is none', async () => {
    const before = discord.endpointUrl();
    const { url, server } = await startEndpoint(false);
    const refused = await store(url);
    expect([refused.status, await refused.json()]).toMatchObject([
      400,
      {
        code: 50035,
        errors: {
          interactions_endpoint_url: { _errors: [{ code: 'APPLICATION_INTERACTIONS_ENDPOINT_URL_INVALID' }] },
        },
      },
    ]);
    server.close();
    server.closeAllConnections();
    expect((await store(url)).status).toBe(400);
    expect((await store('nowhere')).status).toBe(400);
    expect(discord.endpointUrl()).toBe(before);
  });
});
