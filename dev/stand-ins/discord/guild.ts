import { ALL_PERMISSIONS, basePermissions, channelPermissions, type Overwrite, Permission } from './permissions.ts';

/** What the guild is like before anything is asked of it. */
export interface GuildOptions {
  readonly name?: string;
  /** Where the role stands that the bot got when it was invited; default: above everything. */
  readonly botRolePosition?: number;
  /** What that role allows; default: everything but to administrate. */
  readonly botPermissions?: bigint;
  /** Roles beside @everyone and the bot's. */
  readonly roles?: readonly {
    readonly id: string;
    readonly name: string;
    readonly position: number;
    readonly permissions?: bigint;
    /** Belongs to an integration: nobody can be given it. */
    readonly isManaged?: boolean;
  }[];
  /** Users who are not in it; all others are, as soon as anything is known of them. */
  readonly outside?: readonly string[];
}

export interface Role {
  readonly id: string;
  readonly name: string;
  readonly permissions: bigint;
  /** Roles that share one are in the order of their ids: the older one is the higher. */
  readonly position: number;
  readonly colours: readonly [primary: number, secondary: number | null, tertiary: number | null];
  readonly isHoisted: boolean;
  readonly isManaged: boolean;
  readonly isMentionable: boolean;
}

export interface GuildChannel {
  readonly id: string;
  readonly type: number;
  readonly name: string;
  readonly position: number;
  readonly parentId: string | null;
  readonly topic: string | null;
  readonly overwrites: readonly Overwrite[];
}

type RolesListener = (userId: string, roleIds: readonly string[]) => void;

/** The one guild of the stand-in, in memory. */
export interface Guild {
  readonly id: string;
  readonly name: string;
  readonly ownerId: string;
  readonly botId: string;
  readonly botRoleId: string;
  readonly roles: Map<string, Role>;
  readonly channels: Map<string, GuildChannel>;
  /** The roles that a member was given, without @everyone. */
  rolesOf(userId: string): ReadonlySet<string>;
  /** Gives or takes a role, whatever the bot may do; what changes nothing is not told. */
  changeRole(userId: string, roleId: string, isGiven: boolean): void;
  isMember(userId: string): boolean;
  /** Members who were heard of, the bot first. */
  members(): readonly string[];
  join(userId: string): void;
  /** Leaves, and with that loses all roles. */
  leave(userId: string): void;
  /** Calls the listener with each member whose roles changed, and those that they have then; answers how to stop that. */
  onRoles(listener: RolesListener): () => void;
  /** What the bot may do, in the guild or in a channel of it. */
  botPermissions(channel?: GuildChannel): bigint;
  /** Whether the bot's highest role stands above that one, so that it may give and change it. */
  outranks(role: Role): boolean;
}

/** What Discord lets everybody do in a new guild. */
const EVERYONE = 2_248_473_465_835_073n;
/** Above all that a guild can have: 250 roles at most. */
const TOP = 250;
const OWNER_ID = '120000000000000001';
const BOT_ROLE_ID = '130000000000000001';
const GUILD_TEXT = 0;

/** Positive when the first stands higher. */
const byRank = (a: Role, b: Role): number => a.position - b.position || (BigInt(a.id) < BigInt(b.id) ? 1 : -1);

export const plainRole = (id: string, name: string, position: number, permissions: bigint): Role => ({
  id,
  name,
  permissions,
  position,
  colours: [0, null, null],
  isHoisted: false,
  isManaged: false,
  isMentionable: false,
});

type Members = Pick<Guild, 'rolesOf' | 'changeRole' | 'isMember' | 'members' | 'join' | 'leave' | 'onRoles'>;
const NO_ROLES: ReadonlySet<string> = new Set();

const createMembers = (botId: string, outside: readonly string[] = []): Members => {
  const held = new Map<string, Set<string>>([[botId, new Set([BOT_ROLE_ID])]]);
  const gone = new Set(outside);
  const listeners = new Set<RolesListener>();
  const keep = (userId: string, roles: Set<string>): void => {
    held.set(userId, roles);
    for (const listener of listeners) listener(userId, [...roles]);
  };
  const rolesOf: Members['rolesOf'] = (userId) => held.get(userId) ?? NO_ROLES;

  return {
    rolesOf,
    changeRole: (userId, roleId, isGiven) => {
      const before = rolesOf(userId);
      if (before.has(roleId) === isGiven) return;
      keep(userId, new Set(isGiven ? [...before, roleId] : [...before].filter((id) => id !== roleId)));
    },
    isMember: (userId) => !gone.has(userId),
    members: () => [...held.keys()].filter((id) => !gone.has(id)),
    join: (userId) => {
      gone.delete(userId);
      if (!held.has(userId)) held.set(userId, new Set());
    },
    leave: (userId) => {
      gone.add(userId);
      if (rolesOf(userId).size > 0) keep(userId, new Set());
    },
    onRoles: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};

interface GuildParts {
  readonly id: string;
  readonly botId: string;
  readonly channels: readonly { readonly id: string; readonly name: string }[];
  readonly options?: GuildOptions | undefined;
}

export const createGuild = ({ id, botId, channels: given, options = {} }: GuildParts): Guild => {
  const { botRolePosition = TOP, botPermissions = ALL_PERMISSIONS & ~Permission.Administrator } = options;
  const roles = new Map<string, Role>(
    [
      plainRole(id, '@everyone', 0, EVERYONE),
      { ...plainRole(BOT_ROLE_ID, 'OddsTracker', botRolePosition, botPermissions), isManaged: true },
      ...(options.roles ?? []).map(({ id: roleId, name, position, permissions = 0n, isManaged = false }) => ({
        ...plainRole(roleId, name, position, permissions),
        isManaged,
      })),
    ].map((role) => [role.id, role]),
  );
  const channels = new Map<string, GuildChannel>(
    given.map(({ id: channelId, name }, position) => [
      channelId,
      { id: channelId, type: GUILD_TEXT, name, position, parentId: null, topic: null, overwrites: [] },
    ]),
  );
  const { rolesOf, ...members } = createMembers(botId, options.outside);
  const botRoles = (): Role[] => [...roles.values()].filter((role) => role.id === id || rolesOf(botId).has(role.id));

  return {
    id,
    name: options.name ?? 'Odds and friends',
    ownerId: OWNER_ID,
    botId,
    botRoleId: BOT_ROLE_ID,
    roles,
    channels,
    rolesOf,
    ...members,
    botPermissions: (channel) => {
      const base = basePermissions(botRoles());
      if (!channel) return base;
      return channelPermissions(base, channel.overwrites, { guildId: id, userId: botId, roleIds: rolesOf(botId) });
    },
    outranks: (role) => botRoles().some((own) => byRank(own, role) > 0),
  };
};

/** From the lowest to the highest, as they are numbered after a move. */
export const ranked = (roles: Iterable<Role>): Role[] => [...roles].sort(byRank);
