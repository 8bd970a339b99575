import { describe, expect, it } from 'vitest';
import { SETTING_NAMES } from '../../shared/config.ts';
import { problemsOf, readSettings } from './settings.ts';

const GOOD: Readonly<Record<string, string>> = {
  ODDS_API_KEY: 'key',
  AzureWebJobsStorage: 'UseDevelopmentStorage=true',
  COSMOS_ENDPOINT: 'https://a.documents.azure.com',
  DISCORD_APPLICATION_ID: '1000',
  DISCORD_PUBLIC_KEY: 'a'.repeat(64),
  DISCORD_BOT_TOKEN: 'token',
  DISCORD_ALERTS_CHANNEL_ID: '1001',
  DISCORD_SHARP_CHANNEL_ID: '1002',
};
const namesOf = (values: Readonly<Record<string, string>>): readonly string[] =>
  problemsOf(values).map(({ name }) => name);

describe('problemsOf', () => {
  it('finds none where the app would start', () => {
    expect(problemsOf(GOOD)).toEqual([]);
  });

  it('names each setting that the app would find fault with, once', () => {
    expect(namesOf({})).toEqual(expect.arrayContaining([...Object.keys(GOOD)]));
    expect(namesOf({ ...GOOD, REDIS_URL: 'http://h', OTEL_TRACES_SAMPLER_ARG: '2' })).toEqual([
      'REDIS_URL',
      'OTEL_TRACES_SAMPLER_ARG',
    ]);
    const twice = { DISCORD_ROLE_CORE_ID: '5', DISCORD_ROLE_SHARP_ID: '5', DISCORD_ROLE_STARTER_ID: '6' };
    expect(namesOf({ ...GOOD, ...twice })).toEqual(['DISCORD_ROLE_CORE_ID', 'DISCORD_ROLE_SHARP_ID']);
  });

  it('has a name and words for every line that the app has to say', () => {
    const wrong = Object.fromEntries(SETTING_NAMES.map((name) => [name, '\u0000']));
    for (const { name, what } of problemsOf(wrong)) {
      expect(SETTING_NAMES).toContain(name);
      expect(what).toMatch(/^is (?:missing|not valid)/);
    }
    expect(problemsOf(wrong).length).toBeGreaterThan(20);
  });
});

describe('readSettings', () => {
  it('makes up what is at fault, however many are', () => {
    const wrong = { ...GOOD, STRIPE_SECRET_KEY: 'no key', DISCORD_PUBLIC_KEY: 'no key', ODDS_MONTHLY_CREDITS: '7' };
    const { config, isAtFault } = readSettings(wrong, namesOf(wrong));
    expect(config.odds).toMatchObject({ apiKey: 'key', monthlyCredits: 7 });
    expect(isAtFault('DISCORD_PUBLIC_KEY')).toBe(true);
    expect(isAtFault('ODDS_API_KEY')).toBe(false);
    expect(() => readSettings({}, namesOf({}))).not.toThrow();
  });

  it('takes what has another form for that', () => {
    const { AzureWebJobsStorage: _, ...rest } = GOOD;
    const { config } = readSettings({ ...rest, AzureWebJobsStorage__accountName: 'acc' }, []);
    expect(config.storage).toMatchObject({ kind: 'identity', queueServiceUri: 'https://acc.queue.core.windows.net' });
  });
});
