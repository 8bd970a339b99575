import { describe, expect, it } from 'vitest';
import { HELP, readOptions } from './options.ts';

const DEFAULTS = {
  replay: [],
  speed: 60,
  exit: false,
  json: false,
  port: 7071,
  seed: 1,
  settings: undefined,
  verbose: false,
};

describe('readOptions', () => {
  it.each([
    ['', {}],
    ['--port 0 --seed 12 --verbose --json', { port: 0, seed: 12, verbose: true, json: true }],
    ['--settings other.json', { settings: 'other.json' }],
    ['--replay a.jsonl', { replay: ['a.jsonl'] }],
    ['--replay a.jsonl b.zst', { replay: ['a.jsonl', 'b.zst'] }],
    ['--replay a.jsonl --replay b.zst', { replay: ['a.jsonl', 'b.zst'] }],
    ['--replay a.jsonl --speed max --exit --json', { replay: ['a.jsonl'], speed: 'max', exit: true, json: true }],
    ['--replay a.jsonl --speed 0.5', { replay: ['a.jsonl'], speed: 0.5 }],
  ])('npm start -- %s', (line, given) => {
    expect(readOptions(line.split(' ').filter(Boolean))).toEqual({ ...DEFAULTS, ...given });
  });

  it('asks for help whatever else stands there', () => {
    expect(readOptions(['--help', '--port', 'x'])).toBe('help');
    for (const option of ['--replay', '--speed', '--exit', '--json', '--port', '--seed', '--verbose'])
      expect(HELP).toContain(option);
  });

  it.each([
    ['--replya a.jsonl', '--replya'],
    ['a.jsonl', 'What is a.jsonl? Recordings follow --replay.'],
    ['--exit', 'add --replay FILE'],
    ['--speed 60', 'add --replay FILE'],
    ['--replay a --speed fast', '--speed takes a number from 0.1 to 100000, or max; it was "fast"'],
    ['--replay a --speed 0', '--speed takes'],
    ['--replay a --speed -5', '--speed'],
    ['--port 65536', '--port takes a whole number from 0 to 65535; it was "65536"'],
    ['--port 80.5', '--port takes a whole number'],
    ['--port http', '--port takes'],
    ['--port=', '--port takes'],
    ['--seed 1.5', '--seed takes a whole number'],
    ['--replay', '--replay'],
  ])('%s is refused with what would make sense', (line, says) => {
    expect(() => readOptions(line.split(' '))).toThrow(says);
  });
});
