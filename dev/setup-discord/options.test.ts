import { describe, expect, it } from 'vitest';
import { HELP, readOptions } from './options.ts';

describe('readOptions', () => {
  it('changes this server only, and stores nothing, unless told to', () => {
    expect(readOptions([])).toEqual({
      isDryRun: false,
      doesWrite: false,
      isGlobal: false,
      endpoint: undefined,
      settings: undefined,
    });
    const endpoint = 'https://odds.azurewebsites.net/api/discord/interactions';
    expect(readOptions(['--write', '--global', '--endpoint', endpoint, '--settings', 'x.json'])).toMatchObject({
      doesWrite: true,
      isGlobal: true,
      endpoint,
      settings: 'x.json',
    });
  });

  it('gives the help, in which every option stands', () => {
    expect(readOptions(['--help', '--dry-run'])).toBe('help');
    for (const name of ['dry-run', 'write', 'global', 'endpoint', 'settings', 'help'])
      expect(HELP).toContain(`--${name}`);
  });

  it.each([
    [['--dry-run', '--write'], '--dry-run changes nothing'],
    [['--endpoint', 'odds.example.com'], '--endpoint takes an address'],
    [['--endpoint', 'ftp://odds.example.com'], '--endpoint takes an address'],
    [['--wirte'], "Unknown option '--wirte'"],
    [['now'], "Unexpected argument 'now'"],
  ])('%j: says what is wrong', (args, says) => {
    expect(() => readOptions(args)).toThrow(says);
  });
});
