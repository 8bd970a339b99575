import { describe, expect, it } from 'vitest';
import { readOptions } from './options.ts';

describe('the command line of npm run cost', () => {
  it.each([
    [[], { users: undefined, plan: undefined, json: false, write: false }],
    [['--users', '800', '--plan', '100K'], { users: 800, plan: '100k', json: false, write: false }],
    [['--json'], { users: undefined, plan: undefined, json: true, write: false }],
    [['--write'], { users: undefined, plan: undefined, json: false, write: true }],
  ])('%j', (args, expected) => {
    expect(readOptions(args)).toEqual(expected);
  });

  it('asks for help', () => {
    expect(readOptions(['--users', 'x', '--help'])).toBe('help');
  });

  it.each([
    [['--users', '0'], '--users takes a whole number from 1'],
    [['--users', '12.5'], 'not "12.5"'],
    [['--users', 'many'], 'not "many"'],
    [['--users', '1000001'], 'to 1,000,000'],
    [['--plan', '1m'], 'There is no plan "1m" at The Odds API. There are: 500, 20k, 100k, 5m, 15m.'],
    [['--write', '--json'], '--write goes alone'],
    [['--write', '--users', '50'], '--write goes alone'],
    [['--user', '50'], "Unknown option '--user'"],
    [['50'], 'Unexpected argument'],
  ])('%j is refused', (args, says) => {
    expect(() => readOptions(args)).toThrow(says);
  });
});
