import { BENEFITS, standingOf } from '../../domain/account/tiers.ts';
import { watchOf } from '../../domain/account/watch.ts';
import { type Added, withWatch } from '../../domain/account/watch-edits.ts';
import type { SportEvent } from '../../domain/market/market.ts';
import { type Answer, type Button, type ComponentRequest, freeMessage, message } from '../commands/command.ts';
import { type ChangesUsers, editUser } from '../commands/edit-user.ts';
import { harmless } from '../harmless.ts';
import { matchup } from '../outcome-label.ts';
import { noRoomText, whatWatchesDo } from '../watch-words.ts';
import { goneAnswer, type PressedGameDeps, pressedGame } from './pressed-game.ts';

export type WatchButtonDeps = PressedGameDeps & ChangesUsers;

/** Below an alert: watches its game from Medium on. */
export const watchButton: Button<WatchButtonDeps> = {
  name: 'watch',
  needs: { feature: 'watches' },
  press: watchGame,
};

async function watchGame(deps: WatchButtonDeps, request: ComponentRequest): Promise<Answer> {
  const game = await pressedGame(deps, request.parts);
  if (!game) return goneAnswer();
  const { event } = game;
  if (request.now >= event.commenceTime)
    return freeMessage({ content: `🏁 ${matchup(event)} has begun: no more signals come of it.` });
  const watch = gameWatch(event);
  const { user, outcome } = await editUser(deps, request.user.id, (before) =>
    withWatch(before, watch, request.interactionId),
  );
  const used = `${user.watches.length} of your ${BENEFITS[standingOf(user.subscription)].watches} watches are in use.`;
  const name = `**${matchup(event)}** (${harmless(event.leagueTitle)})`;
  const said: Readonly<Record<Added, string>> = {
    added: `👀 Watching ${name}, Medium and higher. ${whatWatchesDo(user)} ${used}`,
    known: `👀 You watch ${name} already. ${whatWatchesDo(user)} ${used}`,
    full: noRoomText(user),
  };
  return message({ content: said[outcome] });
}

const gameWatch = ({ id, league, home, away, commenceTime }: SportEvent) =>
  watchOf({ league, event: { id, label: `${away} at ${home}`, commenceTime }, leastLevel: 'Medium' });
