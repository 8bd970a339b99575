import type { RESTPostAPIChatInputApplicationCommandsJSONBody } from 'discord-api-types/v10';
import { COMMANDS } from './table.ts';

/** What Discord is told of our commands, by bulk overwrite. */
export const COMMAND_DEFINITIONS: readonly RESTPostAPIChatInputApplicationCommandsJSONBody[] = COMMANDS.map(
  ({ definition }) => definition,
);
