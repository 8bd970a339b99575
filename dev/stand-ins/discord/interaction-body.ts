import type { APIApplicationCommandOption } from 'discord-api-types/v10';

/** Who asks, as Discord tells it along. */
export interface InteractionUser {
  readonly id: string;
  readonly name: string;
  /** Without it, those that they were given in the guild. */
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

/** Where interactions come from. */
export interface InteractionPlace {
  readonly applicationId: string;
  readonly guildId: string;
  readonly nextId: () => string;
  /** What a member was given; for who asks without naming their roles. */
  readonly rolesOf: (userId: string) => Iterable<string>;
  /** What a user has bought. */
  readonly heldBy: (userId: string) => readonly object[];
}

const TYPES = { ping: 1, command: 2, component: 3, autocomplete: 4 } as const;
const CHAT_INPUT = 1;
const BUTTON = 2;
const STRING_SELECT = 3;

/** The option that is being typed, at whatever depth. */
export const focusedIn = (request: InteractionRequest): SentOption | undefined => {
  const within = (options: readonly SentOption[] = []): SentOption | undefined =>
    options.find(({ focused }) => focused) ?? options.map((option) => within(option.options)).find(Boolean);
  return 'options' in request ? within(request.options) : undefined;
};

/** The whole of an interaction, as Discord POSTs it. */
export function interactionOf(
  { applicationId, guildId, nextId, rolesOf, heldBy }: InteractionPlace,
  request: InteractionRequest,
) {
  const id = nextId();
  const { user, channelId } = request;
  const { id: userId, name, roles = rolesOf(user.id), locale = 'en-US' } = user;
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
    entitlements: heldBy(userId),
    // By who installed the app: a guild; "0" in the direct messages of its bot.
    authorizing_integration_owners: { '0': channelId ? guildId : '0' },
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
