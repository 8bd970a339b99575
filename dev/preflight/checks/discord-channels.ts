import { ChannelType, PermissionFlagsBits } from 'discord-api-types/v10';
import type { Config } from '../../../shared/config.ts';
import type { ChannelName } from '../../../shared/domain/account/channels.ts';
import { TIERS, type Tier } from '../../../shared/domain/account/tier.ts';
import { BENEFITS } from '../../../shared/domain/account/tiers.ts';
import type { Channel, Role } from '../../setup-discord/discord.ts';
import { type ChannelPeople, type Overwrite, uninvited, wantedChanges } from '../../setup-discord/overwrites.ts';
import { type Check, type Finding, Found, fact, fail, none, pass, warning } from '../check.ts';
import type { Facts, Server } from './discord-facts.ts';

const ID_SETTINGS = {
  'odds-alerts': 'DISCORD_ALERTS_CHANNEL_ID',
  'sharp-signals': 'DISCORD_SHARP_CHANNEL_ID',
} as const satisfies Record<ChannelName, string>;
const NEEDS = ['DISCORD_BOT_TOKEN', 'DISCORD_API_BASE_URL', 'DISCORD_GUILD_ID'] as const;
const ROLE_NEEDS = ['DISCORD_ROLE_STARTER_ID', 'DISCORD_ROLE_CORE_ID', 'DISCORD_ROLE_SHARP_ID'] as const;
const SETUP = 'npm run setup:discord mends that';

export const channelChecks = ({ discord }: Config, facts: Facts): readonly Check[] =>
  (
    [
      ['odds-alerts', discord.alertsChannelId],
      ['sharp-signals', discord.sharpChannelId],
    ] as const
  ).flatMap(([name, id]) => checksOf(name, id, facts));

function checksOf(name: ChannelName, channelId: string, { server, roles }: Facts): readonly Check[] {
  const needs = [...NEEDS, ID_SETTINGS[name]];
  const channel = fact(`#${name}`, async () => findChannel(name, channelId, await server.known()));
  return [
    { name: `#${name}`, needs, look: async () => pass(`is #${(await channel.read()).name}`) },
    {
      name: `who reads #${name}`,
      needs: [...needs, ...ROLE_NEEDS],
      look: async () => {
        const [found, tiers, seen] = await Promise.all([channel.known(), roles.known(), server.known()]);
        return tiers ? readersFinding(name, found, tiers, seen) : none('no tier roles are set');
      },
    },
  ];
}

function findChannel(name: ChannelName, channelId: string, { channels }: Server): Channel {
  const channel = channels.find(({ id }) => id === channelId);
  const remedy = `set ${ID_SETTINGS[name]} right: npm run setup:discord prints it`;
  if (!channel) throw new Found(fail('the server has no such channel', remedy));
  if (channel.type !== ChannelType.GuildText && channel.type !== ChannelType.GuildAnnouncement)
    throw new Found(fail('is no channel for text', remedy));
  return channel;
}

const reads = (tier: Tier, name: ChannelName): boolean => BENEFITS[tier].channels.includes(name);

function readersFinding(
  name: ChannelName,
  { permission_overwrites: present }: Channel,
  roles: Readonly<Record<Tier, Role>>,
  { guildId, botId, guild }: Server,
): Finding {
  const ids = (isReader: boolean) =>
    TIERS.filter((tier) => reads(tier, name) === isReader).map((tier) => roles[tier].id);
  const people: ChannelPeople = { guildId, botId, readers: ids(true), others: ids(false) };
  const nameOf = (id: string): string => guild.roles.find((role) => role.id === id)?.name ?? `member ${id}`;
  const wrong = wantedChanges(present, people).map((wish) => faultOf(wish, present, people, nameOf));
  const grave = wrong.filter(({ isGrave }) => isGrave);
  if (grave.length > 0) return fail(grave.map(({ what }) => what).join('; '), SETUP);
  if (wrong.length > 0) return warning(wrong.map(({ what }) => what).join('; '), SETUP);
  const guests = uninvited(present, people).map(({ id }) => nameOf(id));
  const readers = TIERS.filter((tier) => reads(tier, name)).map((tier) => roles[tier].name);
  return guests.length > 0
    ? warning(`also open to ${guests.join(', ')}`, 'take it from them, unless it is on purpose')
    : pass(`${readers.join(', ')} alone`);
}

interface Fault {
  readonly what: string;
  /** Somebody reads without paying, or pays without reading, or nobody can post. */
  readonly isGrave: boolean;
}

/** What is wrong for whoever an overwrite is about. */
function faultOf(
  { id }: Overwrite,
  present: readonly Overwrite[],
  { guildId, botId, readers }: ChannelPeople,
  nameOf: (id: string) => string,
): Fault {
  const { allow, deny } = present.find((overwrite) => overwrite.id === id) ?? { allow: 0n, deny: 0n };
  const sees = (allow & PermissionFlagsBits.ViewChannel) !== 0n;
  if (id === botId) return { what: 'the bot may not read and post there', isGrave: true };
  if (id === guildId)
    return (deny & PermissionFlagsBits.ViewChannel) === 0n
      ? { what: 'everybody can read it', isGrave: true }
      : { what: 'everybody who reads it can write', isGrave: false };
  const name = nameOf(id);
  if (readers.includes(id))
    return sees
      ? { what: `${name} may do more or less than read`, isGrave: false }
      : { what: `${name} cannot read it`, isGrave: true };
  return sees
    ? { what: `${name} can read it, and has not paid for it`, isGrave: true }
    : { what: `${name} has rights of its own there`, isGrave: false };
}
