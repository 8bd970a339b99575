import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { readSettings } from './settings.ts';

const folder = mkdtempSync(join(tmpdir(), 'setup-stripe-settings-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
const fileOf = (Values: Record<string, string>): string => {
  const file = join(folder, `${++files}.json`);
  writeFileSync(file, JSON.stringify({ Values }));
  return file;
};
const KEY = 'sk_test_hunter2hunter2';

describe('readSettings', () => {
  it('reads what is stored, and the mode from the key', async () => {
    const file = fileOf({ STRIPE_SECRET_KEY: KEY, STRIPE_WEBHOOK_SECRET: '', ODDS_API_KEY: 'abc' });
    expect(await readSettings(file, {})).toEqual({
      access: { baseUrl: 'https://api.stripe.com', key: KEY },
      mode: 'test',
      hasWebhookSecret: false,
      file,
      inFile: { STRIPE_SECRET_KEY: KEY, ODDS_API_KEY: 'abc' },
    });
    const live = await readSettings(fileOf({ STRIPE_SECRET_KEY: 'rk_live_hunter2hunter2' }), {});
    expect(live.mode).toBe('live');
  });

  it('lets the environment go before the file, if it says something', async () => {
    const file = fileOf({ STRIPE_SECRET_KEY: 'rk_test_12345678', STRIPE_API_BASE_URL: 'http://127.0.0.1:1' });
    const environment = { STRIPE_SECRET_KEY: ` ${KEY} `, STRIPE_API_BASE_URL: '', STRIPE_WEBHOOK_SECRET: 'whsec_1' };
    expect(await readSettings(file, environment)).toMatchObject({
      access: { baseUrl: 'http://127.0.0.1:1', key: KEY },
      hasWebhookSecret: true,
    });
  });

  it.each([
    [{}, 'STRIPE_SECRET_KEY is missing'],
    [{ STRIPE_SECRET_KEY: 'pk_test_hunter2hunter2' }, 'never pk_…'],
    [{ STRIPE_SECRET_KEY: 'sk_test_hunter2', STRIPE_API_BASE_URL: 'hunter2' }, 'STRIPE_SECRET_KEY is not valid'],
    [{ STRIPE_SECRET_KEY: KEY, STRIPE_API_BASE_URL: 'hunter2' }, 'STRIPE_API_BASE_URL is not valid'],
    [{ STRIPE_SECRET_KEY: KEY, STRIPE_API_BASE_URL: 'https://api.stripe.com/v1' }, 'a host alone, without a path'],
  ])('%j: names what is wrong, and no value', async (values, says) => {
    const failure: unknown = await readSettings(fileOf(values), {}).catch((error: unknown) => error);
    expect(String(failure)).toContain(says);
    expect(inspect(failure)).not.toContain('hunter2');
  });
});
