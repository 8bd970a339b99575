import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { readLocalSettings } from './local-settings.ts';

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
  ])('%s: says what is expected, and no value', async (text, says) => {
    const failure: unknown = await settings(text).catch((error: unknown) => error);
    expect(String(failure)).toContain(says);
    expect(inspect(failure, { depth: 10 })).not.toContain('hunter2');
  });
});
