import { existsSync } from 'node:fs';
import type { APIApplicationCommandOption } from 'discord-api-types/v10';
import { describe, expect, it } from 'vitest';
import { createDiscordValidator, discordOpenApiPath } from '../../../dev/stand-ins/discord/openapi.ts';
import { COMMAND_DEFINITIONS } from './registration.ts';
import { BUTTONS, COMMANDS, findButton, findCommand } from './table.ts';

const spec = discordOpenApiPath();
const optionsIn = (options: readonly APIApplicationCommandOption[] = []): readonly APIApplicationCommandOption[] =>
  options.flatMap((option) => [option, ...('options' in option ? optionsIn(option.options) : [])]);

describe('the table of commands', () => {
  it('has what the product promises, each once', () => {
    const names = COMMANDS.map(({ definition }) => definition.name);
    expect(names).toEqual([
      'odds',
      'line',
      'signals',
      'explain',
      'watch',
      'record',
      'account',
      'subscribe',
      'settings',
      'help',
    ]);
    expect(names.map((name) => findCommand(name)?.definition.name)).toEqual(names);
    expect(findCommand('constructor')).toBeUndefined();
  });

  it('has the buttons of alerts, tiers and notices, each once', () => {
    const names = BUTTONS.map(({ name }) => name);
    expect(names.toSorted()).toEqual(['buy', 'chart', 'explain', 'manage', 'mute', 'useful', 'useless', 'watch']);
    expect(names.map((name) => findButton(name)?.name)).toEqual(names);
  });

  it('describes everything within Discord’s limits, in every language', () => {
    for (const definition of COMMAND_DEFINITIONS) {
      for (const described of [definition, ...optionsIn(definition.options)]) {
        const texts = [described.description, ...Object.values(described.description_localizations ?? {})];
        expect(texts.length).toBeGreaterThan(2);
        for (const text of texts)
          expect([...(text ?? '')].length, `${described.name}: ${text}`).toBeLessThanOrEqual(100);
      }
    }
  });

  it('helps with every option that says it does', () => {
    for (const { definition, suggest } of COMMANDS) {
      const isHelped = optionsIn(definition.options).some((option) => 'autocomplete' in option && option.autocomplete);
      expect(suggest !== undefined, definition.name).toBe(isHelped);
    }
  });

  it.runIf(existsSync(spec))('is what Discord takes by bulk overwrite', () => {
    const validate = createDiscordValidator(spec);
    for (const path of ['/applications/1/commands', '/applications/1/guilds/2/commands'])
      expect(validate('PUT', path, COMMAND_DEFINITIONS)).toEqual([]);
  });
});
