import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type ClaudeStandIn, startClaude } from '../dev/stand-ins/claude/server.ts';
import type { InteractionExchange, SentOption } from '../dev/stand-ins/discord/gateway.ts';
import { type QuickChart, startQuickChart } from '../dev/stand-ins/quickchart/server.ts';
import { newUser } from '../shared/domain/account/account.ts';
import type { Standing } from '../shared/domain/account/tiers.ts';
import { ALERTS_CHANNEL, type World } from './support/app-world.ts';
import { subscriptionOf } from './support/door.ts';
import { HOME, LEAGUE } from './support/games.ts';
import { aCommand, createSigner, PING } from './support/interactions.ts';
import { testWorlds } from './support/test-worlds.ts';

const ANSWER_WITHIN_MS = 15_000;
const { begin } = testWorlds();
let app: World;
let claude: ClaudeStandIn;
let charts: QuickChart;

const world = (leaseSeconds: number) =>
  begin({
    leaseSeconds,
    env: { ANTHROPIC_API_KEY: 'key', ANTHROPIC_BASE_URL: claude.url, QUICKCHART_BASE_URL: charts.url },
  });

beforeEach(async () => {
  [claude, charts] = await Promise.all([startClaude(), startQuickChart()]);
});
afterEach(async () => {
  await Promise.all([claude.stop(), charts.stop()]);
});

const admit = (id: string, standing: Standing) =>
  app.stores.users.create({ id, partition: id }, { ...newUser(id), subscription: subscriptionOf(standing) });
const text = (name: string, value: string): SentOption => ({ name, type: 3, value });
const command = (id: string, name: string, ...options: readonly SentOption[]) =>
  app.discord.interact({ kind: 'command', name, options, user: { id, name: id }, channelId: ALERTS_CHANNEL });
const press = (id: string, customId: string) =>
  app.discord.interact({ kind: 'component', customId, message: {}, user: { id, name: id }, channelId: ALERTS_CHANNEL });

const responseSchema = z.object({ type: z.number(), data: z.unknown() });
/** What a person reads in the end, and whether it had been promised first. */
const answerTo = async (asked: Promise<InteractionExchange>) => {
  const { response, refusal, token } = await asked;
  if (refusal !== undefined) throw new Error(refusal);
  const { type, data } = responseSchema.parse(response);
  if (type !== 5) return { wasPromised: false, text: JSON.stringify(data) };
  const body = await app.discord.answered(token, ANSWER_WITHIN_MS);
  if (body === undefined) throw new Error('the promised answer did not come');
  return { wasPromised: true, text: JSON.stringify(body) };
};

/** The one alert that there is, delivered; gives the custom id of its button of that name. */
const alerted = async (): Promise<(name: string) => string> => {
  await app.prepareSteam([1]);
  await app.poll(2);
  await app.host.idle();
  const rows = z
    .array(z.object({ components: z.array(z.object({ custom_id: z.string() })) }))
    .parse(app.discord.messages(ALERTS_CHANNEL)[0]?.components);
  const ids = rows.flatMap(({ components }) => components.map(({ custom_id: customId }) => customId));
  return (name) => ids.find((id) => id.startsWith(`${name}:`)) ?? 'none';
};

/** Kills the process that has promised the answer, and has it in hand. */
const killedWhileAnswering = async (asked: Promise<InteractionExchange>) => {
  await asked;
  await app.until(() =>
    app.events.some((event) => event.kind === 'invocation-started' && event.function === 'answer-interaction'),
  );
  await app.host.killWorker();
};

describe('the interactions endpoint of the built app', () => {
  beforeEach(async () => {
    app = await world(1);
  });

  it('answers Discord’s ping, and refuses what is forged, old, garbled, huge or no POST', async () => {
    const url = `${app.host.url}/api/discord/interactions`;
    const body = JSON.stringify(PING);
    const post = (sent: string | Uint8Array<ArrayBuffer>, headers: Readonly<Record<string, string>>) =>
      fetch(url, { method: 'POST', headers, body: sent });
    const good = await post(body, app.discord.sign(body).headers);
    expect([good.status, await good.json()]).toEqual([200, { type: 1 }]);

    const stranger = createSigner().sign(body);
    const huge = 'x'.repeat(300_000);
    const statuses = await Promise.all(
      [
        post(`${body} `, app.discord.sign(body).headers),
        post(body, {
          'x-signature-ed25519': stranger.signature ?? '',
          'x-signature-timestamp': stranger.timestamp ?? '',
        }),
        post(body, app.discord.sign(body, Date.now() - 6 * 60_000).headers),
        post(body, {}),
        post('{', app.discord.sign('{').headers),
        post(huge, app.discord.sign(huge).headers),
        fetch(url),
      ].map(async (answer) => (await answer).status),
    );
    expect(statuses).toEqual([401, 401, 401, 401, 400, 413, 404]);
  });

  it('outlives a request that breaks off in the middle', async () => {
    const { port, pathname } = new URL(`${app.host.url}/api/discord/interactions`);
    const broken = request({ port, path: pathname, method: 'POST', headers: { 'content-length': '100' } });
    const closed = new Promise((resolve) => broken.on('error', () => undefined).on('close', resolve));
    broken.write('{"type"');
    broken.destroy();
    await closed;
    expect(await answerTo(command('7', 'help'))).toMatchObject({ wasPromised: false });
  });

  it('answers a repeated interaction once', async () => {
    const body = JSON.stringify(aCommand('help'));
    const url = `${app.host.url}/api/discord/interactions`;
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => fetch(url, { method: 'POST', headers: app.discord.sign(body).headers, body })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
  });
});

