import { describe, expect, it } from 'vitest';
import { COMMAND_NAMES, shapeOf } from './command-table.ts';
import { helpFor } from './help.ts';
import { readOptions } from './options.ts';

const read = (line: string) => readOptions(line.split(' ').filter(Boolean));

describe('readOptions', () => {
  it.each([
    ['poison list', { command: 'poison list', args: [] }],
    ['poison list alerts-poison', { args: ['alerts'] }],
    ['poison show deliveries 1f-2a', { args: ['deliveries', '1f-2a'] }],
    ['poison replay deliveries --all --dry-run', { args: ['deliveries'], isAll: true, isDryRun: true }],
    ['thresholds set nfl high 0.05', { args: ['nfl', 'High', '0.05'], why: undefined }],
    ['thresholds set nfl Low auto --why calm', { args: ['nfl', 'Low', 'auto'], why: 'calm' }],
    ['resend s1 --to 123 --json', { args: ['s1'], to: '123', isJson: true }],
    ['feedback', { args: [], weeks: 4 }],
    ['feedback --weeks 52', { weeks: 52 }],
    ['forget-user 123 --settings a.json', { args: ['123'], settings: 'a.json' }],
    ['close dp_1ABC', { command: 'close', args: ['dp_1ABC'] }],
  ])('reads %s', (line, options) => {
    expect(read(line)).toMatchObject(options);
  });

  it.each([
    ['', 'A command is needed: poison list, '],
    ['poisn list', 'There is no command "poisn": poison list, '],
    ['poison', 'poison takes one of these: list, show, replay, drop.'],
    ['poison eat', 'There is no "poison eat". poison takes one of these: list, show, replay, drop.'],
    [
      'poison list alert',
      'one of fingerprint-changes, alerts, deliveries, interactions, billing-events; it was "alert"',
    ],
    ['poison show', 'poison show takes QUEUE, one of fingerprint-changes'],
    ['poison replay alerts', 'poison replay takes an ID, as poison show lists it, or --all.'],
    ['poison drop alerts m1 --all', 'poison drop takes an ID, as poison show lists it, or --all, not both.'],
    ['poison show alerts --all', 'poison show takes no --all.'],
    ['poison show alerts m1 m2', 'That is too much: poison show QUEUE [ID].'],
    ['thresholds set nfl Huge 0.1', 'thresholds set takes LEVEL, Low, Medium, High; it was "Huge".'],
    ['thresholds set nfl High 1.5', 'in hundredths from 0 to 1, e.g. 0.05; or auto'],
    ['thresholds set nfl High 0.055', 'it was "0.055"'],
    ['thresholds set nfl High', 'thresholds set takes RAISE'],
    ['feedback --weeks 0', '--weeks takes a whole number from 1 to 52; it was "0".'],
    ['resend s1 --to everybody', '--to takes a Discord id'],
    ['resend s1 --why so', 'resend takes no --why.'],
    ['reconcile now', 'reconcile takes no argument; it was "now".'],
    ['forget-user Nora', 'forget-user takes ID, a Discord user id, digits only; it was "Nora".'],
  ])('says what would make sense in the place of "%s"', (line, words) => {
    expect(() => read(line)).toThrow(words);
  });

  it('takes no endless reason', () => {
    expect(() => readOptions(['thresholds', 'set', 'nfl', 'High', '0', '--why', 'x'.repeat(201)])).toThrow('200');
  });
});

describe('helpFor', () => {
  it('lists every command under its group, and fits a screen', () => {
    const help = helpFor(['--help']);
    for (const name of COMMAND_NAMES) expect(help).toContain(`\n  ${name} `);
    for (const name of COMMAND_NAMES) expect(help).toContain(`${shapeOf(name).group}:`);
    expect(Math.max(...help.split('\n').map((line) => line.length))).toBeLessThanOrEqual(130);
  });

  it.each(COMMAND_NAMES)('explains what %s takes', (name) => {
    const help = helpFor([...name.split(' '), '--help']);
    expect(help).toContain(`npm run ops -- ${name}`);
    for (const argument of shapeOf(name).takes) expect(help).toContain(argument.what);
  });

  it('shows what begins with a word, and everything where nothing does', () => {
    const help = helpFor(['thresholds']);
    expect(help).toContain('npm run ops -- thresholds show [LEAGUE]\n');
    expect(help).toContain('npm run ops -- thresholds set LEAGUE LEVEL RAISE [--why TEXT]\n');
    expect(help).not.toContain('poison');
    expect(helpFor(['whatever'])).toBe(helpFor([]));
  });
});
