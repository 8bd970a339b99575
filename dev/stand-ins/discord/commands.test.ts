import { describe, expect, it } from 'vitest';
import { COMMAND_DEFINITIONS } from '../../../shared/discord/commands/registration.ts';
import { createCommands } from './commands.ts';
import { errorReply } from './errors.ts';

const APPLICATION = '1';
const GUILD = '2';

const create = () => {
  let ids = 0;
  const commands = createCommands({
    applicationId: APPLICATION,
    nextId: () => String(++ids),
    refusal: (id) => (id === GUILD ? undefined : errorReply(50001)),
  });
  const put = (form: unknown, isGlobal = false) => {
    const { status, body } = commands.overwrite(APPLICATION, isGlobal ? undefined : GUILD, form);
    return { status, json: JSON.parse(String(body)) };
  };
  const get = (query = '') =>
    JSON.parse(String(commands.list(APPLICATION, GUILD, new URLSearchParams(query)).body)) as object[];
  return { commands, put, get };
};

const command = (fields: object = {}) => ({ name: 'odds', description: 'Best prices', ...fields });
const text = (fields: object = {}) => ({ type: 3, name: 'team', description: 'Team', ...fields });
const withOptions = (...options: object[]) => command({ options });
const many = <T>(length: number, of: (index: number) => T) => Array.from({ length }, (_, index) => of(index));

describe('registered commands', () => {
  it('replace those before, and keep their ids by name', () => {
    const { commands, put, get } = create();
    const first = put([command(), command({ name: 'old' })]);
    const second = put([command({ description: 'Better' })]);
    expect(second.json).toMatchObject([{ id: first.json[0].id, description: 'Better', guild_id: GUILD }]);
    expect(get()).toHaveLength(1);
    expect(put([command({ name: 'everywhere' })], true).json[0]).not.toHaveProperty('guild_id');
    expect(commands.all().map(({ name }) => name)).toEqual(['odds', 'everywhere']);
  });

  it('are listed without translations, and without what says nothing', () => {
    const { put, get } = create();
    const description_localizations = { de: 'Beste Preise' };
    put([command({ description_localizations, options: [text({ required: false, choices: null })] })]);
    expect(get()).toMatchObject([{ options: [{ name: 'team' }] }]);
    expect(JSON.stringify(get())).not.toMatch(/localizations|required|choices/);
    expect(get('with_localizations=true')).toMatchObject([{ description_localizations }]);
  });

  it('belong to their application and guild', () => {
    const { commands } = create();
    expect(commands.overwrite('9', GUILD, []).status).toBe(403);
    expect(commands.list(APPLICATION, '9', new URLSearchParams()).status).toBe(403);
  });

  it('are the app’s, as they are', () => {
    expect(create().put(COMMAND_DEFINITIONS)).toMatchObject({ status: 200 });
  });

  it.each([
    ['a name in capitals', command({ name: 'Odds' })],
    ['a name with a space', command({ name: 'best odds' })],
    ['a name that is too long', command({ name: 'x'.repeat(33) })],
    ['no description', { name: 'odds' }],
    ['a description that is too long', command({ description: 'x'.repeat(101) })],
    ['a language that there is not', command({ description_localizations: { xx: 'y' } })],
    ['a translation that is too long', command({ description_localizations: { de: 'x'.repeat(101) } })],
    ['a field that there is not', command({ colour: 1 })],
    ['26 options', withOptions(...many(26, (index) => text({ name: `o${index}` })))],
    ['an option twice', withOptions(text(), text())],
    ['a required option behind another', withOptions(text(), text({ name: 'b', required: true }))],
    ['26 choices', withOptions(text({ choices: many(26, (index) => ({ name: `c${index}`, value: `c${index}` })) }))],
    ['a choice of another type', withOptions(text({ choices: [{ name: 'one', value: 1 }] }))],
    ['choices and suggestions', withOptions(text({ autocomplete: true, choices: [{ name: 'one', value: '1' }] }))],
    ['suggestions for yes or no', withOptions(text({ type: 5, autocomplete: true }))],
    ['a subcommand beside an option', withOptions(text(), { type: 1, name: 'list', description: 'All' })],
    ['a subcommand in a subcommand', withOptions(text({ type: 1, options: [text({ type: 1 })] }))],
    ['more than 8,000 characters', withOptions(...many(25, longOption))],
  ])('are refused with %s', (_, wrong) => {
    const { put, get } = create();
    const { status, json } = put([command({ name: 'good' }), wrong]);
    expect([status, json.code, Object.keys(json.errors)]).toEqual([400, 50035, ['1']]);
    expect(get()).toEqual([]);
  });

  it('are refused when two have one name', () => {
    expect(create().put([command(), command()]).json.errors).toHaveProperty('1.name._errors');
  });

  it('may have groups of subcommands', () => {
    const list = {
      type: 1,
      name: 'list',
      description: 'All',
      options: [text({ required: true }), text({ name: 'b' })],
    };
    const form = [withOptions({ type: 2, name: 'teams', description: 'Teams', options: [list] })];
    expect(create().put(form)).toMatchObject({ status: 200, json: [{ options: [{ options: [{ name: 'list' }] }] }] });
  });
});

/** An option with choices of some hundred characters together. */
function longOption(at: number) {
  const choices = many(4, (index) => ({ name: `${index}`.repeat(50), value: `${index}`.repeat(50) }));
  return text({ name: `o${at}`, choices });
}
