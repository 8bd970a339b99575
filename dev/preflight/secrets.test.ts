import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concealer } from './secrets.ts';

const NAMES = ['ODDS_API_KEY', 'DISCORD_BOT_TOKEN', 'STRIPE_WEBHOOK_SECRET', 'COSMOS_KEY', 'REDIS_URL'];

describe('concealer', () => {
  it('leaves no secret in any text, in whatever form', () => {
    const secret = fc.string({ minLength: 6, maxLength: 40, unit: 'grapheme-ascii' }).map((text) => text.trim());
    fc.assert(
      fc.property(secret, fc.constantFrom(...NAMES), fc.string(), fc.string(), (value, name, before, after) => {
        fc.pre(value.length >= 6);
        const conceal = concealer({ [name]: value });
        for (const form of [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)])
          expect(conceal(`${before} ${form} ${after}`)).toContain('…');
        expect(conceal(`x${value}x`)).not.toContain(value);
      }),
    );
  });

  it('knows the secrets within addresses and connection strings', () => {
    const conceal = concealer({
      REDIS_URL: 'rediss://default:p%40ssword@cache.example:10000',
      AzureWebJobsStorage: 'DefaultEndpointsProtocol=https;AccountName=a;AccountKey=c2VjcmV0a2V5;EndpointSuffix=x',
    });
    expect(conceal('p%40ssword p@ssword c2VjcmV0a2V5 cache.example')).toBe('… … … cache.example');
    expect(() => concealer({ REDIS_URL: 'redis://:%E0%A4%A@h' })).not.toThrow();
  });

  it('leaves what is public', () => {
    const text = `${'ab'.repeat(32)} https://api.example`;
    expect(concealer({ DISCORD_PUBLIC_KEY: 'ab'.repeat(32), ODDS_API_BASE_URL: 'https://api.example' })(text)).toBe(
      text,
    );
  });
});
