import type { Tier } from '../../../shared/domain/account/tier.ts';
import type { Application, Channel, Discord, Guild, Role } from '../../setup-discord/discord.ts';
import type { Fact } from '../check.ts';

export const SERVER = 'server';

/** The server, as the bot sees it. */
export interface Server {
  readonly guildId: string;
  readonly guild: Guild;
  /** The bot's user. */
  readonly botId: string;
  /** Without @everyone. */
  readonly botRoles: readonly Role[];
  readonly channels: readonly Channel[];
}

/** What the checks of Discord look at. */
export interface Facts {
  readonly client: Fact<Discord>;
  readonly application: Fact<Application>;
  readonly server: Fact<Server>;
  /** The tiers' roles; undefined: the settings name none. */
  readonly roles: Fact<Readonly<Record<Tier, Role>> | undefined>;
}
