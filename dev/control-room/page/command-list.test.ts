import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../discord/fixtures.ts';
import { commandViews } from '../discord/menu.ts';
import type { ChoiceView, CommandView } from '../discord/model.ts';
import { pageModule } from '../page-module.ts';

type Line = object;
const { EMPTY, typed, activate } = await pageModule<{
  EMPTY: Line;
  typed: (line: Line, text: string, commands: readonly CommandView[]) => Line;
  activate: (line: Line, name: string) => Line;
}>('command-line.js');
const { listFor, hintFor } = await pageModule<{
  listFor: (
    line: Line,
    commands: readonly CommandView[],
    suggested: readonly ChoiceView[],
  ) => { entries: readonly { label: string; detail: string; value?: unknown }[]; first: number };
  hintFor: (line: Line, commands: readonly CommandView[], suggested: readonly ChoiceView[]) => string;
}>('command-list.js');

const commands = commandViews(COMMANDS);
const lineOf = (text: string, line = EMPTY): Line => typed(line, text, commands);
const labels = (line: Line, suggested: readonly ChoiceView[] = []) =>
  listFor(line, commands, suggested).entries.map(({ label }) => label);

describe('the list above the field', () => {
  it('shows nothing for plain text, all commands for /', () => {
    expect(labels(lineOf('hello'))).toEqual([]);
    expect(labels(lineOf('/'))).toHaveLength(commands.length);
    expect(listFor(lineOf('/'), commands, []).entries[1]).toMatchObject({
      label: '/odds league team',
      detail: 'Best price per outcome',
    });
  });

  it('narrows to what is typed: what begins so, then what holds it', () => {
    expect(labels(lineOf('/watch '))).toEqual(['/watch list', '/watch messages [direct] [cooldown] [quiet]']);
    expect(labels(lineOf('/S'))).toEqual([
      '/signals [level]',
      '/odds league team',
      '/watch list',
      '/watch messages [direct] [cooldown] [quiet]',
      '/ops queue drop',
    ]);
  });

  it('shows choices, booleans and the app’s suggestions', () => {
    const level = activate(lineOf('/signals '), 'level');
    expect(labels(level)).toEqual(['Medium', 'High']);
    expect(labels(lineOf('hi', level))).toEqual(['High']);
    expect(labels(activate(lineOf('/watch messages '), 'direct'))).toEqual(['True', 'False']);
    expect(labels(activate(lineOf('/watch messages '), 'quiet'), [{ name: 'Old', value: 'old' }])).toEqual([]);
    expect(labels(lineOf('/odds '), [{ name: 'NFL', value: 'nfl' }])).toEqual(['NFL']);
  });

  it('shows the options that are left, and chooses none for somebody who only wants to send', () => {
    const line = lineOf('/watch messages direct:yes');
    expect(labels(line)).toEqual(['cooldown', 'quiet']);
    expect(listFor(line, commands, []).first).toBe(-1);
    expect(listFor(lineOf('q', line), commands, [])).toMatchObject({ entries: [{ label: 'quiet' }], first: 0 });
  });
});

describe('the hint below the field', () => {
  it('says what is wanted at this place', () => {
    expect(hintFor(lineOf('/odds '), commands, [{ name: 'NFL', value: 'nfl' }])).toBe('League · required');
    expect(hintFor(lineOf('/odds '), commands, [])).toBe('League · required · no suggestion fits');
    expect(hintFor(activate(lineOf('/signals '), 'level'), commands, [])).toContain('optional');
    expect(hintFor(lineOf('/help '), commands, [])).toBe('Enter sends.');
    expect(hintFor(lineOf('/xyz'), commands, [])).toBe('There is no such command.');
    expect(hintFor(lineOf('/'), [], [])).toBe('No command is registered yet.');
    expect(hintFor(EMPTY, commands, [])).toBe('');
  });
});
