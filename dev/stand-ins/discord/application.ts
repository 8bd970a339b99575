import { z } from 'zod';
import { json, type Reply } from '../reply.ts';
import { invalidForm } from './errors.ts';
import type { Route } from './route.ts';
import { readForm } from './schema-faults.ts';

export interface ApplicationParts {
  readonly id: string;
  /** The bot's user. */
  readonly bot: object;
  readonly publicKey: string;
  /** Where interactions are sent now. */
  readonly endpoint: () => string | undefined;
  readonly setEndpoint: (url: string | undefined) => void;
  /** Whether an address answers a PING, and refuses one that is not signed by Discord. */
  readonly isEndpoint: (url: string) => Promise<boolean>;
}

const changeSchema = z.object({
  interactions_endpoint_url: z
    .url({ protocol: /^https?$/ })
    .max(2048)
    .nullish(),
});

const view = ({ id, bot, publicKey, endpoint }: ApplicationParts) => ({
  id,
  name: 'OddsTracker',
  icon: null,
  description: '',
  type: null,
  bot,
  bot_public: true,
  bot_require_code_grant: false,
  verify_key: publicKey,
  flags: 0,
  interactions_endpoint_url: endpoint() ?? null,
  redirect_uris: [],
  approximate_guild_count: 1,
  team: null,
});

/** Discord takes an endpoint only after it has seen it answer rightly. */
const change = async (parts: ApplicationParts, form: unknown): Promise<Reply> => {
  const read = readForm(changeSchema, form);
  if ('refusal' in read) return read.refusal;
  const { interactions_endpoint_url: url } = read.value;
  if (typeof url === 'string' && !(await parts.isEndpoint(url))) {
    const message = 'The specified interactions endpoint url could not be verified.';
    const code = 'APPLICATION_INTERACTIONS_ENDPOINT_URL_INVALID';
    return invalidForm([{ path: ['interactions_endpoint_url'], code, message }]);
  }
  if (url !== undefined) parts.setEndpoint(url ?? undefined);
  return json(200, view(parts));
};

export const applicationRoutes = (parts: ApplicationParts): readonly Route[] => [
  {
    method: 'GET',
    path: /^\/applications\/@me$/,
    limit: { name: 'GET /applications/@me', limit: 5, perMs: 1000 },
    answer: () => json(200, view(parts)),
  },
  {
    method: 'PATCH',
    path: /^\/applications\/@me$/,
    limit: { name: 'PATCH /applications/@me', limit: 5, perMs: 5000 },
    answer: (_, form) => change(parts, form),
  },
  {
    method: 'GET',
    path: /^\/users\/@me$/,
    limit: { name: 'GET /users/@me', limit: 5, perMs: 1000 },
    answer: () => json(200, { ...parts.bot, verified: true, mfa_enabled: false, locale: 'en-US', flags: 0 }),
  },
];
