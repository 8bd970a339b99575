import { describe, expect, it } from 'vitest';
import { GROUP_NAMES } from './check.ts';
import { HELP, readOptions } from './options.ts';

describe('readOptions', () => {
  it('checks everything, of the app at hand, by default', () => {
    expect(readOptions([])).toEqual({
      settings: undefined,
      url: undefined,
      only: GROUP_NAMES,
      timeoutMs: 20_000,
      isJson: false,
    });
  });

  it('takes a file, an address, groups, a time', () => {
    const typed = '--settings app.json --url https://h.example/ --only odds --only discord,app --timeout 5 --json';
    expect(readOptions(typed.split(' '))).toEqual({
      settings: 'app.json',
      url: 'https://h.example',
      only: ['odds', 'discord', 'app'],
      timeoutMs: 5000,
      isJson: true,
    });
    expect(readOptions(['--only', 'odds', '--help'])).toBe('help');
  });

  it.each([
    [['--only', 'weather'], 'it was "weather"'],
    [['--url', 'example.com'], '--url takes an address'],
    [['--timeout', '0'], '--timeout takes whole seconds'],
    [['--timeout', '1.5'], '--timeout takes whole seconds'],
    [['--live'], '--live'],
  ])('%j: says what would make sense', (args, says) => {
    expect(() => readOptions(args)).toThrow(says);
  });

  it('has a help that names every group and fits the screen', () => {
    for (const name of GROUP_NAMES) expect(HELP).toContain(name);
    expect(Math.max(...HELP.split('\n').map((line) => line.length))).toBeLessThanOrEqual(132);
  });
});
