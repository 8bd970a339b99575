import { describe, expect, it } from 'vitest';
import { COMMAND_DEFINITIONS } from '../../shared/discord/commands/registration.ts';
import { sameCommands, shareNames } from './commands.ts';

const command = (fields: object = {}) => ({ name: 'odds', description: 'Best prices', ...fields });
const option = (fields: object = {}) => ({ type: 3, name: 'team', description: 'Team', ...fields });
/** As Discord answers a command. */
const registered = (fields: object = {}) => ({
  id: '1',
  application_id: '2',
  guild_id: '3',
  version: '4',
  type: 1,
  default_member_permissions: null,
  name_localizations: null,
  nsfw: false,
  contexts: null,
  integration_types: [0],
  ...command(fields),
});

describe('sameCommands', () => {
  it('takes what Discord answers for what was registered, in whatever order', () => {
    const wanted = [
      command({ options: [option({ required: false, autocomplete: true, min_length: 0 })] }),
      command({ name: 'help', nsfw: false, options: [] }),
    ];
    const answered = [
      registered({ name: 'help' }),
      registered({ options: [option({ autocomplete: true, min_length: 0, description_localizations: null })] }),
    ];
    expect(sameCommands(answered, wanted)).toBe(true);
    expect(sameCommands(COMMAND_DEFINITIONS, COMMAND_DEFINITIONS)).toBe(true);
  });

  it.each([
    ['another description', [registered({ description: 'Prices' })]],
    ['a translation', [registered({ description_localizations: { de: 'Preise' } })]],
    ['one option more', [registered({ options: [option()] })]],
    ['a permission', [registered({ default_member_permissions: '8' })]],
    ['one command more', [registered(), registered({ name: 'help' })]],
    ['another name', [registered({ name: 'prices' })]],
    ['none', []],
  ])('tells %s from what is wanted', (_, answered) => {
    expect(sameCommands(answered, [command()])).toBe(false);
  });

  it('keeps options in their order, and heeds where a command may be used only if that is said', () => {
    const [a, b] = [option(), option({ name: 'league' })];
    expect(sameCommands([registered({ options: [a, b] })], [command({ options: [b, a] })])).toBe(false);
    expect(sameCommands([registered({ contexts: [0] })], [command()])).toBe(true);
    expect(sameCommands([registered({ contexts: [0] })], [command({ contexts: [0, 1] })])).toBe(false);
  });
});

describe('shareNames', () => {
  it('finds a command that stands in both lists', () => {
    expect(shareNames([registered()], [command({ description: 'x' })])).toBe(true);
    expect(shareNames([registered({ name: 'help' })], [command()])).toBe(false);
    expect(shareNames([], [command()])).toBe(false);
  });
});
