import type { Discord, DiscordResult } from '../ports/discord.ts';
import { type DestinationRecord, type Destinations, updateDestination } from './deliver-records.ts';

export interface DirectMessageDeps {
  readonly discord: Discord;
  readonly destinations: Destinations;
}

/** Discord's code for a channel that is gone. */
const UNKNOWN_CHANNEL = 10003;

/** When to try again after {@link forgetIfGone}, and why. */
export const CHANNEL_GONE = { afterMs: 1000, reason: 'direct-message-channel-gone' } as const;

const destinationOf = (userId: string) => ({ kind: 'user', userId }) as const;

/** The direct-message channel that is kept, or a new one: Discord limits tightly how many are opened. */
export async function directMessageChannel(
  { discord, destinations }: DirectMessageDeps,
  userId: string,
  { dmChannelId: kept }: DestinationRecord,
): Promise<DiscordResult<{ channelId: string }>> {
  if (kept !== undefined) return { kind: 'ok', value: { channelId: kept } };
  const opened = await discord.openDirectMessage(userId);
  if (opened.kind === 'ok') {
    const dmChannelId = opened.value.channelId;
    await updateDestination(destinations, destinationOf(userId), (record) => ({ ...record, dmChannelId }));
  }
  return opened;
}

/**
 * Whether the channel that was kept when a message was refused is gone, not the user: it is forgotten then, and the next attempt
 * opens another. One that somebody else has opened meanwhile stays.
 * @param code Discord's, of the refusal
 */
export async function forgetIfGone(
  { destinations }: Pick<DirectMessageDeps, 'destinations'>,
  userId: string,
  { dmChannelId: kept }: DestinationRecord,
  code: number,
): Promise<boolean> {
  if (code !== UNKNOWN_CHANNEL || kept === undefined) return false;
  await updateDestination(destinations, destinationOf(userId), ({ dmChannelId, ...rest }) =>
    dmChannelId === undefined || dmChannelId === kept ? rest : { dmChannelId, ...rest },
  );
  return true;
}
