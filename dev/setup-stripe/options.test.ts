import { describe, expect, it } from 'vitest';
import { HELP, readOptions } from './options.ts';

describe('readOptions', () => {
  it('changes no price, stores nothing and stays in test mode, unless told to', () => {
    const none = { month: undefined, year: undefined };
    expect(readOptions([])).toEqual({
      url: undefined,
      amounts: { starter: none, core: none, sharp: none },
      currency: undefined,
      isDryRun: false,
      doesWrite: false,
      mayBeLive: false,
      wantsNewSecret: false,
      settings: undefined,
    });
  });

  it('reads all of it', () => {
    const amounts = ['--starter', '9.50', '--core-yearly', '290', '--sharp', '79', '--currency', 'EUR'];
    const url = ['--url', 'https://odds.example.com/'];
    expect(
      readOptions([...amounts, ...url, '--write', '--live', '--new-secret', '--settings', 'x.json']),
    ).toMatchObject({
      url: 'https://odds.example.com',
      amounts: { starter: { month: '9.50' }, core: { year: '290' }, sharp: { month: '79' } },
      currency: 'eur',
      doesWrite: true,
      mayBeLive: true,
      wantsNewSecret: true,
      settings: 'x.json',
    });
  });

  it('gives the help, in which every option stands', () => {
    expect(readOptions(['--help', '--dry-run'])).toBe('help');
    const amounts = ['starter', 'core', 'sharp', 'starter-yearly', 'core-yearly', 'sharp-yearly', 'currency'];
    for (const name of [...amounts, 'url', 'dry-run', 'write', 'live', 'new-secret', 'settings', 'help'])
      expect(HELP).toContain(`--${name}`);
  });

  it.each([
    [['--dry-run', '--write'], '--dry-run changes nothing'],
    [['--url', 'odds.example.com'], "--url takes the app's address alone"],
    [['--url', 'ftp://odds.example.com'], "--url takes the app's address alone"],
    [['--url', 'https://odds.example.com/api/stripe/webhook'], "--url takes the app's address alone"],
    [['--url', 'https://me:secret@odds.example.com'], "--url takes the app's address alone"],
    [['--new-secret'], 'say with --url'],
    [['--starter', 'nine'], '--starter takes an amount'],
    [['--sharp-yearly=-9'], '--sharp-yearly takes an amount'],
    [['--core', '29,50'], '--core takes an amount'],
    [['--currency', '$'], '--currency takes three letters'],
    [['--wirte'], "Unknown option '--wirte'"],
    [['now'], "Unexpected argument 'now'"],
  ])('%j: says what is wrong', (args, says) => {
    expect(() => readOptions(args)).toThrow(says);
  });
});
