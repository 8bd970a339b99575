import { json, type Reply } from '../reply.ts';

/** Discord's JSON error codes that the stand-in answers, with status and message as Discord writes them. */
const ERRORS = {
  10003: [404, 'Unknown Channel'],
  10004: [404, 'Unknown Guild'],
  10007: [404, 'Unknown Member'],
  10008: [404, 'Unknown Message'],
  10011: [404, 'Unknown Role'],
  10013: [404, 'Unknown User'],
  10015: [404, 'Unknown Webhook'],
  20012: [403, 'You are not authorized to perform this action on this application'],
  30005: [400, 'Maximum number of guild roles reached (250)'],
  30013: [400, 'Maximum number of guild channels reached (500)'],
  40003: [403, 'You are opening direct messages too fast'],
  40060: [400, 'Interaction has already been acknowledged.'],
  50001: [403, 'Missing Access'],
  50006: [400, 'Cannot send an empty message'],
  50007: [403, 'Cannot send messages to this user'],
  50013: [403, 'Missing Permissions'],
  50024: [400, 'Cannot execute action on this channel type'],
  50027: [401, 'Invalid Webhook Token'],
  50028: [400, 'Invalid Role'],
  50109: [400, 'The request body contains invalid JSON.'],
  50278: [403, 'Cannot send messages to this user due to having no mutual guilds'],
} as const satisfies Record<number, readonly [number, string]>;

export type DiscordErrorCode = keyof typeof ERRORS;

/** Whether the stand-in knows how to answer with that code. */
export const isDiscordErrorCode = (code: number): code is DiscordErrorCode => code in ERRORS;

/** `{message, code}` with its status. */
export const errorReply = (code: DiscordErrorCode): Reply => {
  const [status, message] = ERRORS[code];
  return json(status, { message, code });
};

export const unauthorized = (): Reply => json(401, { message: '401: Unauthorized', code: 0 });
export const notFound = (): Reply => json(404, { message: '404: Not Found', code: 0 });

/** One thing wrong with a form: where, and what. */
export interface FormFault {
  readonly path: readonly (string | number)[];
  readonly code: string;
  readonly message: string;
}

/** Discord's tree: each step of the path a key, the faults under `_errors`. */
const tree = (faults: readonly FormFault[]): object => {
  const root: Record<string, unknown> = {};
  for (const { path, code, message } of faults) {
    let node = root;
    for (const step of path) {
      const child = (node[step] ?? {}) as Record<string, unknown>;
      node[step] = child;
      node = child;
    }
    node['_errors'] = [...((node['_errors'] as unknown[] | undefined) ?? []), { code, message }];
  }
  return root;
};

/** 400 with code 50035 and the faults as Discord nests them. */
export const invalidForm = (faults: readonly FormFault[]): Reply =>
  json(400, { message: 'Invalid Form Body', code: 50035, errors: tree(faults) });
