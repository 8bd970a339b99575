import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startHost } from '../dev/host/host.ts';
import { startCosmosEmulator } from '../dev/services/cosmos-emulator.ts';
import { saveWatcher } from '../shared/pipeline/fan-out-watchers.ts';
import { ALERTS_CHANNEL, SHARP_CHANNEL } from './support/app-world.ts';
import { aUser } from './support/delivery-world.ts';
import { AWAY, HOME, LEAGUE, numbers, titleOf } from './support/games.ts';
import { HOUR, MINUTE, NOON } from './support/odds.ts';
import { everything } from './support/settling.ts';
import { testWorlds } from './support/test-worlds.ts';

const { background, begin } = testWorlds();

const messageSchema = z.object({
  embeds: z.tuple([
    z.object({
      author: z.object({ name: z.string() }),
      title: z.string(),
      description: z.string(),
      fields: z.array(z.object({ name: z.string(), value: z.string() })),
      footer: z.object({ text: z.string() }),
    }),
  ]),
});

describe('a price’s whole way through the built app', () => {
  it('brings a market’s steam into both channels and to the user who watches, once each', async () => {
    const { host, discord, stores, ...app } = await begin();
    await saveWatcher(stores.watchers, aUser('77'));
    await app.prepareSteam([1]);
    expect(discord.received().deliveries).toBe(0);
    await app.poll(2);
    await host.idle();

    const direct = discord.directMessagesOf('77') ?? 'none';
    for (const channel of [ALERTS_CHANNEL, SHARP_CHANNEL, direct]) expect(app.titles(channel)).toEqual([titleOf(1)]);
    const [embed] = messageSchema.parse(discord.messages(SHARP_CHANNEL)[0]).embeds;
    const fields = Object.fromEntries(embed.fields.map(({ name, value }) => [name, value]));
    expect(embed.author.name).toMatch(/^Steam move · (Medium|High)/);
    expect(embed.description).toContain(`${AWAY} at ${HOME} 1 · NFL spread`);
    expect(embed.description).toContain(`<t:${(NOON + HOUR) / 1000}:R>`);
    expect(fields['Take']).toContain('1.91');
    expect(fields['Line moved']).toContain('-4.5 → -6.5');
    expect(fields['Moved first']).toBe('Pinnacle');
    expect(fields['Still behind']).toBe('Bovada');
    expect(embed.footer.text).toContain('Bet responsibly');
    expect(app.reconcile()).toEqual({ delivered: 3, lost: 0, duplicates: 0 });
    expect(host.counts()).toMatchObject({ failed: 0, lost: 0, poisoned: 0, unhandledRejections: 0 });
  });
});

describe('a game that has begun', () => {
  it('is settled by the built app: its close is kept, its signal judged, the record written', async () => {
    const { host, stores, ...app } = await begin();
    await app.prepareSteam([1]);
    await app.poll(2);
    await host.idle();
    await app.poll(63);
    expect((await host.trigger('settle-markets')).kind).toBe('ok');

    const start = NOON + HOUR;
    expect((await stores.closings.read({ id: 'game1', partition: 'game1' }))?.value).toMatchObject({
      start,
      closedAt: NOON + 63 * MINUTE,
      markets: { spread: { status: 'closed', at: NOON + 2 * MINUTE, books: { length: 8 } } },
    });
    expect(await everything(stores.signals, 'game1')).toMatchObject([
      { state: 'dispatched', settlement: { start, clv: expect.closeTo(0.069, 3) } },
    ]);
    const [row, ...others] = (await everything(stores.performance, LEAGUE)).flatMap(({ rows }) => rows);
    expect(others).toEqual([]);
    expect(row).toMatchObject({ eventId: 'game1', type: 'SteamMove', market: 'spread', clv: expect.closeTo(0.069, 3) });
    expect(await everything(stores['track-record'], 'league')).toMatchObject([
      { league: 'all', cells: [{ judged: 1 }] },
      { league: LEAGUE, cells: [{ type: 'SteamMove', judged: 1, beats: 1 }] },
    ]);
    expect(await everything(stores.thresholds, 'league')).toMatchObject([
      { league: LEAGUE, raises: { Low: 0, Medium: 0, High: 0 } },
    ]);
    expect(await everything(stores.fixtures, 'open')).toEqual([]);
    expect(app.logged('event_settled')).toMatchObject([{ eventId: 'game1', signals: 1, judged: 1, beats: 1 }]);
    expect(host.counts()).toMatchObject({ failed: 0, lost: 0, poisoned: 0, unhandledRejections: 0 });
  });
});

