import type { Config } from '../../../shared/config.ts';
import { TIERS, type Tier } from '../../../shared/domain/account/tier.ts';
import type { Role } from '../../setup-discord/discord.ts';
import { powersOf } from '../../setup-discord/permissions.ts';
import { checkRank, TIER_ROLES } from '../../setup-discord/roles.ts';
import { type Check, type Fact, type Finding, Found, fact, fail, none, pass } from '../check.ts';
import type { Facts, Server } from './discord-facts.ts';

const ROLES = 'tier roles';
const NEEDS = [
  'DISCORD_BOT_TOKEN',
  'DISCORD_API_BASE_URL',
  'DISCORD_GUILD_ID',
  'DISCORD_ROLE_STARTER_ID',
  'DISCORD_ROLE_CORE_ID',
  'DISCORD_ROLE_SHARP_ID',
] as const;

export function tierRoles({ discord }: Config, server: Fact<Server>): Facts['roles'] {
  const { roles: ids } = discord;
  return fact(ROLES, async () => {
    if (TIERS.every((tier) => ids[tier] === undefined)) return undefined;
    const { guild, guildId } = await server.known();
    const faults: string[] = [];
    const found = TIERS.flatMap((tier) => {
      const role = guild.roles.find(({ id }) => id === ids[tier]);
      const fault = role ? faultOf(tier, role, guildId) : 'is no role of the server';
      if (fault !== undefined) faults.push(`DISCORD_ROLE_${tier.toUpperCase()}_ID ${fault}`);
      return role ? [[tier, role]] : [];
    });
    if (faults.length > 0) throw new Found(fail(faults.join('; '), 'npm run setup:discord prints the right ids'));
    return Object.fromEntries(found) as Record<Tier, Role>;
  });
}

function faultOf(tier: Tier, { id, name, permissions, managed }: Role, guildId: string): string | undefined {
  const other = TIERS.find((one) => one !== tier && TIER_ROLES[one].name === name);
  const powers = powersOf(permissions);
  if (id === guildId) return 'is the role of everybody';
  if (other) return `is the role ${name}`;
  if (managed) return `belongs to an integration: nobody can be given it`;
  return powers.length > 0 ? `gives every subscriber powers: ${powers.join(', ')}` : undefined;
}

export const roleChecks = ({ roles, server }: Facts): readonly Check[] => [
  {
    name: ROLES,
    needs: NEEDS,
    look: async () => {
      const found = await roles.read();
      return found
        ? pass(TIERS.map((tier) => found[tier].name).join(', '))
        : none('not set: without payments nobody gets one');
    },
  },
  {
    name: 'role order',
    needs: NEEDS,
    look: async () => {
      const found = await roles.known();
      return found ? rank((await server.known()).botRoles, Object.values(found)) : none('no tier roles are set');
    },
  },
];

/** As the setup tells it. */
function rank(botRoles: readonly Role[], roles: readonly Role[]): Finding {
  let finding = pass('the bot’s role stands above the tiers’');
  checkRank(botRoles, roles, {
    step: () => undefined,
    note: () => undefined,
    problem: (what, remedy) => {
      finding = fail(what, remedy);
    },
  });
  return finding;
}
