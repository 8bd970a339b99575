import type { Tier } from '../../../shared/domain/account/tier.ts';
import { createGuild, type Guild, plainRole } from '../../stand-ins/discord/guild.ts';
import { Permission } from '../../stand-ins/discord/permissions.ts';
import { createShop } from '../../stand-ins/discord/shop.ts';
import type { RawMessage } from '../state/message-view.ts';
import type { DiscordBoxOptions, Person } from './box.ts';
import type { DiscordClient, Interacted, InteractionRequest, LateAnswer, RegisteredCommand } from './client.ts';

/** Commands with every kind of option that the box knows. */
export const COMMANDS: readonly RegisteredCommand[] = [
  { name: 'help', description: 'What you can ask' },
  {
    name: 'odds',
    description: 'Best price per outcome',
    options: [
      { type: 3, name: 'league', description: 'League', required: true, autocomplete: true },
      { type: 3, name: 'team', description: 'Team', required: true, autocomplete: true },
    ],
  },
  {
    name: 'signals',
    description: 'Recent signals',
    options: [
      {
        type: 3,
        name: 'level',
        description: 'This level and higher',
        choices: [
          { name: 'Medium', value: 'Medium' },
          { name: 'High', value: 'High' },
        ],
      },
    ],
  },
  {
    name: 'watch',
    description: 'What you want to be told of',
    options: [
      { type: 1, name: 'list', description: 'Your watches' },
      {
        type: 1,
        name: 'messages',
        description: 'Direct messages',
        options: [
          { type: 5, name: 'direct', description: 'On or off' },
          { type: 4, name: 'cooldown', description: 'Least minutes', min_value: 0, max_value: 1440 },
          { type: 3, name: 'quiet', description: 'Quiet hours', max_length: 20 },
        ],
      },
    ],
  },
  {
    name: 'ops',
    description: 'For operators',
    options: [
      {
        type: 2,
        name: 'queue',
        description: 'Queues',
        options: [{ type: 1, name: 'drop', description: 'Drop one', options: [] }],
      },
    ],
  },
];

export const message = (body: RawMessage, isPrivate = true): Partial<Interacted> => ({
  response: { type: 4, data: { ...body, ...(isPrivate ? { flags: 64 } : {}) } },
});
export const thinking: Partial<Interacted> = { response: { type: 5, data: { flags: 64 } } };
export const choices = (...names: readonly string[]): Partial<Interacted> => ({
  response: { type: 8, data: { choices: names.map((name) => ({ name, value: `id of ${name}` })) } },
});

const GUILD_ID = '110';
/** The roles of the tiers, as the guild has them. */
export const ROLES: Readonly<Record<Tier, { readonly id: string; readonly name: string; readonly colour: number }>> = {
  starter: { id: '901', name: 'Starter', colour: 0x57f287 },
  core: { id: '902', name: 'Core', colour: 0x3498db },
  sharp: { id: '903', name: 'Sharp', colour: 0xf1c40f },
};
/** What is sold inside Discord. */
export const SHOP = {
  skus: [
    { tier: 'starter', skuId: '211' },
    { tier: 'sharp', skuId: '213' },
  ],
} as const;

/** The stand-in's guild, with a role for each tier. */
const guildWithRoles = (channels: readonly { readonly id: string; readonly name: string }[]): Guild => {
  const guild = createGuild({ id: GUILD_ID, botId: '100', channels });
  for (const [position, { id, name, colour }] of Object.values(ROLES).entries())
    guild.roles.set(id, { ...plainRole(id, name, position + 1, 0n), colours: [colour, null, null] });
  return guild;
};

/** From now on only these roles read a channel. */
export const openOnlyTo = (guild: Guild, channelId: string, tiers: readonly Tier[]): void => {
  const channel = guild.channels.get(channelId);
  if (!channel) throw new Error(`there is no channel ${channelId}`);
  const readers = tiers.map((tier) => ({
    id: ROLES[tier].id,
    type: 0 as const,
    allow: Permission.ViewChannel,
    deny: 0n,
  }));
  const everyone = { id: GUILD_ID, type: 0, allow: 0n, deny: Permission.ViewChannel } as const;
  guild.channels.set(channelId, { ...channel, overwrites: [everyone, ...readers] });
};

/** A Discord whose app answers as told, and that remembers what it was asked. */
export const fakeDiscord = (
  answer: (request: InteractionRequest, id: string) => Partial<Interacted>,
  commands = COMMANDS,
) => {
  const listeners = new Set<(answer: LateAnswer) => void>();
  const asked: InteractionRequest[] = [];
  let registered = commands;
  let lastId = 1000;
  const guild = guildWithRoles([CHANNEL, SHARP_CHANNEL]);
  const sales: [event: string, userId: string, skuId: string][] = [];
  const shop = createShop({
    applicationId: '100',
    skus: SHOP.skus.map(({ tier, skuId }) => ({ id: skuId, name: tier })),
    now: Date.now,
    nextId: () => String(5000 + sales.length),
    happened: (event, { user_id, sku_id }) => sales.push([event, user_id, sku_id]),
  });
  const client: DiscordClient = {
    guildId: GUILD_ID,
    guild,
    onRoles: guild.onRoles,
    join: guild.join,
    leave: guild.leave,
    entitle: shop.entitle,
    endEntitlement: shop.endEntitlement,
    refund: shop.refund,
    commands: () => registered,
    interact: async (request) => {
      asked.push(request);
      lastId += 1;
      const id = String(lastId);
      return { id, status: 200, ms: 12, ...answer(request, id) };
    },
    onAnswer: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return {
    client,
    guild,
    asked,
    /** What was bought, ended and given back inside Discord. */
    sales,
    /** Of the newest interaction. */
    lastId: () => String(lastId),
    /** The app edits its deferred answer. */
    answerLate: (interactionId: string, body: RawMessage) => {
      for (const listener of listeners) listener({ interactionId, body });
    },
    register: (commands: readonly RegisteredCommand[]) => {
      registered = commands;
    },
  };
};

export const CORE: Person = { id: '301', name: 'Core', standing: 'core', roles: ['900'] };
export const SHARP: Person = { id: '302', name: 'Sharp', standing: 'sharp' };
export const CHANNEL = { id: '201', name: 'odds-alerts' };
export const SHARP_CHANNEL = { id: '202', name: 'sharp-signals' };

export const boxOptions = (client: DiscordClient, imageOrigin?: string): DiscordBoxOptions => ({
  client,
  people: [CORE, SHARP],
  channels: [CHANNEL, SHARP_CHANNEL],
  shop: SHOP,
  ...(imageOrigin === undefined ? {} : { imageOrigin }),
});
