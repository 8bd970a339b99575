import { createHash } from 'node:crypto';
import { noticeMessage } from '../../discord/notices.ts';
import type { Notice, User } from '../../domain/account/account.ts';
import type { Discord, DiscordResult } from '../../ports/discord.ts';
import type { Telemetry } from '../../ports/telemetry.ts';
import type { Accounts } from '../accounts.ts';
import { type Destinations, destinationKey, updateDestination } from '../deliver-records.ts';

export interface TellDeps {
  readonly accounts: Accounts;
  readonly discord: Discord;
  readonly destinations: Destinations;
  readonly telemetry: Telemetry;
}

export type Told = 'told' | { readonly later: number; readonly reason: string };

/** Discord's code for a channel that is gone. */
const UNKNOWN_CHANNEL = 10003;
const AGAIN_MS = 1000;

/**
 * Sends a user what is still to be told, each by a direct message, and takes it off the record afterwards: a repeat after a crash
 * sends the same nonce, by which Discord knows the message that it has. Counts `notices{kind, result}`.
 */
export async function tellNotices(deps: TellDeps, userId: string): Promise<Told> {
  // What no longer is true goes with this, and what time has brought comes.
  const user = await deps.accounts.change(userId, (known) => known);
  for (const notice of user.notices) {
    const sent = await send(deps, user, notice);
    if (sent.kind === 'retry') return { later: sent.afterMs, reason: sent.reason };
    if (sent.kind === 'unavailable') return { later: sent.afterMs, reason: 'discord-unavailable' };
    if (sent.kind === 'permanent' && sent.code === UNKNOWN_CHANNEL && (await forgetChannel(deps, userId)))
      return { later: AGAIN_MS, reason: 'direct-message-channel-gone' };
    if (sent.kind === 'permanent')
      deps.telemetry.info('notice_dropped', { userId, kind: notice.kind, code: sent.code, reason: sent.reason });
    deps.telemetry.count('notices', 1, { kind: notice.kind, result: sent.kind === 'ok' ? 'told' : 'dropped' });
    await deps.accounts.change(userId, (known) => without(known, notice));
  }
  return 'told';
}

const without = (user: User, { id }: Notice): User => ({
  ...user,
  notices: user.notices.filter((notice) => notice.id !== id),
});

async function send(deps: TellDeps, user: User, { id, kind }: Notice): Promise<DiscordResult<unknown>> {
  const channel = await channelOf(deps, user.id);
  if (channel.kind !== 'ok') return channel;
  const { embeds, components } = noticeMessage(kind, user);
  return deps.discord.createMessage(channel.value.channelId, {
    embeds: [...embeds],
    components: [...components],
    nonce: nonceOf(user.id, id),
    enforce_nonce: true,
  });
}

/** 25 characters are Discord's limit. */
const nonceOf = (userId: string, noticeId: string): string =>
  createHash('sha256').update(`${userId}|${noticeId}`).digest('hex').slice(0, 25);

const destinationOf = (userId: string) => ({ kind: 'user', userId }) as const;

/** The kept channel, or a new one: Discord limits tightly how many are opened. */
async function channelOf({ discord, destinations }: TellDeps, userId: string) {
  const known = (await destinations.read(destinationKey(destinationOf(userId))))?.value.dmChannelId;
  if (known !== undefined) return { kind: 'ok', value: { channelId: known } } as const;
  const opened = await discord.openDirectMessage(userId);
  if (opened.kind === 'ok')
    await updateDestination(destinations, destinationOf(userId), (record) => ({
      ...record,
      dmChannelId: opened.value.channelId,
    }));
  return opened;
}

/** Whether there was one to forget. */
async function forgetChannel({ destinations }: TellDeps, userId: string): Promise<boolean> {
  const known = await destinations.read(destinationKey(destinationOf(userId)));
  if (known?.value.dmChannelId === undefined) return false;
  await updateDestination(destinations, destinationOf(userId), ({ dmChannelId: _gone, ...rest }) => rest);
  return true;
}
