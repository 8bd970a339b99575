import { createPrivateKey, generateKeyPairSync, sign as signBytes } from 'node:crypto';
import type { APIApplicationCommandOption } from 'discord-api-types/v10';
import { z } from 'zod';
import { responseFaults } from './response-faults.ts';

/** Who asks, as Discord tells it along. */
export interface InteractionUser {
  readonly id: string;
  readonly name: string;
  readonly roles?: readonly string[];
  readonly locale?: string;
}

/** An option as Discord sends it; a subcommand brings its own. */
export interface SentOption {
  readonly name: string;
  readonly type: APIApplicationCommandOption['type'];
  readonly value?: string | number | boolean;
  readonly focused?: boolean;
  readonly options?: readonly SentOption[];
}

type Asked =
  | { readonly kind: 'ping' }
  | { readonly kind: 'command'; readonly name: string; readonly options?: readonly SentOption[] }
  | { readonly kind: 'autocomplete'; readonly name: string; readonly options?: readonly SentOption[] }
  /** `message`: the one that the button stands under. */
  | {
      readonly kind: 'component';
      readonly customId: string;
      readonly message: unknown;
      readonly values?: readonly string[];
    };

export type InteractionRequest = Asked & {
  readonly user: InteractionUser;
  /** A channel of the guild; without it, a direct message. */
  readonly channelId?: string;
  /** When it is signed, epoch ms; the present without it. */
  readonly at?: number;
};

/** What came of an interaction, for the one who asked. */
export interface InteractionExchange {
  readonly id: string;
  readonly token: string;
  /** 0 without an answer. */
  readonly status: number;
  /** Until the answer. */
  readonly ms: number;
  /** The answer, as JSON; undefined when there was none. */
  readonly response: unknown;
  /** Why Discord says that the application did not respond. */
  readonly refusal?: string;
}

/** Discord's side of interactions: asks the app's endpoint, signed. */
export interface Gateway {
  /** 64 hexadecimal digits. */
  readonly publicKey: string;
  endpoint(url: string): void;
  interact(request: InteractionRequest): Promise<InteractionExchange>;
  /** Headers of a request with this body, signed at `at` (epoch ms; the present without it). */
  sign(body: string | Uint8Array, at?: number): { readonly headers: Readonly<Record<string, string>> };
}

export interface GatewayOptions {
  readonly applicationId: string;
  readonly guildId: string;
  readonly nextId: () => string;
  /** An interaction goes out: its token opens an answer from now on. */
  readonly begin: (interaction: { readonly id: string; readonly token: string }) => void;
  /** The endpoint has answered, with a type of Discord's. */
  readonly acknowledged: (token: string, type: number) => void;
  /** Told of each answer: what is wrong with it. */
  readonly violated: (faults: readonly string[]) => void;
  readonly validate?: ((method: string, path: string, body: unknown) => readonly string[]) | undefined;
}

/** Discord gives up on an endpoint after that. */
const PATIENCE_MS = 3000;
const TYPES = { ping: 1, command: 2, component: 3, autocomplete: 4 } as const;
const CHAT_INPUT = 1;
const BUTTON = 2;
const STRING_SELECT = 3;
const typeSchema = z.looseObject({ type: z.number().int() });

export const createGateway = (options: GatewayOptions): Gateway => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const key = createPrivateKey(privateKey.export({ format: 'pem', type: 'pkcs8' }));
  let url: string | undefined;

  const sign: Gateway['sign'] = (body, at = Date.now()) => {
    const timestamp = String(Math.floor(at / 1000));
    const signature = signBytes(null, Buffer.concat([Buffer.from(timestamp), Buffer.from(body)]), key);
    return {
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Discord-Interactions/1.0 (+https://discord.com)',
        'x-signature-ed25519': signature.toString('hex'),
        'x-signature-timestamp': timestamp,
      },
    };
  };

  return {
    publicKey: publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex'),
    endpoint: (to) => {
      url = to;
    },
    sign,
    async interact(request) {
      if (url === undefined) throw new Error('Discord knows no interactions endpoint: call endpoint(url) first');
      const interaction = interactionOf(options, request);
      const { id, token } = interaction;
      options.begin({ id, token });
      const body = JSON.stringify(interaction);
      const began = performance.now();
      const answer = await post(url, body, sign(body, request.at).headers);
      const ms = performance.now() - began;
      if ('refusal' in answer)
        return { id, token, status: answer.status, ms, response: undefined, refusal: answer.refusal };
      const faults = [
        ...responseFaults(answer.response, request.kind),
        ...(options.validate?.('POST', `/interactions/${id}/${encodeURIComponent(token)}/callback`, answer.response) ??
          []),
      ];
      options.violated(faults);
      const type = typeSchema.safeParse(answer.response).data?.type;
      if (faults.length === 0 && type !== undefined) options.acknowledged(token, type);
      return {
        id,
        token,
        status: 200,
        ms,
        response: answer.response,
        ...(faults.length > 0 ? { refusal: faults.join('; ') } : {}),
      };
    },
  };
};

type Answered = { readonly response: unknown } | { readonly status: number; readonly refusal: string };

async function post(url: string, body: string, headers: Readonly<Record<string, string>>): Promise<Answered> {
  try {
    const answer = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(PATIENCE_MS) });
    const text = await answer.text();
    if (answer.status !== 200)
      return { status: answer.status, refusal: `status ${answer.status}: ${text.slice(0, 100)}` };
    return { response: JSON.parse(text) };
  } catch (error) {
    return {
      status: 0,
      refusal: error instanceof Error && error.name === 'TimeoutError' ? 'no answer within 3 s' : String(error),
    };
  }
}

/** The whole of an interaction, as Discord POSTs it. */
function interactionOf({ applicationId, guildId, nextId }: GatewayOptions, request: InteractionRequest) {
  const id = nextId();
  const { user, channelId } = request;
  const { id: userId, name, roles = [], locale = 'en-US' } = user;
  const sentUser = { id: userId, username: name, global_name: name, discriminator: '0', avatar: null, public_flags: 0 };
  const member = {
    user: sentUser,
    roles: [...roles],
    nick: null,
    avatar: null,
    joined_at: '2026-01-01T00:00:00.000000+00:00',
    premium_since: null,
    permissions: '2248473465835073',
    deaf: false,
    mute: false,
    pending: false,
    flags: 0,
  };
  const place = channelId
    ? { guild_id: guildId, guild_locale: 'en-US', member, context: 0 }
    : { user: sentUser, context: 1 };
  return {
    id,
    application_id: applicationId,
    type: TYPES[request.kind],
    token: `aW50ZXJhY3Rpb246${id}${nextId()}`,
    version: 1,
    ...(request.kind === 'ping'
      ? { user: sentUser }
      : { ...place, channel_id: channelId ?? '1', channel: { id: channelId ?? '1', type: channelId ? 0 : 1 } }),
    locale,
    app_permissions: '2248473465835073',
    entitlements: [],
    authorizing_integration_owners: channelId ? { '0': guildId } : { '1': userId },
    attachment_size_limit: 10_485_760,
    ...dataOf(request, nextId),
  };
}

const dataOf = (request: InteractionRequest, nextId: () => string) => {
  switch (request.kind) {
    case 'ping':
      return {};
    case 'component': {
      const { customId, message, values } = request;
      const kind = values ? { component_type: STRING_SELECT, values: [...values] } : { component_type: BUTTON };
      return { message, data: { id: 1, custom_id: customId, ...kind } };
    }
    default: {
      const { name, options = [] } = request;
      return { data: { id: nextId(), name, type: CHAT_INPUT, options: [...options] } };
    }
  }
};
