import { describe, expect, it } from 'vitest';
import { checkMode } from './mode.ts';
import { readOptions, type StripeOptions } from './options.ts';

const options = (...args: string[]): StripeOptions => {
  const read = readOptions(args);
  if (read === 'help') throw new Error('no options');
  return read;
};
const stripe = (baseUrl = 'https://api.stripe.com') => ({ access: { baseUrl, key: 'k' } });

describe('checkMode', () => {
  it.each([
    ['test', []],
    ['test', ['--url', 'http://odds.example.com']],
    ['live', ['--live', '--url', 'https://odds.example.com']],
    ['live', ['--dry-run']],
  ] as const)('%s, %j: goes on', (mode, args) => {
    expect(() => checkMode(options(...args), { mode, ...stripe() })).not.toThrow();
  });

  it.each([
    ['live', [], 'is a live key: real customers, real money. Nothing was changed.'],
    ['test', ['--live'], 'is a test key. Nothing was changed.'],
    ['live', ['--live', '--url', 'http://odds.example.com'], '--url has to begin with https://'],
    ['test', ['--url', 'http://localhost:7071'], 'stripe listen --forward-to http://localhost:7071/api/stripe/webhook'],
    ['test', ['--url', 'http://127.0.0.1:7071'], 'which is this machine'],
  ] as const)('%s, %j: says what does not fit', (mode, args, says) => {
    expect(() => checkMode(options(...args), { mode, ...stripe() })).toThrow(says);
  });

  it('sends a live key unencrypted to nobody outside this machine', () => {
    const live = { mode: 'live' } as const;
    expect(() => checkMode(options('--live'), { ...live, ...stripe('http://stripe.example.com') })).toThrow(
      'STRIPE_API_BASE_URL has to begin with https://',
    );
    expect(() => checkMode(options('--live'), { ...live, ...stripe('http://127.0.0.1:1') })).not.toThrow();
  });

  it('takes this machine for an app whose Stripe is on it as well', () => {
    const local = stripe('http://127.0.0.1:1');
    expect(() => checkMode(options('--url', 'http://127.0.0.1:7071'), { mode: 'test', ...local })).not.toThrow();
  });
});
