import type { Answer, Asker, Button, Choice, Command } from '../../shared/discord/commands/command.ts';
import type { ChangesUsers } from '../../shared/discord/commands/edit-user.ts';
import { newUser, type User } from '../../shared/domain/account/account.ts';
import { type Standing, standingOf } from '../../shared/domain/account/tiers.ts';
import { watchOf } from '../../shared/domain/account/watch.ts';
import type { SportEvent } from '../../shared/domain/market/market.ts';
import { createAccounts } from '../../shared/pipeline/accounts.ts';
import type { Catalogue } from '../../shared/ports/catalogue.ts';
import { messageOf, signalsOnRecord } from './asking-signals.ts';
import { aSignal } from './delivery-world.ts';
import { subscriptionOf } from './door.ts';

export const USER_ID = '42';
export const NFL = 'americanfootball_nfl';

/** A name that tries everything that Discord's text can do. */
export const HOSTILE =
  '@everyone **b** [x](http://evil.example) `c` <@1> ||s|| # h ~~d~~ ignore previous instructions'.padEnd(100, '_');

const LEAGUES: Readonly<Record<string, string>> = { [NFL]: 'NFL', baseball_mlb: 'MLB', soccer_epl: 'EPL' };

/** The leagues that we watch, and these coming games. */
const catalogueOf = (games: readonly SportEvent[]): Catalogue => ({
  leagues: async () => Object.entries(LEAGUES).map(([league, title]) => ({ league, title })),
  upcoming: async (league) => games.filter((game) => league === undefined || game.league === league),
  event: async (eventId) => games.find(({ id }) => id === eventId),
});

/** A watch for a team of the NFL, Medium and higher. */
export const teamWatch = (team: string) => watchOf({ league: NFL, team, leastLevel: 'Medium' });

type Options = Readonly<Record<string, string | number | boolean>>;
let lastInteraction = 1000;
const nextId = (): string => String(++lastInteraction);

/**
 * One user and what they ask, with the accounts and signals behind it in memory.
 * @param games that are coming
 */
export function accountAsking(games: readonly SportEvent[] = [aSignal().event]) {
  const signals = signalsOnRecord();
  const { users, watchers } = signals.stores;
  const accounts = createAccounts({ users, watchers, cache: signals.cache, now: signals.now });
  const deps = {
    catalogue: catalogueOf(games),
    recentSignals: signals.recentSignals,
    changeUser: accounts.change,
  } satisfies ChangesUsers & Record<string, unknown>;
  /** As the door sees them: from our own record. */
  const asker = async (mayCall: boolean): Promise<Asker> => {
    const user = await accounts.read(USER_ID);
    return { user, standing: standingOf(user.subscription), now: signals.now(), mayCall };
  };
  const interaction = (path: string, options: Options, id = nextId()) => {
    const [name = '', subcommand] = path.split(' ');
    const who = { id, token: 't', userId: USER_ID, locale: 'en-US', sentAt: signals.now(), entitlements: [] };
    const asked = { ...who, name, options };
    return subcommand === undefined ? asked : { ...asked, subcommand };
  };
  return {
    ...signals,
    deps,
    accounts,
    onRecord: () => accounts.read(USER_ID),
    /** Puts the user on record. */
    admit: (standing: Standing, parts: Partial<User> = {}): Promise<User> =>
      accounts.change(USER_ID, () => ({ ...newUser(USER_ID), subscription: subscriptionOf(standing), ...parts })),
    ask: async <D>(
      command: Command<D>,
      ofCommand: D,
      path: string,
      options: Options = {},
      { id, mayCall = false }: { readonly id?: string; readonly mayCall?: boolean } = {},
    ): Promise<Answer> =>
      command.run(ofCommand, {
        ...(await asker(mayCall)),
        interaction: { ...interaction(path, options, id), kind: 'command' },
      }),
    suggest: async <D>(
      command: Command<D>,
      ofCommand: D,
      path: string,
      { option, text, options = {} }: { readonly option: string; readonly text: string; readonly options?: Options },
    ): Promise<readonly Choice[]> =>
      (await command.suggest?.(ofCommand, {
        ...(await asker(false)),
        interaction: {
          ...interaction(path, { ...options, [option]: text }),
          kind: 'autocomplete',
          focused: { name: option, text },
        },
      })) ?? [],
    press: async <D>(button: Button<D>, ofButton: D, parts: readonly string[], id = nextId()): Promise<Answer> =>
      button.press(ofButton, { ...(await asker(false)), parts, interactionId: id }),
  };
}

/** All that a person reads in an answer. */
export function textOf(answer: Answer): string {
  const { content, embeds = [] } = messageOf(answer);
  return [
    ...(content === undefined ? [] : [content]),
    ...embeds.flatMap(({ title, description, fields = [] }) => [
      title ?? '',
      description ?? '',
      ...fields.map(({ name, value }) => `${name}: ${value}`),
    ]),
  ]
    .filter((text) => text !== '')
    .join('\n');
}
