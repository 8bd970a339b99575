import { withMute } from '../../domain/account/mutes.ts';
import { AFTER_START_MS } from '../../domain/account/tidied.ts';
import { type Answer, type Button, type ComponentRequest, freeMessage, message } from '../commands/command.ts';
import type { ChangesUsers } from '../commands/edit-user.ts';
import { dateTime } from '../format.ts';
import { matchup } from '../outcome-label.ts';
import { goneAnswer, type PressedGameDeps, pressedGame } from './pressed-game.ts';

export type MuteButtonDeps = PressedGameDeps & ChangesUsers;

/** Below an alert: no more direct messages of its market. */
export const muteButton: Button<MuteButtonDeps> = {
  name: 'mute',
  needs: { feature: 'directMessages' },
  press: muteMarket,
};

async function muteMarket(deps: MuteButtonDeps, request: ComponentRequest): Promise<Answer> {
  const game = await pressedGame(deps, request.parts);
  if (!game) return goneAnswer();
  const { event, signal } = game;
  const until = event.commenceTime + AFTER_START_MS;
  if (request.now >= until) return freeMessage({ content: `🏁 ${matchup(event)} is over: nothing more comes of it.` });
  await deps.changeUser(request.user.id, (user) => withMute(user, { eventId: event.id, market: signal.market, until }));
  return message({
    content: `🔕 Muted until ${dateTime(until)}, a day after the game begins: no more direct messages of the **${signal.market}** of ${matchup(event)}. The channels still show this market.`,
  });
}
