import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import sample from '../local.settings.sample.json' with { type: 'json' };
import { ConfigError, readConfig, SETTING_NAMES } from './config.ts';

const complete = {
  ODDS_API_KEY: 'odds-secret',
  AzureWebJobsStorage: 'UseDevelopmentStorage=true',
  COSMOS_ENDPOINT: 'https://account.documents.azure.com',
  DISCORD_APPLICATION_ID: '1000',
  DISCORD_PUBLIC_KEY: 'a1'.repeat(32),
  DISCORD_BOT_TOKEN: 'bot-secret',
  DISCORD_ALERTS_CHANNEL_ID: '1001',
  DISCORD_SHARP_CHANNEL_ID: '1002',
};

const payments = {
  STRIPE_SECRET_KEY: 'sk_test_0123456789',
  STRIPE_WEBHOOK_SECRET: 'whsec_0123456789',
  STRIPE_PRICE_STARTER: 'price_1',
  STRIPE_PRICE_CORE: 'price_2',
  STRIPE_PRICE_SHARP: 'price_3',
  DISCORD_GUILD_ID: '1003',
  DISCORD_ROLE_STARTER_ID: '1004',
  DISCORD_ROLE_CORE_ID: '1005',
  DISCORD_ROLE_SHARP_ID: '1006',
  PUBLIC_BASE_URL: 'https://odds.example',
};

const refusal = (environment: Record<string, string | undefined>): string => {
  try {
    readConfig(environment);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as Error).message;
  }
  throw new Error('was accepted');
};

describe('readConfig', () => {
  it('fills what has a sensible default', () => {
    const config = readConfig(complete);
    expect(config.odds).toMatchObject({ regions: ['us'], markets: ['h2h', 'spreads', 'totals'], monthlyCredits: 500 });
    expect(config.redisUrl).toBeUndefined();
    expect(config.discord.baseUrl).toBe('https://discord.com/api/v10');
  });

  it('names every problem at once, with what is expected', () => {
    const message = refusal({
      ...complete,
      ODDS_API_KEY: undefined,
      COSMOS_ENDPOINT: 'nonsense',
      ODDS_MARKETS: 'h2h,props',
    });
    expect(message).toContain('3 settings need attention');
    expect(message).toContain('ODDS_API_KEY is missing: your key from');
    expect(message).toContain('COSMOS_ENDPOINT is not valid: expected the URI');
    expect(message).toContain('ODDS_MARKETS is not valid: expected some of h2h,spreads,totals');
  });

  it.each(SETTING_NAMES)('never prints what %s holds', (name) => {
    const secret = 'hunter2 hunter2';
    const message = refusal({ ...complete, ODDS_MONTHLY_CREDITS: 'x', [name]: secret });
    expect(message).not.toContain('hunter2');
  });

  it('takes an emptied setting for one that is not set', () => {
    expect(readConfig({ ...complete, REDIS_URL: ' ', COSMOS_KEY: '' })).toMatchObject({ redisUrl: undefined });
    expect(refusal({ ...complete, DISCORD_BOT_TOKEN: '' })).toContain('DISCORD_BOT_TOKEN is missing');
  });

  it('takes storage by managed identity', () => {
    const { AzureWebJobsStorage: _, ...rest } = complete;
    expect(readConfig({ ...rest, AzureWebJobsStorage__accountName: 'acc' }).storage).toEqual({
      kind: 'identity',
      queueServiceUri: 'https://acc.queue.core.windows.net',
      clientId: undefined,
    });
    expect(refusal(rest)).toContain('AzureWebJobsStorage is missing');
  });

  it.each(['ODDS_LEAGUES', 'ODDS_MARKETS', 'ODDS_REGIONS'])('refuses %s without anything in it', (name) => {
    expect(refusal({ ...complete, [name]: ' , ' })).toContain(`${name} is not valid`);
  });

  it('reads lists without blanks and repeats', () => {
    expect(readConfig({ ...complete, ODDS_LEAGUES: 'a_b, c_d,a_b,' }).odds.leagues).toEqual(['a_b', 'c_d']);
  });

  it('takes payments as a whole, and names what half of them lacks', () => {
    expect(readConfig(complete).stripe).toBeUndefined();
    expect(readConfig({ ...complete, ...payments }).stripe).toMatchObject({
      baseUrl: 'https://api.stripe.com',
      prices: { core: { month: 'price_2', year: undefined } },
    });
    const half = refusal({ ...complete, STRIPE_SECRET_KEY: payments.STRIPE_SECRET_KEY });
    expect(half).toContain('9 settings need attention');
    for (const name of Object.keys(payments).slice(1)) expect(half).toContain(`${name} is missing`);
    expect(refusal({ ...complete, STRIPE_WEBHOOK_SECRET: 'whsec_0123456789' })).toContain(
      'STRIPE_SECRET_KEY is missing',
    );
    expect(readConfig({ ...complete, STRIPE_PRICE_CORE: 'price_2' }).stripe).toBeUndefined();
    expect(refusal({ ...complete, ...payments, STRIPE_PRICE_CORE: 'price_1' })).toContain(
      'STRIPE_PRICE_STARTER and STRIPE_PRICE_CORE name the same',
    );
    expect(refusal({ ...complete, ...payments, STRIPE_PRICE_CORE: 'prod_2' })).toContain(
      'STRIPE_PRICE_CORE is not valid',
    );
    expect(refusal({ ...complete, ...payments, STRIPE_SECRET_KEY: 'pk_test_0123456789' })).toContain('sk_… or rk_…');
  });

  it.each([
    [{ WEBSITE_HOSTNAME: 'odds.azurewebsites.net' }, 'https://odds.azurewebsites.net'],
    [{ WEBSITE_HOSTNAME: 'localhost:7071' }, 'http://localhost:7071'],
    [{ WEBSITE_HOSTNAME: 'localhost:7071', PUBLIC_BASE_URL: 'https://odds.example/' }, 'https://odds.example'],
    [{}, undefined],
  ])('finds with %o that people reach the app at %s', (given, url) => {
    expect(readConfig({ ...complete, ...given }).publicBaseUrl).toBe(url);
  });

  it('has every setting in the sample and in the documentation, and the sample has no other', () => {
    const documented = readFileSync('docs/settings.md', 'utf8');
    const azures = SETTING_NAMES.filter((name) => name.includes('__') || name.startsWith('WEBSITE_'));
    const hosts = ['FUNCTIONS_WORKER_RUNTIME', 'languageWorkers__node__arguments'];
    expect(new Set(Object.keys(sample.Values))).toEqual(
      new Set([...hosts, ...SETTING_NAMES.filter((name) => !azures.includes(name))]),
    );
    expect(SETTING_NAMES.filter((name) => !documented.includes(`\`${name}\``))).toEqual([]);
  });
});
