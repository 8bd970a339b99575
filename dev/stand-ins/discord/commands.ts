import type { APIApplicationCommand } from 'discord-api-types/v10';
import { json, type Reply } from '../reply.ts';

/** The application's commands, as they were last registered. */
export interface Commands {
  /** PUT of the whole list, of a guild or global. */
  overwrite(scope: string, form: unknown): Reply;
  /** GET of the same. */
  list(scope: string): Reply;
  /** Everything that is registered. */
  all(): readonly APIApplicationCommand[];
}

export const createCommands = (applicationId: string, nextId: () => string): Commands => {
  const scopes = new Map<string, readonly APIApplicationCommand[]>();
  return {
    overwrite: (scope, form) => {
      if (!Array.isArray(form)) return json(400, { message: 'Invalid Form Body', code: 50035 });
      const version = nextId();
      const registered = form.map((command: object) => ({
        id: nextId(),
        application_id: applicationId,
        version,
        type: 1,
        default_member_permissions: null,
        ...command,
      })) as unknown as readonly APIApplicationCommand[];
      scopes.set(scope, registered);
      return json(200, registered);
    },
    list: (scope) => json(200, scopes.get(scope) ?? []),
    all: () => [...scopes.values()].flat(),
  };
};
