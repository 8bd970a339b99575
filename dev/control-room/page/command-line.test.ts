import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../discord/fixtures.ts';
import { commandViews } from '../discord/menu.ts';
import type { CommandView, OptionView } from '../discord/model.ts';
import { pageModule } from '../page-module.ts';

interface Line {
  readonly command: CommandView | undefined;
  readonly filled: readonly { readonly name: string; readonly text: string; readonly value: unknown }[];
  readonly active: string | undefined;
  readonly text: string;
}
type Given = Line['filled'][number];
const { EMPTY, typed, typedOut, fill, settle, activate, back, finish, question, lineText, openOptions } =
  await pageModule<{
    EMPTY: Line;
    typed: (line: Line, text: string, commands: readonly CommandView[]) => Line;
    typedOut: (line: Line, commands: readonly CommandView[]) => Line;
    fill: (line: Line, given: Given) => Line;
    settle: (line: Line) => { line: Line; problem?: string };
    activate: (line: Line, name: string) => Line;
    back: (line: Line) => Line;
    finish: (line: Line) => { line: Line; problem?: string; name?: string; options?: unknown };
    question: (line: Line) => { name: string; options: unknown } | undefined;
    lineText: (line: Line) => string;
    openOptions: (line: Line) => readonly OptionView[];
  }>('command-line.js');
const { readValue } = await pageModule<{
  readValue: (option: OptionView, text: string) => { value?: unknown; problem?: string };
}>('option-value.js');

const commands = commandViews(COMMANDS);
const lineOf = (text: string, line = EMPTY): Line => typed(line, text, commands);
const sent = (line: Line) => {
  const { name, options, problem } = finish(line);
  return problem ?? [name, options];
};
const string = (name: string, value: string) => ({ name, type: 3, value });

