import type { TelemetryRecord } from '../../shared/runtime/local-seam.ts';
import type { PostedMessage } from './state/discord-messages.ts';

/** A moment to count from: 2025-11-16 12:00 UTC, epoch ms. */
export const NOON = Date.UTC(2025, 10, 16, 12);

const EVENT = {
  eventId: 'game-1',
  league: 'americanfootball_nfl',
  leagueTitle: 'NFL',
  home: 'Ridge Wolves',
  away: 'Harbor Gulls',
  market: 'spread',
  commenceTime: NOON + 3_600_000,
};

/** A `market_changed` record of a spread that starts an hour after {@link NOON}; `fields` replaces some of it. */
export const marketChanged = (
  fields: Partial<Record<keyof typeof EVENT | 'at' | 'consensus', string | number>> & { books?: string[] },
): TelemetryRecord => ({
  kind: 'log',
  level: 'debug',
  event: 'market_changed',
  fields: { ...EVENT, at: NOON, consensus: -3, books: ['pinnacle:-3'], ...fields },
});

/** A message in `#odds-alerts` with one embed. */
export const posted = (id: string, embed: object, channel?: PostedMessage['channel']): PostedMessage => ({
  channel: channel ?? { kind: 'guild', name: 'odds-alerts' },
  message: { id, content: '', embeds: [embed], components: [] },
  at: NOON,
});

/** The same with one button. */
export const postedWithButton = (id: string, customId: string, channel?: PostedMessage['channel']): PostedMessage => {
  const { message, ...rest } = posted(id, { title: 'An alert' }, channel);
  const button = { type: 2, style: 1, label: 'Explain', custom_id: customId };
  return { ...rest, message: { ...message, channel_id: '201', components: [{ type: 1, components: [button] }] } };
};
