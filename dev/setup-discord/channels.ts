import { ChannelType } from 'discord-api-types/v10';
import { TIERS, type Tier } from '../../shared/domain/account/account.ts';
import type { ChannelName } from '../../shared/domain/account/channels.ts';
import { BENEFITS } from '../../shared/domain/account/tiers.ts';
import type { Channel, Discord, Role } from './discord.ts';
import { type ChannelPeople, type Overwrite, uninvited, wantedChanges } from './overwrites.ts';
import type { Listener } from './report.ts';
import { TIER_ROLES } from './roles.ts';

const CATEGORY = 'OddsTracker';
const TOPICS: Readonly<Record<ChannelName, string>> = {
  'odds-alerts':
    'Moves by informed money while a price worth taking is still on offer. Information, not advice. 18+/21+',
  'sharp-signals': 'The sharpest moves, from the first sign of them. Information, not advice. 18+/21+',
};
const TIER_CHANNELS = Object.keys(TOPICS) as readonly ChannelName[];

interface ChannelsRequest {
  readonly discord: Discord;
  readonly guildId: string;
  readonly botId: string;
  readonly roles: Readonly<Record<Tier, Role>>;
  /** All roles of the server, for their names. */
  readonly present: readonly Role[];
  /** Ids that the settings name already. */
  readonly stored: Readonly<Partial<Record<ChannelName, string>>>;
  readonly tell: Listener;
}

/** The channels of the tiers: those that the settings name, else those of that name, else new ones in a category of ours. */
export async function ensureChannels(request: ChannelsRequest): Promise<Readonly<Record<ChannelName, string>>> {
  const channels = await request.discord.channels(request.guildId);
  const category = channels.find(({ type, name }) => type === ChannelType.GuildCategory && name === CATEGORY);
  const found = TIER_CHANNELS.map((name) => ({ name, known: findChannel(request, channels, name, category) }));
  // Channels that were put elsewhere on purpose stay there, and need no category of ours.
  const isNeeded = category !== undefined || found.some(({ known }) => !known);
  const parent = isNeeded ? await ensureCategory(request, category) : undefined;
  const ids: [ChannelName, string][] = [];
  for (const { name, known } of found)
    ids.push([name, known ? await repair(request, name, known) : await create(request, name, parent)]);
  return Object.fromEntries(ids) as Record<ChannelName, string>;
}

function findChannel(
  { stored }: ChannelsRequest,
  channels: readonly Channel[],
  name: ChannelName,
  category: Channel | undefined,
): Channel | undefined {
  const posted = channels.filter(
    ({ type }) => type === ChannelType.GuildText || type === ChannelType.GuildAnnouncement,
  );
  const named = posted.filter((channel) => channel.name === name);
  const ours = category && named.filter(({ parent_id }) => parent_id === category.id);
  const [channel, another] = ours && ours.length > 0 ? ours : named;
  const known = posted.find(({ id }) => id === stored[name]);
  if (!known && another)
    throw new Error(
      `There are several channels #${name}: rename those that are not for the alerts, then run this again.`,
    );
  return known ?? channel;
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
