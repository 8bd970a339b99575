import { createHash } from 'node:crypto';
import { noticeMessage } from '../../discord/notices.ts';
import type { Notice, User } from '../../domain/account/account.ts';
import type { DiscordResult } from '../../ports/discord.ts';
import type { Telemetry } from '../../ports/telemetry.ts';
import type { Accounts } from '../accounts.ts';
import { type DestinationRecord, destinationKey } from '../deliver-records.ts';
import { CHANNEL_GONE, type DirectMessageDeps, directMessageChannel, forgetIfGone } from '../direct-messages.ts';

export interface TellDeps extends DirectMessageDeps {
  readonly accounts: Accounts;
  readonly telemetry: Telemetry;
}

export type Told = 'told' | { readonly later: number; readonly reason: string };

/**
 * Sends a user what is still to be told, each by a direct message, and takes it off the record afterwards: a repeat after a crash
 * sends the same nonce, by which Discord knows the message that it has. Counts `notices{kind, result}`.
 */
export async function tellNotices(deps: TellDeps, userId: string): Promise<Told> {
  // What no longer is true goes with this, and what time has brought comes.
  const user = await deps.accounts.change(userId, (known) => known);
  for (const notice of user.notices) {
    const known = (await deps.destinations.read(destinationKey({ kind: 'user', userId })))?.value ?? {};
    const sent = await send(deps, user, notice, known);
    if (sent.kind === 'retry') return { later: sent.afterMs, reason: sent.reason };
    if (sent.kind === 'unavailable') return { later: sent.afterMs, reason: 'discord-unavailable' };
    if (sent.kind === 'permanent' && (await forgetIfGone(deps, userId, known, sent.code)))
      return { later: CHANNEL_GONE.afterMs, reason: CHANNEL_GONE.reason };
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

async function send(
  deps: TellDeps,
  user: User,
  { id, kind }: Notice,
  known: DestinationRecord,
): Promise<DiscordResult<unknown>> {
  const channel = await directMessageChannel(deps, user.id, known);
  if (channel.kind !== 'ok') return channel;
  const { embeds, components } = noticeMessage(kind, user);
  return deps.discord.createMessage(channel.value.channelId, {
    embeds: [...embeds],
    components: [...components],
    // Names of tiers and dates alone: nobody is to be called by them.
    allowed_mentions: { parse: [] },
    nonce: nonceOf(user.id, id),
    enforce_nonce: true,
  });
}

/** 25 characters are Discord's limit. */
const nonceOf = (userId: string, noticeId: string): string =>
  createHash('sha256').update(`${userId}|${noticeId}`).digest('hex').slice(0, 25);
