import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'preflight-main-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}
const run = (...args: readonly string[]): Promise<Ended> =>
  new Promise((resolve) => {
    execFile(process.execPath, [MAIN, ...args], (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
const settingsFile = (list: object): string => {
  const file = join(folder, 'app.json');
  writeFileSync(file, JSON.stringify(list));
  return file;
};

describe('npm run preflight', () => {
  it('ends with 0 where nothing has to be mended', async () => {
    const file = settingsFile({ Values: {} });
    const { code, stdout, stderr } = await run('--settings', file, '--only', 'tiers');
    expect({ code, stderr }).toEqual({ code: 0, stderr: `Of the app of ${file}.\n\n` });
    expect(stdout).toMatch(/^Tiers\n {2}✓ {2}no subscription +\d+ answered, \d+ refused; 3 queries\n/);
    expect(stdout).toMatch(/Ready: 4 as they have to be\.\n$/);
  });

  it('ends with 1, and tells it to a program, where something has to be', async () => {
    const list = [
      { name: 'ODDS_API_KEY', slotSetting: false, value: 'hunter2hunter2' },
      { name: 'DISCORD_BOT_TOKEN', slotSetting: false, value: '@Microsoft.KeyVault(nothing)' },
    ];
    const { code, stdout } = await run('--settings', settingsFile(list), '--only', 'settings,vault', '--json');
    expect(code).toBe(1);
    expect(stdout.trimEnd()).not.toContain('\n');
    const { ready, checks } = JSON.parse(stdout);
    expect(ready).toBe(false);
    expect(checks).toContainEqual({
      ...{ group: 'vault', name: 'DISCORD_BOT_TOKEN', status: 'fail', seen: 'the reference is not understood' },
      remedy: expect.stringContaining('@Microsoft.KeyVault(SecretUri='),
    });
    expect(stdout).not.toContain('hunter2');
  });

  it('says what is wrong with the line, or with the file', async () => {
    expect(await run('--only', 'everything')).toMatchObject({ code: 2, stdout: '' });
    const none = await run('--settings', '/nowhere/app.json');
    expect(none).toMatchObject({ code: 1, stdout: '', stderr: '/nowhere/app.json: there is no such file\n' });
  });
});
