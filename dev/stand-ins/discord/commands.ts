import type { APIApplicationCommand } from 'discord-api-types/v10';
import { type Call, json, type Reply } from '../reply.ts';
import { type CommandForm, commandListSchema } from './command-shape.ts';
import { errorReply } from './errors.ts';
import { readForm } from './schema-faults.ts';

/** The application's commands, as they were last registered. */
export interface Commands {
  /**
   * PUT of the whole list, of a guild or, without one, global. A command keeps its id for as long as one of its name is in the list.
   */
  overwrite(application: string, guildId: string | undefined, form: unknown): Reply;
  /** GET of the same: without translations, but `with_localizations=true`. */
  list(application: string, guildId: string | undefined, query: Call['query']): Reply;
  /** Everything that is registered. */
  all(): readonly APIApplicationCommand[];
}

export interface CommandParts {
  readonly applicationId: string;
  readonly nextId: () => string;
  /** Why that guild's commands cannot be touched. */
  readonly refusal: (guildId: string) => Reply | undefined;
}

/** Discord answers without what says no more than its absence. */
const tidied = (part: unknown): unknown => {
  if (Array.isArray(part)) return part.map(tidied);
  if (typeof part !== 'object' || part === null) return part;
  const isIdle = ([key, value]: [string, unknown]): boolean =>
    value === null || value === undefined || (value === false && ['required', 'autocomplete'].includes(key));
  return Object.fromEntries(
    Object.entries(part)
      .filter((entry) => !isIdle(entry))
      .map(([key, value]) => [key, tidied(value)]),
  );
};

const untranslated = (part: unknown): unknown => {
  if (Array.isArray(part)) return part.map(untranslated);
  if (typeof part !== 'object' || part === null) return part;
  return Object.fromEntries(
    Object.entries(part)
      .filter(([key]) => !key.endsWith('_localizations'))
      .map(([key, value]) => [key, untranslated(value)]),
  );
};

export const createCommands = ({ applicationId, nextId, refusal }: CommandParts): Commands => {
  const scopes = new Map<string | undefined, readonly APIApplicationCommand[]>();

  const registered = (form: CommandForm, guildId: string | undefined): APIApplicationCommand => {
    const { default_member_permissions: permissions, contexts, integration_types: installs, ...command } = form;
    const known = scopes.get(guildId)?.find(({ name }) => name === form.name);
    return {
      id: known?.id ?? nextId(),
      application_id: applicationId,
      version: nextId(),
      type: 1,
      default_member_permissions: permissions ?? null,
      nsfw: false,
      // Where a command may be used is a matter of global ones.
      ...(guildId ? { guild_id: guildId } : { contexts: contexts ?? null, integration_types: installs ?? [0] }),
      ...(tidied(command) as object),
    } as APIApplicationCommand;
  };
  const refused = (application: string, guildId: string | undefined): Reply | undefined =>
    application !== applicationId ? errorReply(20012) : guildId === undefined ? undefined : refusal(guildId);

  return {
    overwrite: (application, guildId, form) => {
      const no = refused(application, guildId);
      if (no) return no;
      const read = readForm(commandListSchema, form);
      if ('refusal' in read) return read.refusal;
      const commands = read.value.map((command) => registered(command, guildId));
      scopes.set(guildId, commands);
      return json(200, commands);
    },
    list: (application, guildId, query) => {
      const no = refused(application, guildId);
      if (no) return no;
      const commands = scopes.get(guildId) ?? [];
      return json(200, query.get('with_localizations') === 'true' ? commands : untranslated(commands));
    },
    all: () => [...scopes.values()].flat(),
  };
};
