import { describe, expect, it } from 'vitest';
import { COMMAND_DEFINITIONS } from '../../../shared/discord/commands/registration.ts';
import { COMMANDS } from './fixtures.ts';
import { commandViews } from './menu.ts';

const paths = (commands: Parameters<typeof commandViews>[0]) =>
  commandViews(commands).map(({ name, subcommands }) => [name, ...subcommands].join(' '));

describe('commandViews', () => {
  it('lists each subcommand as a command of its own', () => {
    expect(paths(COMMANDS)).toEqual(['help', 'odds', 'signals', 'watch list', 'watch messages', 'ops queue drop']);
  });

  it('says of each option what may be given', () => {
    const messages = commandViews(COMMANDS).find(({ subcommands }) => subcommands[0] === 'messages');
    const plain = { isRequired: false, isSuggested: false, choices: [], least: undefined, most: undefined };
    expect(messages?.options).toEqual([
      { ...plain, name: 'direct', description: 'On or off', type: 5 },
      { ...plain, name: 'cooldown', description: 'Least minutes', type: 4, least: 0, most: 1440 },
      { ...plain, name: 'quiet', description: 'Quiet hours', type: 3, most: 20 },
    ]);
    expect(commandViews(COMMANDS)[1]?.options[0]).toMatchObject({ isRequired: true, isSuggested: true });
    expect(commandViews(COMMANDS)[2]?.options[0]?.choices).toEqual([
      { name: 'Medium', value: 'Medium' },
      { name: 'High', value: 'High' },
    ]);
  });

  it('leaves out what is no slash command', () => {
    expect(paths([{ name: 'Report', description: '', type: 3 }])).toEqual([]);
  });

  it('reads the app’s own commands', () => {
    expect(paths(COMMAND_DEFINITIONS)).toEqual(expect.arrayContaining(['odds', 'watch add', 'help']));
  });
});
