import type { MarketType } from '../market/market.ts';
import { MOST_MUTES, type Mute, type User } from './account.ts';

interface Muted {
  readonly event: { readonly id: string };
  readonly market: MarketType;
}

/** Until when a user wants to hear no more of a market, epoch ms; undefined where none is muted at `now`. */
export const mutedUntil = ({ mutes }: Pick<User, 'mutes'>, { event, market }: Muted, now: number): number | undefined =>
  mutes.find((mute) => mute.eventId === event.id && mute.market === market && mute.until > now)?.until;

/** Mutes a market. Of more mutes than are kept, those that would end first go. */
export const withMute = (user: User, mute: Mute): User => {
  const others = user.mutes
    .filter(({ eventId, market }) => eventId !== mute.eventId || market !== mute.market)
    .sort((a, b) => a.until - b.until);
  return { ...user, mutes: [...others.slice(-(MOST_MUTES - 1)), mute] };
};
