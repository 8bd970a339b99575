import { z } from 'zod';
import type { DiscordStandIn } from '../../stand-ins/discord/server.ts';
import type { OddsFeed } from '../../stand-ins/odds-api/feed.ts';

type Ask = Parameters<DiscordStandIn['interact']>[0];
/** A question without who asks it. */
export type Question = Ask extends infer A ? (A extends unknown ? Omit<A, 'user' | 'channelId' | 'at'> : never) : never;

const STRING = 3;
const text = (name: string, value: string, focused = false) => ({
  name,
  type: STRING,
  value,
  ...(focused ? { focused: true } : {}),
});

/** What people may ask about: games that are coming up, and alerts that were posted. */
export interface World {
  readonly games: readonly { readonly id: string; readonly league: string; readonly home: string }[];
  /** Messages with buttons. */
  readonly alerts: readonly { readonly message: unknown; readonly customIds: readonly string[] }[];
}

const buttonsSchema = z.array(z.object({ components: z.array(z.object({ custom_id: z.string().optional() })) }));

/** The custom ids of a message's buttons. */
export const customIdsOf = (message: { readonly components: readonly unknown[] }): string[] =>
  buttonsSchema
    .parse(message.components)
    .flatMap((row) => row.components.flatMap(({ custom_id: customId }) => (customId === undefined ? [] : [customId])));

export const gamesOf = (feed: OddsFeed, now: number): World['games'] =>
  feed
    .sports()
    .flatMap(({ key }) =>
      (feed.events(key) ?? [])
        .filter(({ commence_time: start }) => Date.parse(start) > now + 10 * 60_000)
        .map(({ id, home_team: home }) => ({ id, league: key, home: home ?? '' })),
    );

const MARKETS = ['moneyline', 'spread', 'total'];

/** `pick` gives one of a list; `press` one of the buttons whose name fits. */
interface Tools {
  readonly world: World;
  readonly pick: <T>(from: readonly T[]) => T | undefined;
}

const press = ({ world, pick }: Tools, names: readonly string[]): Question | undefined => {
  const alert = pick(world.alerts);
  const customId = alert && pick(alert.customIds.filter((id) => names.some((name) => id.startsWith(`${name}:`))));
  return alert && customId !== undefined
    ? ({ kind: 'component', customId, message: alert.message } as Question)
    : undefined;
};

/** How often what is asked, of a hundred questions: an evening's mix, suggestions while typing included. */
const MIX: readonly (readonly [weight: number, ask: (tools: Tools) => Question | undefined])[] = [
  [
    28,
    ({ world, pick }) => {
      const game = pick(world.games);
      return game && { kind: 'command', name: 'odds', options: [text('league', game.league), text('team', game.home)] };
    },
  ],
  [20, () => ({ kind: 'command', name: 'signals', options: [] })],
  [
    8,
    ({ world, pick }) => {
      const game = pick(world.games);
      return (
        game && {
          kind: 'command',
          name: 'line',
          options: [text('event', game.id), text('market', pick(MARKETS) ?? 'spread')],
        }
      );
    },
  ],
  [
    20,
    ({ world, pick }) => {
      const game = pick(world.games);
      const typed = game?.home.slice(0, 3) ?? '';
      return (
        game && {
          kind: 'autocomplete',
          name: 'odds',
          options: [text('league', game.league), text('team', typed, true)],
        }
      );
    },
  ],
  [6, () => ({ kind: 'command', name: 'record', options: [] })],
  [4, () => ({ kind: 'command', name: 'account', options: [] })],
  [4, () => ({ kind: 'command', name: 'help', options: [] })],
  [6, (tools) => press(tools, ['explain', 'chart'])],
  [4, (tools) => press(tools, ['useful', 'useless', 'watch', 'mute'])],
];
const WHOLE = MIX.reduce((sum, [weight]) => sum + weight, 0);

/** The next question of somebody; what there is nothing to ask about yet becomes a call for help. */
export function nextQuestion(world: World, random: () => number): Question {
  const pick = <T>(from: readonly T[]): T | undefined => from[Math.floor(random() * from.length)];
  let left = random() * WHOLE;
  const ask = MIX.find(([weight]) => {
    left -= weight;
    return left < 0;
  })?.[1];
  return ask?.({ world, pick }) ?? { kind: 'command', name: 'help', options: [] };
}
