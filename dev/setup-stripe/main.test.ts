import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runScript } from '../../tests/support/run.ts';
import { type StripeStandIn, startStripe } from '../stand-ins/stripe/server.ts';
import { HELP } from './options.ts';

const KEY = 'sk_test_standin12345678';
const APP = 'http://127.0.0.1:7071';
const folder = mkdtempSync(join(tmpdir(), 'setup-stripe-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'local.settings.json');

let stripe: StripeStandIn;
beforeEach(async () => {
  stripe = await startStripe({ keys: [KEY] });
  store({ ODDS_API_KEY: 'abc', STRIPE_SECRET_KEY: KEY, STRIPE_API_BASE_URL: stripe.url });
});
afterEach(() => stripe.stop());

const setup = async (...args: string[]) => {
  const run = runScript('dev/setup-stripe/main.ts', ['--settings', file, ...args]);
  const code = await run.ended;
  const text = run.lines.join('\n');
  expect(text).not.toMatch(/[sr]k_(test|live)_\w/);
  return { code, text };
};
const store = (Values: Record<string, string>): void =>
  writeFileSync(file, JSON.stringify({ IsEncrypted: false, Values }));
const stored = (): Record<string, string> => JSON.parse(readFileSync(file, 'utf8')).Values;

describe('npm run setup:stripe', () => {
  it('shows first, then does, stores, and at last has nothing to do', async () => {
    const before = stored();
    const dry = await setup('--url', APP, '--dry-run');
    expect(dry).toMatchObject({ code: 0, text: expect.stringMatching(/would create +product OddsTracker Core/) });
    expect(dry.text).toMatch(/^Test mode: no money moves\. Stripe, account acct_/);
    expect(stored()).toEqual(before);

    const done = await setup('--url', APP, '--write');
    expect(done).toMatchObject({ code: 0, text: expect.stringMatching(/created +a year of Core: 290\.00 USD/) });
    expect(stored()).toMatchObject({
      ...before,
      STRIPE_PRICE_SHARP: expect.stringMatching(/^price_/),
      STRIPE_PORTAL_CONFIGURATION: expect.stringMatching(/^bpc_/),
      STRIPE_WEBHOOK_SECRET: expect.stringMatching(/^whsec_/),
    });
    const lines = done.text.split('\n').filter((line) => line.startsWith('    "'));
    expect(JSON.parse(`{${lines.join('').replace(/,$/, '')}}`)).toEqual(
      Object.fromEntries(Object.entries(stored()).filter(([name]) => !(name in before))),
    );

    const again = await setup('--url', APP);
    expect(again.code).toBe(0);
    expect(again.text).toContain('Nothing had to be changed.');
    expect(again.text).toContain('has all of these settings');
    expect(again.text).not.toContain('whsec_');
  });

  it('ends with 1 and one line when Stripe does not take the key', async () => {
    store({ ...stored(), STRIPE_SECRET_KEY: 'sk_test_anotheranother' });
    const { code, text } = await setup('--url', APP);
    expect([code, text.split('\n').length]).toEqual([1, 1]);
    expect(text).toContain('does not take STRIPE_SECRET_KEY');
  });

  it('ends with 1 for a live key without --live, before anything is asked', async () => {
    await stripe.stop();
    store({ ...stored(), STRIPE_SECRET_KEY: 'sk_live_standin12345678' });
    expect(await setup()).toMatchObject({ code: 1, text: expect.stringContaining('is a live key') });
  });

  it('gives its help, and says what makes no sense', async () => {
    expect(await setup('--help')).toEqual({ code: 0, text: HELP });
    expect(await setup('--url', 'here')).toMatchObject({ code: 2, text: expect.stringContaining(HELP) });
  });
});
