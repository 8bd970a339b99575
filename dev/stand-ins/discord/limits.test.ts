import { afterEach, describe, expect, it } from 'vitest';
import { type DiscordOptions, type DiscordStandIn, startDiscord } from './server.ts';

const channels = Array.from({ length: 20 }, (_, index) => ({ id: String(index + 1), name: `channel-${index + 1}` }));
const START = Date.UTC(2026, 0, 4, 12);

let discord: DiscordStandIn;
let now = START;
const start = async (options: Partial<DiscordOptions> = {}) => {
  now = START;
  discord = await startDiscord({ now: () => now, token: 't', channels, ...options });
};
afterEach(() => discord.stop());

const post = (channel = '1', token = 't') =>
  fetch(`${discord.url}/channels/${channel}/messages`, {
    method: 'POST',
    headers: { authorization: `Bot ${token}` },
    body: '{"content":"x"}',
  });
const header = (answer: Response, ...names: string[]) => names.map((name) => answer.headers.get(`x-ratelimit-${name}`));

describe('rate limits', () => {
  it('lets five messages into a channel in five seconds, and says how many are left and until when', async () => {
    await start();
    const first = await post();
    expect(header(first, 'limit', 'remaining', 'reset', 'reset-after')).toEqual([
      '5',
      '4',
      `${START / 1000 + 5}.000`,
      '5.000',
    ]);
    now += 1500;
    for (let message = 0; message < 4; message += 1) expect((await post()).status).toBe(200);
    const refused = await post();
    expect(refused.status).toBe(429);
    expect(await refused.json()).toEqual({ message: 'You are being rate limited.', retry_after: 3.5, global: false });
    expect(refused.headers.get('retry-after')).toBe('4');
    expect(header(refused, 'remaining', 'scope', 'global')).toEqual(['0', 'user', null]);
    const other = await post('2');
    expect(other.status).toBe(200);
    expect(header(other, 'bucket')).toEqual(header(first, 'bucket'));
    now += 3500;
    expect((await post()).status).toBe(200);
  });

  it('lets the whole app make fifty calls a second', async () => {
    await start();
    const answers = await Promise.all(Array.from({ length: 51 }, (_, index) => post(String(1 + (index % 20)))));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(1);
    const [global] = refused;
    if (!global) throw new Error('no refusal');
    expect(header(global, 'scope', 'global', 'bucket')).toEqual(['global', 'true', null]);
    expect(await global.json()).toMatchObject({ global: true, retry_after: 1 });
    const interaction = await fetch(`${discord.url}/interactions/1/tok/callback`, {
      method: 'POST',
      body: '{"type":5}',
    });
    expect(interaction.status).toBe(204);
    now += 1000;
    expect((await post()).status).toBe(200);
  });

  it('scales every window, and the waits that it names', async () => {
    await start({ rateLimitScale: 0.001 });
    for (let message = 0; message < 5; message += 1) await post();
    const refused = await post();
    expect(refused.headers.get('retry-after')).toBe('0.005');
    expect(await refused.json()).toMatchObject({ retry_after: 0.005 });
    now += 5;
    expect((await post()).status).toBe(200);
  });

  it('blocks the address after too many invalid requests in ten minutes', async () => {
    await start({ mostInvalidRequests: 3 });
    for (const token of ['wrong', 't', 'wrong', 'wrong']) await post('1', token);
    expect(discord.stats().invalid).toBe(3);
    const blocked = await post();
    expect([blocked.status, blocked.headers.get('content-type')]).toEqual([429, 'text/html']);
    now += 600_000;
    expect((await post()).status).toBe(200);
  });
});
