import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../shared/config.ts';
import { readLocalSettings, withFile } from './local-settings.ts';

const folder = mkdtempSync(join(tmpdir(), 'settings-'));
afterAll(() => rmSync(folder, { recursive: true }));

const settings = (text: string): Promise<Record<string, string>> => {
  const file = join(folder, 'local.settings.json');
  writeFileSync(file, text);
  return readLocalSettings(file);
};

describe('readLocalSettings', () => {
  it('gives the values that are set, and not those left empty', async () => {
    const Values = { ODDS_API_KEY: 'abc', REDIS_URL: '', COSMOS_KEY: ' ' };
    expect(await settings(JSON.stringify({ IsEncrypted: false, Values, Host: { CORS: '*' } }))).toEqual({
      ODDS_API_KEY: 'abc',
    });
  });

  it('takes what Azure prints of a deployed app', async () => {
    const list = [
      {
        name: 'ODDS_API_KEY',
        slotSetting: false,
        value: '@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/k)',
      },
      { name: 'REDIS_URL', slotSetting: false, value: '' },
      { name: 'COSMOS_KEY', slotSetting: true, value: null },
    ];
    expect(await settings(JSON.stringify(list))).toEqual({ ODDS_API_KEY: list[0]?.value });
  });

  it('gives what takes its place where there is no such file; nothing does for one that was asked for', async () => {
    const none = join(folder, 'none.json');
    expect(await readLocalSettings(none, {})).toEqual({});
    await expect(readLocalSettings(none)).rejects.toThrow(`${none}: there is no such file`);
  });

  it('does not take a file that cannot be read for none', async () => {
    await expect(readLocalSettings(folder)).rejects.toThrow('cannot be read');
  });

  it.each([
    ['{"Values": {"ODDS_API_KEY": "hunter2",}}', 'is not JSON'],
    ['', 'is not JSON'],
    ['{"ODDS_API_KEY": "hunter2"}', 'expected { "Values"'],
    ['{"Values": {"PORT": 7071, "ODDS_API_KEY": "hunter2"}}', 'expected { "Values"'],
    ['[]', 'expected { "Values"'],
    ['[{"name": "ODDS_API_KEY", "values": "hunter2"}]', 'expected { "Values"'],
  ])('%s: says what is expected, and no value', async (text, says) => {
    const failure: unknown = await settings(text).catch((error: unknown) => error);
    expect(String(failure)).toContain(says);
    expect(inspect(failure, { depth: 10 })).not.toContain('hunter2');
  });
});

describe('withFile', () => {
  const failure = (settings: Readonly<Record<string, string>>): unknown => {
    try {
      return readConfig(settings);
    } catch (error) {
      return error;
    }
  };
  const REST = { ODDS_API_KEY: 'k', COSMOS_ENDPOINT: 'http://h', AzureWebJobsStorage: 'UseDevelopmentStorage=true' };

  it('names the file, and the command that finds what is missing of Discord', () => {
    const told = String(withFile(failure({ ...REST, DISCORD_BOT_TOKEN: 'hunter2' }), 'my.json'));
    expect(told).toContain('DISCORD_PUBLIC_KEY is missing');
    expect(told).toContain('Set them in my.json, then start again.');
    expect(told).toContain('npm run setup:discord -- --settings my.json --write');
    expect(told).not.toMatch(/Azure|local\.settings|hunter2/);
    const usual = String(withFile(failure(REST), undefined));
    expect(usual).toContain('Set them in local.settings.json, then start again.');
    expect(usual).toContain('npm run setup:discord -- --write');
  });

  it('does not send to Discord for what is missing elsewhere, and leaves other errors alone', () => {
    const discord = {
      DISCORD_APPLICATION_ID: '1',
      DISCORD_PUBLIC_KEY: 'a'.repeat(64),
      DISCORD_BOT_TOKEN: 't',
      DISCORD_ALERTS_CHANNEL_ID: '1',
      DISCORD_SHARP_CHANNEL_ID: '2',
    };
    const told = String(withFile(failure({ ...REST, ...discord, COSMOS_ENDPOINT: 'x' }), 'my.json'));
    expect(told).toContain('Set them in my.json');
    expect(told).not.toContain('setup:discord');
    const other = new Error('Port 7071 is in use');
    expect(withFile(other, 'my.json')).toBe(other);
  });
});