describe('questions in the built app', () => {
  beforeEach(async () => {
    app = await world(1);
  });

  const ODDS = [text('league', LEAGUE), text('team', `${HOME} 1`)] as const;

  it('answers from fresh odds at once, and asks the provider once for any number who find them old', async () => {
    await app.prepareSteam([1]);
    await admit('8', 'sharp');
    const fresh = await answerTo(command('8', 'odds', ...ODDS));
    expect(fresh).toMatchObject({ wasPromised: false, text: expect.stringContaining('Bovada') });

    const { paidCalls } = app.odds.stats();
    app.setTime(20);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => answerTo(command(`90${n}`, 'odds', ...ODDS))),
    );
    expect(app.odds.stats().paidCalls).toBe(paidCalls + 1);
    for (const answer of answers) expect(answer.text).toContain('BetMGM');
    expect(app.counted('credits_used', { class: 'onDemand' })).toBeGreaterThan(0);
  });

  it('says how old the odds are when the provider is down', async () => {
    await app.prepareSteam([1]);
    app.odds.control.inject({ kind: 'status', status: 503 });
    app.setTime(20);
    const { text: answer } = await answerTo(command('8', 'odds', ...ODDS));
    expect(answer).toContain('Bovada');
    expect(answer).toMatch(/<t:\d+:R>/);
  });

  it('lets the buttons of an alert be pressed: explained, drawn, watched, muted, judged', async () => {
    const button = await alerted();
    await admit('8', 'core');
    const explained = await answerTo(press('8', button('explain')));
    expect(explained).toMatchObject({ wasPromised: true, text: expect.stringContaining('Written by Claude') });
    expect((await answerTo(press('8', button('explain')))).wasPromised).toBe(false);
    expect(claude.stats().requests).toBe(1);
    const drawn = await answerTo(press('8', button('chart')));
    const url = z.url().parse(/http:\/\/127\.0\.0\.1:\d+\/chart\/render\/[^"]+/.exec(drawn.text)?.[0]);
    expect((await fetch(url)).headers.get('content-type')).toBe('image/png');
    await answerTo(press('8', button('watch')));
    await answerTo(press('8', button('mute')));
    expect((await app.stores.users.read({ id: '8', partition: '8' }))?.value).toMatchObject({
      watches: [{ league: LEAGUE, event: { id: 'game1' } }],
      mutes: [{ eventId: 'game1', market: 'spread' }],
    });
    expect((await answerTo(press('8', button('useful')))).text).toContain('👍');
  });

  it('answers without Claude and without a chart while they are down, says so, and takes nothing for it', async () => {
    const button = await alerted();
    await admit('8', 'core');
    claude.control.inject({ kind: 'status', status: 500 });
    charts.control.inject({ kind: 'drop-before' });
    expect((await answerTo(press('8', button('explain')))).text).toContain('Standard text');
    expect((await answerTo(press('8', button('chart')))).text).toMatch(/chart/i);
    expect((await answerTo(command('8', 'account'))).text).toContain('0 used of 20 a day');
  });

  it('answers although Discord was away when the answer came', async () => {
    const button = await alerted();
    await admit('8', 'core');
    app.discord.control.inject({ kind: 'status', status: 503, times: 2, path: '/webhooks/' });
    expect((await answerTo(press('8', button('explain')))).text).toContain('Written by Claude');
  });

  it('answers although its process was killed with the question in hand', async () => {
    const button = await alerted();
    await admit('8', 'core');
    claude.control.inject({ kind: 'hang', times: 1 });
    const asked = press('8', button('explain'));
    await killedWhileAnswering(asked);
    const answer = await answerTo(asked);
    expect(answer.text).toContain('Written by Claude');
  });
});

describe('a question whose process was killed, on a queue that keeps it for ten minutes as Azure’s does', () => {
  it('is apologised for in time', async () => {
    app = await world(600);
    const button = await alerted();
    await admit('8', 'core');
    claude.control.inject({ kind: 'hang', times: 1 });
    const asked = press('8', button('explain'));
    await killedWhileAnswering(asked);
    const answer = await answerTo(asked);
    expect(answer.text).toContain('took too long, and it cost you nothing');
  });
});
