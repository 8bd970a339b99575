import { z } from 'zod';
import { readGivenSettings } from '../setup/given-settings.ts';
import type { DiscordAccess } from './discord.ts';
import type { StoredIds } from './look.ts';

const WHERE = 'https://discord.com/developers/applications, your application, Bot, “Reset Token” shows it';
const TOKEN = `the bot’s token: ${WHERE}`;
const GUILD =
  'the id of your server: User Settings → Advanced → Developer Mode, then a right click on the server, “Copy Server ID”';

/** Made of the time: none has ever had fewer digits. */
const ID = /^\d{17,20}$/;
const TOKEN_ALONE = `the token alone, without “Bot ” before it, quotes or spaces: ${WHERE}`;

const id = z.string().regex(ID, 'an id of Discord, 17 to 20 digits');
const schema = z.object({
  // The app takes it from the same place, and writes “Bot ” before it itself.
  DISCORD_BOT_TOKEN: z.string({ error: TOKEN }).regex(/^[\w.-]+$/, TOKEN_ALONE),
  DISCORD_GUILD_ID: z.string({ error: GUILD }).regex(ID, `17 to 20 digits, ${GUILD}`),
  DISCORD_API_BASE_URL: z.url({ protocol: /^https?$/, error: 'an http(s) URL' }).default('https://discord.com/api/v10'),
  DISCORD_ROLE_STARTER_ID: id.optional(),
  DISCORD_ROLE_CORE_ID: id.optional(),
  DISCORD_ROLE_SHARP_ID: id.optional(),
  DISCORD_ALERTS_CHANNEL_ID: id.optional(),
  DISCORD_SHARP_CHANNEL_ID: id.optional(),
  DISCORD_SKU_STARTER_ID: id.optional(),
  DISCORD_SKU_CORE_ID: id.optional(),
  DISCORD_SKU_SHARP_ID: id.optional(),
});

type Environment = Readonly<Record<string, string | undefined>>;

export interface SetupSettings {
  readonly access: DiscordAccess;
  readonly guildId: string;
  readonly stored: StoredIds;
  /** The file that they are in, or that is to hold them. */
  readonly file: string;
  /** What that file says now. */
  readonly inFile: Readonly<Record<string, string>>;
}

/**
 * Settings of a file and, before them, of the environment.
 * @param file undefined: local.settings.json, if there is one
 */
export async function readSettings(file: string | undefined, environment: Environment): Promise<SetupSettings> {
  const { data, ...rest } = await readGivenSettings(schema, file, environment);
  const twice = namedTwice(data);
  if (twice.length > 0)
    throw new Error(
      `${twice.join(' and ')} name the same: @everyone, each tier’s role, each channel and each SKU has an id of its own.`,
    );
  return {
    access: { baseUrl: data.DISCORD_API_BASE_URL, token: data.DISCORD_BOT_TOKEN },
    guildId: data.DISCORD_GUILD_ID,
    stored: storedIds(data),
    ...rest,
  };
}

/** Names of settings that share an id. The server's is that of @everyone, who must not get what a tier has. */
const namedTwice = (data: z.infer<typeof schema>): string[] => {
  const kindOf = (name: string): string => /CHANNEL|SKU/.exec(name)?.[0] ?? 'ROLE';
  const ids = Object.entries(data).filter(([name]) => name.endsWith('_ID'));
  return ids.flatMap(([name, id]) => {
    const isTaken = ids.some(([other, same]) => other !== name && same === id && kindOf(other) === kindOf(name));
    return isTaken ? [name] : [];
  });
};

const storedIds = (data: z.infer<typeof schema>): StoredIds => {
  const { DISCORD_ROLE_STARTER_ID: starter, DISCORD_ROLE_CORE_ID: core, DISCORD_ROLE_SHARP_ID: sharp } = data;
  const { DISCORD_ALERTS_CHANNEL_ID: alerts, DISCORD_SHARP_CHANNEL_ID: signals } = data;
  const { DISCORD_SKU_STARTER_ID: starterSku, DISCORD_SKU_CORE_ID: coreSku, DISCORD_SKU_SHARP_ID: sharpSku } = data;
  return {
    roles: { ...(starter && { starter }), ...(core && { core }), ...(sharp && { sharp }) },
    skus: {
      ...(starterSku && { starter: starterSku }),
      ...(coreSku && { core: coreSku }),
      ...(sharpSku && { sharp: sharpSku }),
    },
    channels: { ...(alerts && { 'odds-alerts': alerts }), ...(signals && { 'sharp-signals': signals }) },
  };
};