describe('wrong settings', () => {
  it('stop the app before anything runs, with every problem named and no secret told', async () => {
    const secrets = { DISCORD_BOT_TOKEN: 'token-nobody-may-see', REDIS_URL: 'http://user:hunter2@cache:6379' };
    const told: string[] = [];
    const failure = await startHost({
      root: background().root,
      env: {
        ...secrets,
        ODDS_MONTHLY_CREDITS: 'plenty',
        ODDS_MARKETS: 'h2h,corners',
        DISCORD_ALERTS_CHANNEL_ID: '#odds-alerts',
        AzureWebJobsStorage: background().azurite.connectionString,
        COSMOS_KEY: background().cosmos.key,
      },
      onEvent: (event) => told.push(JSON.stringify(event)),
    }).then(
      () => 'it started',
      (error: unknown) => inspect(error, { depth: 10 }),
    );
    for (const problem of [
      'ODDS_API_KEY is missing',
      'ODDS_MONTHLY_CREDITS is not valid',
      'ODDS_MARKETS is not valid: expected some of h2h,spreads,totals',
      'COSMOS_ENDPOINT is missing',
      'REDIS_URL is not valid',
      'DISCORD_ALERTS_CHANNEL_ID is not valid',
      'DISCORD_SHARP_CHANNEL_ID is missing',
    ])
      expect(failure).toContain(problem);
    expect(failure).toContain('9 settings need attention');
    const everything = [failure, ...told].join('\n');
    for (const secret of ['token-nobody-may-see', 'hunter2', background().cosmos.key, 'AccountKey'])
      expect(everything).not.toContain(secret);
  });
});

describe('GET /api/health', () => {
  it('is 200 while every store answers, and 503 without the database', async () => {
    const database = await startCosmosEmulator();
    const { host, logged } = await begin({ cosmos: database });
    const health = async () => {
      const response = await fetch(`${host.url}/api/health`);
      return { status: response.status, body: await response.json() };
    };
    expect(await health()).toEqual({ status: 200, body: { status: 'ok', checks: { database: 'ok', queues: 'ok' } } });
    await database.stop();
    expect(await health()).toEqual({
      status: 503,
      body: { status: 'unhealthy', checks: { database: 'failed', queues: 'ok' } },
    });
    expect(logged('health_check_failed')).toMatchObject([{ check: 'database' }]);
  });

  it('is 503 also when the server answers but has no such database', async () => {
    const { host } = await begin({ env: { COSMOS_DATABASE: 'misspelt' } });
    expect((await fetch(`${host.url}/api/health`)).status).toBe(503);
  });
});

describe('an orderly end', () => {
  it('lets what runs end, loses nothing, and leaves no process behind', async () => {
    const app = await begin();
    const pid = (await app.host.workerStats())?.pid ?? 0;
    const games = numbers(12);
    await app.prepareSteam(games);
    await app.poll(2);
    await app.until(() => app.discord.received().deliveries >= 5);
    await app.host.stop();

    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    await expect(fetch(app.host.url)).rejects.toThrow();
    expect(app.host.counts()).toMatchObject({ lost: 0, crashes: 0, failed: 0 });
    const exits = app.events.filter(({ kind }) => kind === 'worker-exited');
    expect(exits).toMatchObject([{ expected: true, exit: { code: 0, signal: null } }]);

    const next = await app.restart();
    await next.idle();
    expect(app.titles(ALERTS_CHANNEL)).toEqual(games.map(titleOf).sort());
    expect(app.titles(SHARP_CHANNEL)).toEqual(games.map(titleOf).sort());
    expect(app.discord.received().duplicates).toBe(0);
  });
});
