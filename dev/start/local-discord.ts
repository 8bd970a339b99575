import { COMMAND_DEFINITIONS } from '../../shared/discord/commands/registration.ts';
import { quietListener } from '../setup/report.ts';
import { createDiscord } from '../setup-discord/discord.ts';
import { setUp } from '../setup-discord/setup.ts';
import { type DiscordStandIn, startDiscord } from '../stand-ins/discord/server.ts';

const BOT_TOKEN = 'stand-in';
/** The channels of the stand-in. */
export const STAND_IN_CHANNELS = [
  { id: '200000000000000001', name: 'odds-alerts' },
  { id: '200000000000000002', name: 'sharp-signals' },
] as const;
/** What is sold inside Discord. */
export const STAND_IN_SKUS = [
  { tier: 'starter', id: '210000000000000001', name: 'Starter' },
  { tier: 'core', id: '210000000000000002', name: 'Core' },
  { tier: 'sharp', id: '210000000000000003', name: 'Sharp' },
] as const;

export interface LocalDiscord {
  readonly discord: DiscordStandIn;
  /** The app's settings. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Discord's stand-in, made ready by what makes the real one ready. Its clock is the wall's: limits must pass while the app's clock
 * stands still between two snapshots.
 * @param speed how much faster than real time the app's clock runs
 */
export async function startLocalDiscord(speed: number): Promise<LocalDiscord> {
  const discord = await startDiscord({
    now: Date.now,
    token: BOT_TOKEN,
    channels: STAND_IN_CHANNELS,
    skus: STAND_IN_SKUS,
    rateLimitScale: 1 / speed,
  });
  const settings = await setUp({
    discord: createDiscord({ baseUrl: discord.url, token: BOT_TOKEN }),
    guildId: discord.guildId,
    stored: { roles: {}, channels: {}, skus: {} },
    commands: COMMAND_DEFINITIONS,
    isGlobal: false,
    endpoint: undefined,
    tell: quietListener,
  });
  return { discord, env: { ...settings, DISCORD_BOT_TOKEN: BOT_TOKEN, DISCORD_API_BASE_URL: discord.url } };
}

/** Has Discord send to the app what people ask, and what they buy. */
export function openDiscord(discord: DiscordStandIn, appUrl: string): void {
  discord.endpoint(`${appUrl}/api/discord/interactions`);
  discord.webhook(`${appUrl}/api/discord/webhook`);
}
