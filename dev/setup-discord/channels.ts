import { ChannelType } from 'discord-api-types/v10';
import type { ChannelName } from '../../shared/domain/account/channels.ts';
import { TIERS, type Tier } from '../../shared/domain/account/tier.ts';
import { BENEFITS } from '../../shared/domain/account/tiers.ts';
import type { Listener } from '../setup/report.ts';
import type { Channel, Discord, Role } from './discord.ts';
import { type ChannelPeople, type Overwrite, uninvited, wantedChanges } from './overwrites.ts';
import { TIER_ROLES } from './roles.ts';

const CATEGORY = 'OddsTracker';
const TOPICS: Readonly<Record<ChannelName, string>> = {
  'odds-alerts':
    'Moves by informed money while a price worth taking is still on offer. Information, not advice. 18+/21+',
  'sharp-signals': 'The sharpest moves, from the first sign of them. Information, not advice. 18+/21+',
};
const ID_SETTINGS: Readonly<Record<ChannelName, string>> = {
  'odds-alerts': 'DISCORD_ALERTS_CHANNEL_ID',
  'sharp-signals': 'DISCORD_SHARP_CHANNEL_ID',
};
const TIER_CHANNELS = Object.keys(TOPICS) as readonly ChannelName[];

export interface KnownChannels {
  readonly category: Channel | undefined;
  readonly posted: Readonly<Partial<Record<ChannelName, Channel>>>;
}

/**
 * The tiers' channels that are there: those that the settings name, else those of that name, in our category before any other.
 * @param doubt told where there are several
 */
export function findChannels(
  channels: readonly Channel[],
  stored: Readonly<Partial<Record<ChannelName, string>>>,
  doubt: (text: string) => void,
): KnownChannels {
  const category = channels.find(({ type, name }) => type === ChannelType.GuildCategory && name === CATEGORY);
  const posted = channels.filter(
    ({ type }) => type === ChannelType.GuildText || type === ChannelType.GuildAnnouncement,
  );
  const taken = Object.values(stored);
  const find = (name: ChannelName): Channel | undefined => {
    const named = posted.filter((channel) => channel.name === name && !taken.includes(channel.id));
    const ours = category ? named.filter(({ parent_id }) => parent_id === category.id) : [];
    const [channel, another] = ours.length > 0 ? ours : named;
    const known = posted.find(({ id }) => id === stored[name]);
    if (!known && another)
      doubt(
        `There are several channels #${name}: rename those that are not for the alerts, or name its id in ${ID_SETTINGS[name]}.`,
      );
    return known ?? channel;
  };
  const found = TIER_CHANNELS.flatMap((name) => {
    const channel = find(name);
    return channel ? [[name, channel]] : [];
  });
  return { category, posted: Object.fromEntries(found) };
}

interface ChannelsRequest {
  readonly discord: Discord;
  readonly guildId: string;
  readonly botId: string;
  readonly roles: Readonly<Record<Tier, Role>>;
  /** All roles of the server, for their names. */
  readonly present: readonly Role[];
  readonly known: KnownChannels;
  readonly tell: Listener;
}

/** The channels of the tiers: those that are known, else new ones in a category of ours. */
export async function ensureChannels(request: ChannelsRequest): Promise<Readonly<Record<ChannelName, string>>> {
  const { category, posted } = request.known;
  // Channels that were put elsewhere on purpose stay there, and need no category of ours.
  const isNeeded = category !== undefined || TIER_CHANNELS.some((name) => !posted[name]);
  const parent = isNeeded ? await ensureCategory(request, category) : undefined;
  const ids: [ChannelName, string][] = [];
  for (const name of TIER_CHANNELS) {
    const known = posted[name];
    ids.push([name, known ? await repair(request, name, known) : await create(request, name, parent)]);
  }
  return Object.fromEntries(ids) as Record<ChannelName, string>;
}

async function ensureCategory(
  { discord, guildId, tell }: ChannelsRequest,
  known: Channel | undefined,
): Promise<Channel> {
  const category = known ?? (await discord.createChannel(guildId, { name: CATEGORY, type: ChannelType.GuildCategory }));
  tell.step({ outcome: known ? 'already right' : 'created', what: `category ${CATEGORY}` });
  return category;
}

async function create(request: ChannelsRequest, name: ChannelName, parent: Channel | undefined): Promise<string> {
  const { discord, guildId, tell } = request;
  const { id } = await discord.createChannel(guildId, {
    name,
    type: ChannelType.GuildText,
    topic: TOPICS[name],
    ...(parent ? { parent_id: parent.id } : {}),
    permission_overwrites: wantedChanges([], peopleOf(request, name)).map(({ id: who, type, allow, deny }) => ({
      id: who,
      type,
      allow: String(allow),
      deny: String(deny),
    })),
  });
  tell.step({ outcome: 'created', what: describe(name, name) });
  return id;
}

/** Only who may read and post is ours to mend: name, topic and place are the server's own. */
async function repair(request: ChannelsRequest, name: ChannelName, channel: Channel): Promise<string> {
  const { discord, tell } = request;
  const people = peopleOf(request, name);
  const present: readonly Overwrite[] = channel.permission_overwrites;
  const changes = wantedChanges(present, people);
  for (const overwrite of changes) await discord.setOverwrite(channel, overwrite);
  tell.step({
    outcome: changes.length === 0 ? 'already right' : 'changed',
    what: describe(name, channel.name ?? name),
  });
  const guests = uninvited(present, people).map((overwrite) => nameOf(overwrite, request.present));
  if (guests.length > 0) tell.note(`#${channel.name} is also open to ${guests.join(', ')}: left as it is.`);
  return channel.id;
}

const reads = (tier: Tier, name: ChannelName): boolean => BENEFITS[tier].channels.includes(name);

const peopleOf = ({ guildId, botId, roles }: ChannelsRequest, name: ChannelName): ChannelPeople => ({
  guildId,
  botId,
  readers: TIERS.filter((tier) => reads(tier, name)).map((tier) => roles[tier].id),
  others: TIERS.filter((tier) => !reads(tier, name)).map((tier) => roles[tier].id),
});

const describe = (name: ChannelName, shown: string): string => {
  const readers = TIERS.filter((tier) => reads(tier, name)).map((tier) => TIER_ROLES[tier].name);
  return `#${shown}: ${readers.join(', ')} ${readers.length === 1 ? 'reads' : 'read'}, the bot posts`;
};

const nameOf = ({ id, type }: Overwrite, roles: readonly Role[]): string =>
  type === 0 ? (roles.find((role) => role.id === id)?.name ?? `role ${id}`) : `member ${id}`;
