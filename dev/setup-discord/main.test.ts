import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runScript } from '../../tests/support/run.ts';
import { type DiscordStandIn, startDiscord } from '../stand-ins/discord/server.ts';
import { HELP } from './options.ts';

const TOKEN = 'the.token.of-the-bot';
const folder = mkdtempSync(join(tmpdir(), 'setup-discord-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'local.settings.json');

let discord: DiscordStandIn;
const start = async (botRolePosition = 250) => {
  const roles = [{ id: '400000000000000001', name: 'Sharp', position: 5 }];
  discord = await startDiscord({
    now: Date.now,
    token: TOKEN,
    channels: [],
    rateLimitScale: 1e-6,
    guild: { botRolePosition, roles },
  });
  const Values = {
    ODDS_API_KEY: 'abc',
    DISCORD_BOT_TOKEN: TOKEN,
    DISCORD_GUILD_ID: discord.guildId,
    DISCORD_API_BASE_URL: discord.url,
  };
  writeFileSync(file, JSON.stringify({ IsEncrypted: false, Values }));
};
beforeEach(() => start());
afterEach(() => discord.stop());

const setup = async (...args: string[]) => {
  const run = runScript('dev/setup-discord/main.ts', ['--settings', file, ...args]);
  const code = await run.ended;
  const text = run.lines.join('\n');
  expect(text).not.toContain(TOKEN);
  return { code, text };
};
const stored = (): Record<string, string> => JSON.parse(readFileSync(file, 'utf8')).Values;

describe('npm run setup:discord', () => {
  it('shows first, then does, stores, and at last has nothing to do', async () => {
    const before = stored();
    const dry = await setup('--dry-run');
    expect(dry).toMatchObject({ code: 0, text: expect.stringMatching(/would create {4}role Core/) });
    expect([discord.guild.channels.size, stored()]).toEqual([0, before]);

    const done = await setup('--write');
    expect(done).toMatchObject({ code: 0, text: expect.stringMatching(/created {9}role Core/) });
    expect(stored()).toMatchObject({
      ...before,
      DISCORD_PUBLIC_KEY: discord.publicKey,
      DISCORD_ROLE_SHARP_ID: '400000000000000001',
      DISCORD_ALERTS_CHANNEL_ID: expect.stringMatching(/^\d+$/),
    });
    const lines = done.text.split('\n').filter((line) => line.startsWith('    "'));
    expect(JSON.parse(`{${lines.join('').replace(/,$/, '')}}`)).toEqual(
      Object.fromEntries(Object.entries(stored()).filter(([name]) => !(name in before) || name === 'DISCORD_GUILD_ID')),
    );

    const again = await setup('--write');
    expect(again.code).toBe(0);
    expect(again.text).toContain('Nothing had to be changed.');
    expect(again.text).toContain('has all of these settings');
  });

  it('ends with 1 and the remedy when the bot’s role stands too low, with all else done and stored', async () => {
    await discord.stop();
    await start(3);
    const { code, text } = await setup('--write');
    expect(code).toBe(1);
    expect(text).toContain("needs you       the bot's role OddsTracker stands below Sharp");
    expect(text).toContain('drag the role OddsTracker above Sharp');
    expect(stored()).toHaveProperty('DISCORD_SHARP_CHANNEL_ID');
  });

  it('ends with 1 and one line when Discord does not take the token', async () => {
    writeFileSync(file, JSON.stringify({ Values: { ...stored(), DISCORD_BOT_TOKEN: 'wrong' } }));
    const { code, text } = await setup();
    expect([code, text.split('\n').length]).toEqual([1, 1]);
    expect(text).toContain('does not take DISCORD_BOT_TOKEN');
  });

  it('gives its help, and says what makes no sense', async () => {
    expect(await setup('--help')).toEqual({ code: 0, text: HELP });
    expect(await setup('--endpoint', 'here')).toMatchObject({ code: 2, text: expect.stringContaining(HELP) });
  });
});
