import { describe, expect, it } from 'vitest';
import {
  type AskerParts,
  commandRequest,
  embedOf,
  faultsOf,
  messageOf,
  suggestRequest,
} from '../../../tests/support/asking-signals.ts';
import { emptyPurse, gameOdds, marketWorld } from '../../../tests/support/market-world.ts';
import { anEvent, HOUR, MINUTE, NOON } from '../../../tests/support/odds.ts';
import { eventIdSchema, type SportEvent } from '../../domain/market/market.ts';
import { odds } from './odds.ts';

const NBA = 'basketball_nba';
const aGame = (id: string, hours: number, changes: Partial<SportEvent> = {}) =>
  anEvent({ id: eventIdSchema.parse(id), commenceTime: NOON + hours * HOUR, ...changes });

async function setup(games: readonly SportEvent[] = [anEvent()]) {
  const world = marketWorld({ leagues: [NBA] });
  world.provider.show(games.map((game) => gameOdds(game)));
  await world.tick();
  world.provider.asked.length = 0;
  return {
    ...world,
    ask: (team: string, { league = 'NFL', ...parts }: AskerParts & { league?: string } = {}) =>
      odds.run(world, commandRequest('odds', { league, team }, { now: world.now(), ...parts })),
    suggest: async (option: string, typed: string, options: Readonly<Record<string, string>> = {}) => {
      const request = suggestRequest('odds', option, typed, { now: world.now() });
      return odds.suggest?.(world, { ...request, interaction: { ...request.interaction, options } });
    },
  };
}

describe('/odds', () => {
  it('shows the best prices of a team’s next game, in the reader’s format', async () => {
    const { ask, provider } = await setup();
    const answer = await ask('hawks', { mayCall: false, user: { oddsFormat: 'american' } });
    expect(answer).not.toHaveProperty('isFree');
    expect(embedOf(answer)).toMatchObject({
      title: 'Prairie Wolves at Harbor Hawks',
      fields: [{ value: expect.stringContaining('**-147** Pinnacle') }, {}, {}],
    });
    expect(faultsOf(answer)).toEqual([]);
    expect(provider.asked).toEqual([]);
  });

  it('takes the league by its key, its title or words of it', async () => {
    const { ask } = await setup();
    for (const league of ['americanfootball_nfl', 'nfl', 'NFL'])
      expect((await ask('hawks', { league })).kind).toBe('message');
  });

  it('shows both games of a doubleheader, each in its own embed', async () => {
    const { ask } = await setup([aGame('a', 2), aGame('b', 8), aGame('c', 30)]);
    expect(messageOf(await ask('hawks')).embeds).toHaveLength(2);
  });

  it('asks for time when newer prices can be had, and then shows those', async () => {
    const { ask, pass, provider, now } = await setup();
    pass(3 * MINUTE);
    expect(await ask('hawks', { mayCall: false })).toEqual({ kind: 'not-at-hand' });
    const answer = await ask('hawks');
    expect(embedOf(answer).description).toContain(`Prices read <t:${Math.floor(now() / 1000)}:R>`);
    expect(provider.asked).toHaveLength(1);
  });

  it('costs one call, however many ask about a league at once', async () => {
    const { ask, pass, provider } = await setup([anEvent(), aGame('b', 3, { home: 'Bay Bears', away: 'City Cats' })]);
    pass(10 * MINUTE);
    const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => ask(n % 2 === 0 ? 'hawks' : 'bears')));
    expect(provider.asked).toHaveLength(1);
    for (const answer of answers) expect(embedOf(answer).description).toContain('Prices read');
  });

  it('costs none when the purse is empty: the answer says how old it is, at once', async () => {
    const { ask, pass, provider, setBudget } = await setup();
    pass(10 * MINUTE);
    await setBudget(emptyPurse);
    const answers = await Promise.all(Array.from({ length: 50 }, () => ask('hawks', { mayCall: false })));
    for (const answer of answers) expect(embedOf(answer).description).toContain('**10 min old**');
    expect(provider.asked).toEqual([]);
  });

  it('says that a game has begun, and shows the close', async () => {
    const { ask, pass } = await setup();
    pass(6 * HOUR);
    const answer = await ask('hawks', { mayCall: false });
    expect(embedOf(answer).description).toContain('🏁 began');
    expect(embedOf(answer).fields).toHaveLength(3);
  });

  it('tells what else the words could mean', async () => {
    const { ask } = await setup([aGame('a', 2), aGame('b', 3, { home: 'Harbor City', away: 'City Cats' })]);
    expect(embedOf(await ask('harbor')).description).toContain('“harbor” could also be **Harbor City**.');
  });

  it('says for nothing that there is no such league, team, game or price, and what to type', async () => {
    const { ask, catalogue } = await setup([anEvent(), aGame('b', 3, { home: 'Bay Bears', away: '@everyone' })]);
    expect(await ask('hawks', { league: 'cricket' })).toMatchObject({
      isFree: true,
      message: { content: expect.stringContaining('We watch no league “cricket”') },
    });
    expect(await ask('hawsk')).toMatchObject({
      isFree: true,
      message: { content: expect.stringMatching(/“hawsk”\. Did you mean \*\*Harbor Hawks\*\*\? Type part/) },
    });
    expect(messageOf(await ask('everyone x')).content).not.toContain('@everyone');
    expect(await ask('lakers', { league: 'NBA' })).toMatchObject({
      isFree: true,
      message: { content: expect.stringContaining('There is no coming game in NBA') },
    });
    expect(await catalogue.upcoming(NBA)).toEqual([]);
  });

  it('says for nothing that no book quotes a game', async () => {
    const bare = marketWorld();
    bare.provider.show([{ event: anEvent(), markets: [] }]);
    await bare.tick();
    const answer = await odds.run(bare, commandRequest('odds', { league: 'NFL', team: 'hawks' }, { now: bare.now() }));
    expect(answer).toMatchObject({ isFree: true });
    expect(embedOf(answer).description).toContain('No book quotes it at the moment.');
    expect(faultsOf(answer)).toEqual([]);
  });

  it('suggests leagues, and the teams of the league that was chosen', async () => {
    const { suggest } = await setup([anEvent(), aGame('b', 3, { home: 'Bay Bears', away: 'City Cats' })]);
    expect(await suggest('league', 'nf')).toEqual([{ name: 'NFL', value: 'americanfootball_nfl' }]);
    expect(await suggest('team', 'ha', { league: 'americanfootball_nfl' })).toEqual([
      { name: 'Harbor Hawks', value: 'Harbor Hawks' },
    ]);
    expect(await suggest('team', '', { league: NBA })).toEqual([]);
    expect(await suggest('team', '')).toHaveLength(4);
  });
});
