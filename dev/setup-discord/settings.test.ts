import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { storeSettings } from '../setup/settings-file.ts';
import { readSettings } from './settings.ts';

const folder = mkdtempSync(join(tmpdir(), 'setup-settings-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
const fileOf = (content: object | string): string => {
  const file = join(folder, `${++files}.json`);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
};
const ID = '500000000000000001';
const NEEDED = { DISCORD_BOT_TOKEN: 'hunter2', DISCORD_GUILD_ID: '110000000000000001' };

describe('readSettings', () => {
  it('reads what is stored, and what is not set as absent', async () => {
    const Values = {
      ...NEEDED,
      DISCORD_ROLE_CORE_ID: ID,
      DISCORD_SHARP_CHANNEL_ID: ID,
      DISCORD_SKU_SHARP_ID: ID,
      DISCORD_ROLE_SHARP_ID: '',
    };
    const file = fileOf({ Values });
    expect(await readSettings(file, {})).toMatchObject({
      access: { baseUrl: 'https://discord.com/api/v10', token: 'hunter2' },
      guildId: NEEDED.DISCORD_GUILD_ID,
      stored: { roles: { core: ID }, channels: { 'sharp-signals': ID }, skus: { sharp: ID } },
      file,
      inFile: { DISCORD_GUILD_ID: NEEDED.DISCORD_GUILD_ID },
    });
  });

  it('lets the environment go before the file, if it says something', async () => {
    const environment = {
      DISCORD_GUILD_ID: ' 120000000000000001 ',
      DISCORD_BOT_TOKEN: '',
      DISCORD_API_BASE_URL: 'http://h/api/v10',
    };
    expect(await readSettings(fileOf({ Values: NEEDED }), environment)).toMatchObject({
      access: { baseUrl: 'http://h/api/v10', token: 'hunter2' },
      guildId: '120000000000000001',
    });
  });

  it.each([
    [{}, ['DISCORD_BOT_TOKEN is missing', 'DISCORD_GUILD_ID is missing']],
    [{ ...NEEDED, DISCORD_GUILD_ID: 'my server' }, ['DISCORD_GUILD_ID is not valid']],
    [
      { ...NEEDED, DISCORD_GUILD_ID: '42' },
      ['DISCORD_GUILD_ID is not valid: expected 17 to 20 digits', 'Copy Server ID'],
    ],
    [{ ...NEEDED, DISCORD_BOT_TOKEN: 'Bot hunter2' }, ['expected the token alone, without “Bot ” before it']],
    [{ ...NEEDED, DISCORD_BOT_TOKEN: '"hunter2"' }, ['expected the token alone']],
    [{ ...NEEDED, DISCORD_ROLE_CORE_ID: 'Core' }, ['DISCORD_ROLE_CORE_ID is not valid']],
    [{ ...NEEDED, DISCORD_API_BASE_URL: 'discord' }, ['DISCORD_API_BASE_URL is not valid']],
  ])('%j: names what is wrong, and no value', async (Values, says) => {
    const failure: unknown = await readSettings(fileOf({ Values }), {}).catch((error: unknown) => error);
    for (const text of says) expect(String(failure)).toContain(text);
    expect(inspect(failure)).not.toMatch(/hunter2|my server/);
  });
});

describe('readSettings, where two settings name one thing', () => {
  it.each([
    [{ DISCORD_ROLE_STARTER_ID: ID, DISCORD_ROLE_SHARP_ID: ID }, 'DISCORD_ROLE_STARTER_ID and DISCORD_ROLE_SHARP_ID'],
    [{ DISCORD_ROLE_CORE_ID: NEEDED.DISCORD_GUILD_ID }, 'DISCORD_GUILD_ID and DISCORD_ROLE_CORE_ID'],
    [
      { DISCORD_ALERTS_CHANNEL_ID: ID, DISCORD_SHARP_CHANNEL_ID: ID },
      'DISCORD_ALERTS_CHANNEL_ID and DISCORD_SHARP_CHANNEL_ID',
    ],
    [{ DISCORD_SKU_CORE_ID: ID, DISCORD_SKU_SHARP_ID: ID }, 'DISCORD_SKU_CORE_ID and DISCORD_SKU_SHARP_ID'],
  ])('%j: says which', async (ids, names) => {
    await expect(readSettings(fileOf({ Values: { ...NEEDED, ...ids } }), {})).rejects.toThrow(`${names} name the same`);
  });
});

describe('storeSettings', () => {
  const ids = { DISCORD_GUILD_ID: '12', DISCORD_PUBLIC_KEY: 'ab' };

  it('sets values and keeps the rest, in its order', () => {
    const before = { IsEncrypted: false, Values: { A: 'a', DISCORD_GUILD_ID: '', Z: 'z' }, Host: { CORS: '*' } };
    const file = fileOf(before);
    storeSettings(file, ids);
    const Values = { A: 'a', DISCORD_GUILD_ID: '12', Z: 'z', DISCORD_PUBLIC_KEY: 'ab' };
    expect(readFileSync(file, 'utf8')).toBe(`${JSON.stringify({ ...before, Values }, undefined, 2)}\n`);
  });

  it('makes a file that only its owner reads, and keeps the rights and the place of one that is there', () => {
    const fresh = join(folder, 'fresh.json');
    storeSettings(fresh, ids);
    expect(JSON.parse(readFileSync(fresh, 'utf8'))).toMatchObject({ IsEncrypted: false, Values: ids });
    expect(statSync(fresh).mode & 0o777).toBe(0o600);
    const link = join(folder, 'link.json');
    symlinkSync(fresh, link);
    storeSettings(link, { DISCORD_GUILD_ID: '13' });
    expect(JSON.parse(readFileSync(fresh, 'utf8')).Values.DISCORD_GUILD_ID).toBe('13');
    expect(statSync(fresh).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it.each(['{"Values": {"DISCORD_BOT_TOKEN": "hunter2",}}', '{"DISCORD_BOT_TOKEN": "hunter2"}'])(
    '%s: leaves what it does not understand, and quotes nothing of it',
    (text) => {
      const file = fileOf(text);
      expect(() => storeSettings(file, ids)).toThrow(`${file} is not understood`);
      expect(readFileSync(file, 'utf8')).toBe(text);
    },
  );

  it('says so when the file cannot be written', () => {
    const file = join(folder, 'no-such-folder', 'local.settings.json');
    expect(() => storeSettings(file, ids)).toThrow(`${file} cannot be written`);
  });
});