describe('a typed line', () => {
  it('is text until it names a whole command', () => {
    expect(lineOf('/wat')).toEqual({ ...EMPTY, text: '/wat' });
    expect(lineOf('/watch ')).toMatchObject({ command: undefined, text: '/watch ' });
    expect(lineOf('/watch list ')).toMatchObject({ command: { name: 'watch', subcommands: ['list'] }, text: '' });
  });

  it('is a command without a space after it once it is sent', () => {
    expect(sent(typedOut(lineOf('/help'), commands))).toEqual(['help', []]);
    expect(sent(typedOut(lineOf('/watch list'), commands))).toEqual(sent(lineOf('/watch list ')));
    expect(sent(typedOut(lineOf('/odds'), commands))).toBe('league: A value is needed.');
    expect(sent(typedOut(lineOf('/helpme'), commands))).toBe('There is no such command.');
    expect(typedOut(lineOf('hello'), commands)).toEqual(lineOf('hello'));
  });

  it('asks for the options that are required, one after another', () => {
    const line = lineOf('/odds ');
    expect([line.active, openOptions(line).map(({ name }) => name)]).toEqual(['league', ['team']]);
    const next = fill(line, { name: 'league', text: 'NFL', value: 'americanfootball_nfl' });
    expect(next).toMatchObject({ active: 'team', text: '' });
    expect(sent(lineOf('Bills', next))).toEqual([
      'odds',
      [string('league', 'americanfootball_nfl'), string('team', 'Bills')],
    ]);
  });

  it.each([
    ['/help ', ['help', []]],
    ['/odds league:NFL team:Buffalo Bills', ['odds', [string('league', 'NFL'), string('team', 'Buffalo Bills')]]],
    ['/odds team:Bills league: NFL ', ['odds', [string('team', 'Bills'), string('league', 'NFL')]]],
    ['/odds league:https://x.test/a:b team:B', ['odds', [string('league', 'https://x.test/a:b'), string('team', 'B')]]],
    ['/signals level:high', ['signals', [string('level', 'High')]]],
    ['/watch list ', ['watch', [{ name: 'list', type: 1, options: [] }]]],
    [
      '/watch messages direct:no cooldown:30 quiet:23:00-07:00',
      [
        'watch',
        [
          {
            name: 'messages',
            type: 1,
            options: [
              { name: 'direct', type: 5, value: false },
              { name: 'cooldown', type: 4, value: 30 },
              string('quiet', '23:00-07:00'),
            ],
          },
        ],
      ],
    ],
    ['/ops queue drop ', ['ops', [{ name: 'queue', type: 2, options: [{ name: 'drop', type: 1, options: [] }] }]]],
  ])('reads %s', (text, expected) => {
    expect(sent(lineOf(text))).toEqual(expected);
  });

  it.each([
    ['hello', /Type \//],
    ['/nothing', /no such command/],
    ['/odds ', /league: A value is needed/],
    ['/odds league:NFL', /team: A value is needed/],
    ['/signals level:Huge', /level: One of: Medium, High/],
    ['/signals huge', /no option “huge”/],
    ['/watch messages cooldown:1.5', /cooldown: A whole number/],
    ['/watch messages cooldown:1441', /At most 1440/],
    ['/watch messages cooldown:-1', /At least 0/],
    ['/watch messages direct:perhaps', /True or False/],
    [`/watch messages quiet:${'x'.repeat(21)}`, /At most 20 characters/],
  ])('says what is wrong with %s', (text, problem) => {
    expect(sent(lineOf(text))).toMatch(problem);
  });

  it('turns to an option by its name and a colon, and back to one that was given', () => {
    const line = lineOf('cooldown:', lineOf('/watch messages '));
    expect(line).toMatchObject({ active: 'cooldown', text: '' });
    const given = settle(lineOf('30', line)).line;
    expect(given).toMatchObject({ active: undefined, filled: [{ name: 'cooldown', value: 30 }] });
    expect(activate(given, 'cooldown')).toMatchObject({ active: 'cooldown', text: '30', filled: [] });
    expect(activate(activate(given, 'direct'), 'quiet').filled).toEqual(given.filled);
  });

  it('takes a required option’s empty text for missing, another’s for left out', () => {
    expect(settle(lineOf('/odds ')).problem).toContain('league');
    expect(settle(activate(lineOf('/signals '), 'level'))).toMatchObject({ line: { active: undefined, filled: [] } });
  });

  it('is taken back step by step', () => {
    let line = activate(lineOf('/watch messages direct:yes cooldown:5'), 'quiet');
    const steps: string[] = [];
    for (let i = 0; i < 4; i++) {
      line = back(line);
      steps.push([line.active ?? '-', line.text, line.filled.length].join(' '));
    }
    expect(steps).toEqual(['-  2', 'cooldown 5 1', '-  1', 'direct yes 0']);
    expect(back(back(line))).toEqual({ ...EMPTY, text: '/watch messages' });
    expect(back(EMPTY)).toEqual(EMPTY);
  });

  it('asks the app only about options that it suggests, with what was given before', () => {
    const line = lineOf('Bi', lineOf('/odds league:NFL'));
    expect(question(line)).toEqual({
      name: 'odds',
      options: [string('league', 'NFL'), { ...string('team', 'Bi'), focused: true }],
    });
    expect(question(lineOf('/signals '))).toBeUndefined();
    expect(question(activate(lineOf('/signals '), 'level'))).toBeUndefined();
    expect(question(EMPTY)).toBeUndefined();
  });

  it('reads its own words again', () => {
    const word = fc.stringMatching(/^[A-Za-z0-9*<>&"'/_.-]{1,12}$/);
    const text = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(text, text, (league, team) => {
        const line = fill(fill(lineOf('/odds '), { name: 'league', text: league, value: league }), {
          name: 'team',
          text: team,
          value: team,
        });
        expect(sent(lineOf(lineText(line)))).toEqual(sent(line));
      }),
    );
  });

  it('takes any text without failing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
        for (const start of ['', '/odds ', '/watch messages cooldown:', '/help ', '/'])
          expect(finish(lineOf(start + text)).line).toHaveProperty('text');
      }),
    );
  });
});

describe('readValue', () => {
  const option = { name: 'n', description: '', type: 10, isRequired: true, isSuggested: false, choices: [] };
  it('reads numbers, choices by value, and refuses infinities of text', () => {
    const number = { ...option, least: undefined, most: undefined };
    expect(readValue(number, ' 1.5 ')).toEqual({ value: 1.5 });
    expect(readValue(number, 'x')).toHaveProperty('problem');
    expect(readValue({ ...number, choices: [{ name: '30 days', value: '30' }] }, '30')).toEqual({ value: '30' });
    expect(readValue({ ...number, type: 3, least: 3 }, 'ab')).toHaveProperty('problem');
  });
});
