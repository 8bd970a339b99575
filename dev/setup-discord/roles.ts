import { TIERS, type Tier } from '../../shared/domain/account/tier.ts';
import type { Listener } from '../setup/report.ts';
import type { Discord, Role } from './discord.ts';
import { powersOf } from './permissions.ts';

interface TierRole {
  readonly name: string;
  readonly colour: number;
}

export const TIER_ROLES: Readonly<Record<Tier, TierRole>> = {
  starter: { name: 'Starter', colour: 0x57f287 },
  core: { name: 'Core', colour: 0x3498db },
  sharp: { name: 'Sharp', colour: 0xf1c40f },
};

export type KnownRoles = Readonly<Partial<Record<Tier, Role>>>;

/**
 * The tiers' roles that are there: those that the settings name, else those of that name.
 * @param doubt told where there are several
 */
export function findRoles(
  present: readonly Role[],
  stored: Readonly<Partial<Record<Tier, string>>>,
  doubt: (text: string) => void,
): KnownRoles {
  const taken = Object.values(stored);
  const find = (tier: Tier): Role | undefined => {
    const { name } = TIER_ROLES[tier];
    // A role that belongs to a bot or an integration can be given to nobody; one that is named for another tier is that tier's.
    const [role, another] = present.filter((one) => one.name === name && !one.managed && !taken.includes(one.id));
    const known = present.find(({ id }) => id === stored[tier]);
    if (!known && another)
      doubt(
        `There are several roles named ${name}: rename those that are not the tier's, or name its id in DISCORD_ROLE_${tier.toUpperCase()}_ID.`,
      );
    return known ?? role;
  };
  return Object.fromEntries(
    TIERS.flatMap((tier) => {
      const role = find(tier);
      return role ? [[tier, role]] : [];
    }),
  );
}

interface RolesRequest {
  readonly discord: Discord;
  readonly guildId: string;
  readonly known: KnownRoles;
  readonly tell: Listener;
}

/** The tiers' roles: those that are known, else new ones without any permission. */
export async function ensureRoles(request: RolesRequest): Promise<Readonly<Record<Tier, Role>>> {
  const found: [Tier, Role][] = [];
  for (const tier of TIERS) found.push([tier, await ensureRole(request, tier)]);
  return Object.fromEntries(found) as Record<Tier, Role>;
}

async function ensureRole({ discord, guildId, known, tell }: RolesRequest, tier: Tier): Promise<Role> {
  const { name, colour } = TIER_ROLES[tier];
  const role =
    known[tier] ??
    (await discord.createRole(guildId, {
      name,
      permissions: '0',
      colors: { primary_color: colour, secondary_color: null, tertiary_color: null },
    }));
  tell.step({ outcome: known[tier] ? 'already right' : 'created', what: `role ${role.name}` });
  checkRole(role, tell);
  return role;
}

function checkRole({ name, permissions, managed }: Role, tell: Listener): void {
  const powers = powersOf(permissions);
  if (powers.length > 0)
    tell.problem(
      `role ${name} has powers`,
      `Whoever subscribes would get the powers of the role ${name}: ${powers.join(', ')}. In Server Settings → Roles → ${name} → Permissions, take them away.`,
    );
  if (managed)
    tell.problem(
      `role ${name} belongs to an integration`,
      `The role ${name} belongs to an integration and can be given to nobody: name another one in the settings, or none.`,
    );
}

/** Positive when the first stands higher: of roles that share a position, the older one does. */
const byRank = (a: Role, b: Role): number => a.position - b.position || (BigInt(a.id) < BigInt(b.id) ? 1 : -1);

/**
 * Discord lets a bot give only roles that stand below its own highest one.
 * @param botRoles without @everyone
 */
export function checkRank(botRoles: readonly Role[], tierRoles: readonly Role[], tell: Listener): void {
  const highest = botRoles.toSorted(byRank).at(-1);
  const above = tierRoles.filter((role) => !highest || byRank(highest, role) < 0).map(({ name }) => name);
  if (!highest)
    tell.problem(
      'the bot has no role of its own',
      'The bot has no role of its own, and so can give none. In Server Settings → Roles, create one above Starter, Core and Sharp, give it to the bot, then run this again.',
    );
  else if (above.length > 0)
    tell.problem(
      `the bot's role ${highest.name} stands below ${above.join(', ')}`,
      `The bot cannot give ${above.join(', ')}: a bot gives only roles that stand below its own. In Server Settings → Roles, drag the role ${highest.name} above ${above.join(', ')}, then run this again.`,
    );
  else tell.step({ outcome: 'already right', what: `the bot's role ${highest.name} stands above the tiers'` });
}
