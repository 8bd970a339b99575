import { describe, expect, it } from 'vitest';
import {
  type AskerParts,
  commandRequest,
  embedOf,
  faultsOf,
  messageOf,
  suggestRequest,
} from '../../../tests/support/asking-signals.ts';
import { gameOdds, marketWorld } from '../../../tests/support/market-world.ts';
import { anEvent, HOUR, MINUTE, NOON } from '../../../tests/support/odds.ts';
import { eventIdSchema, type SportEvent } from '../../domain/market/market.ts';
import { line } from './line.ts';

const aGame = (id: string, hours: number, changes: Partial<SportEvent> = {}) =>
  anEvent({ id: eventIdSchema.parse(id), commenceTime: NOON + hours * HOUR, ...changes });

/** Lines that went from -3 to -4 between two polls. */
async function setup(games: readonly SportEvent[] = [anEvent()]) {
  const world = marketWorld();
  world.provider.show(games.map((game) => gameOdds(game)));
  await world.tick();
  world.pass(5 * MINUTE);
  world.provider.show(games.map((game) => gameOdds(game, -4)));
  await world.tick();
  let questions = 0;
  return {
    ...world,
    /** Each a question of its own, unless `id` says which. */
    ask: (event: string, { market = 'spread', id, ...parts }: AskerParts & { market?: string; id?: string } = {}) => {
      const request = commandRequest('line', { event, market }, { now: world.now(), standing: 'core', ...parts });
      return line.run(world, { ...request, interaction: { ...request.interaction, id: id ?? `q${++questions}` } });
    },
    suggest: (typed: string) => line.suggest?.(world, suggestRequest('line', 'event', typed, { now: world.now() })),
    used: async () => (await world.insightPoints.usage(commandRequest('line', {}, { standing: 'core' }), 'x'))?.used,
  };
}

describe('/line', () => {
  it('tells how the line moved, with a chart for a point', async () => {
    const { ask, used } = await setup();
    const answer = await ask('game1');
    expect(answer).not.toHaveProperty('isFree');
    expect(embedOf(answer)).toMatchObject({
      title: 'Prairie Wolves at Harbor Hawks',
      description: expect.stringContaining('**Harbor Hawks -2.8 → -3.8**'),
      image: { url: 'https://quickchart.io/chart/render/1' },
    });
    expect(faultsOf(answer)).toEqual([]);
    expect(await used()).toBe(1);
  });

  it('asks for time to draw, and takes its point once for a question', async () => {
    const { ask, used, charts } = await setup();
    expect(await ask('game1', { id: 'one', mayCall: false })).toEqual({ kind: 'not-at-hand' });
    expect([await used(), charts.drawn.length]).toEqual([0, 0]);
    for (const mayCall of [true, true, false])
      expect(embedOf(await ask('game1', { id: 'one', mayCall })).image).toBeDefined();
    expect([await used(), charts.drawn.length]).toEqual([1, 1]);
  });

  it.each(['none', 'starter'] as const)(
    'tells it in words to %s, at once, and which tier has charts',
    async (standing) => {
      const { ask, charts } = await setup();
      const answer = await ask('game1', { standing, mayCall: false });
      expect(embedOf(answer)).not.toHaveProperty('image');
      expect(embedOf(answer).description).toContain('🔒 The chart comes with **Core**: `/subscribe`.');
      expect(faultsOf(answer)).toEqual([]);
      expect(charts.drawn).toEqual([]);
    },
  );

  it('tells it in words when no point is left, and when there will be one', async () => {
    const { ask, charts } = await setup();
    for (let question = 0; question < 20; question++) expect(embedOf(await ask('game1')).image).toBeDefined();
    const answer = await ask('game1', { mayCall: false });
    expect(embedOf(answer)).not.toHaveProperty('image');
    expect(embedOf(answer).description).toMatch(
      /You have used your 20 explanations and charts a day\. The next one is free in/,
    );
    expect(charts.drawn).toHaveLength(1);
  });

  it('gives no more charts than there are points, however many are asked for at once', async () => {
    const { ask, used } = await setup();
    const answers = await Promise.all(Array.from({ length: 50 }, () => ask('game1')));
    expect(answers.filter((answer) => embedOf(answer).image)).toHaveLength(20);
    expect(await used()).toBe(20);
  });

  it('says that there is no chart this time, and takes nothing for it', async () => {
    const { ask, used, charts } = await setup();
    charts.result = { kind: 'unavailable', reason: 'QuickChart did not answer @everyone' };
    const answer = await ask('game1');
    expect(embedOf(answer)).not.toHaveProperty('image');
    expect(embedOf(answer).description).toContain('📉 No chart this time: QuickChart did not answer ＠everyone.');
    expect(embedOf(answer).description).toContain('**Harbor Hawks -2.8 → -3.8**');
    expect(await used()).toBe(0);
  });

  it('finds the soonest game that has the words, and tells of the others', async () => {
    const { ask } = await setup([aGame('a', 2), aGame('b', 26), aGame('c', 50), aGame('d', 74), aGame('e', 98)]);
    const { description } = embedOf(await ask('hawks'));
    expect(description).toContain(`starts <t:${(NOON + 2 * HOUR) / 1000}:R>`);
    expect(description).toContain(
      `“hawks” could also be Prairie Wolves at Harbor Hawks (<t:${(NOON + 26 * HOUR) / 1000}:R>)`,
    );
    expect(description).toContain(' or 1 more.');
  });

  it('says that the game has begun: then it is how the line closed', async () => {
    const { ask, pass } = await setup();
    pass(6 * HOUR);
    expect(embedOf(await ask('game1')).description).toContain('🏁 began');
  });

  it('says for nothing that there is no such game, market or history', async () => {
    const { ask, used } = await setup([anEvent(), aGame('b', 9, { home: 'Bay Bears', away: 'City Cats' })]);
    expect(await ask('hawsk')).toMatchObject({
      isFree: true,
      message: { content: expect.stringContaining('Did you mean **Harbor Hawks**?') },
    });
    for (const typed of ['@everyone', '*', '[a](https://b.example)', 'x'.repeat(6000)]) {
      const answer = await ask(typed);
      expect(answer).toMatchObject({ isFree: true });
      expect(messageOf(answer).content).not.toMatch(/@everyone|:\/\//);
      expect(faultsOf(answer)).toEqual([]);
    }
    expect(await ask('game1', { market: 'corners' })).toMatchObject({ isFree: true });
    const bare = await setup([]);
    bare.provider.show([{ event: anEvent(), markets: [] }]);
    await bare.polls.poll(anEvent().league, bare.now() + HOUR);
    expect(await bare.ask('game1', { market: 'total' })).toMatchObject({
      isFree: true,
      message: {
        content: expect.stringContaining('We have not seen a total quoted for Prairie Wolves at Harbor Hawks yet.'),
      },
    });
    expect(await used()).toBe(0);
  });

  it('suggests games to come; those of the same teams are told apart by their starts', async () => {
    const { suggest } = await setup([
      aGame('a', 2),
      aGame('b', 26),
      aGame('c', 3, { home: 'Bay Bears', away: 'City Cats' }),
    ]);
    expect(await suggest('')).toEqual([
      { name: 'in 115 min · Prairie Wolves at Harbor Hawks · NFL', value: 'a' },
      { name: 'City Cats at Bay Bears · NFL', value: 'c' },
      { name: 'in 26 h · Prairie Wolves at Harbor Hawks · NFL', value: 'b' },
    ]);
    expect(await suggest('bears')).toEqual([{ name: 'City Cats at Bay Bears · NFL', value: 'c' }]);
  });
});
