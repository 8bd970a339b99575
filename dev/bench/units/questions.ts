import { QUESTIONS, type QuestionName, type UnitCost } from '../../cost/unit-costs.ts';
import type { BenchOptions } from '../figure.ts';
import { outcomeOf } from '../load/outcome.ts';
import { customIdsOf, gamesOf, type Question } from '../load/questions.ts';
import { unitCost } from './unit-cost.ts';
import type { MeteredWorld } from './world.ts';

const TIMES = 10;
const ANSWER_WITHIN_MS = 15_000;
const STRING = 3;
/** One of its games is always less than two hours away: it is polled at each tick. */
const LEAGUE = 'basketball_nba';
const text = (name: string, value: string, focused = false) => ({
  name,
  type: STRING,
  value,
  ...(focused ? { focused: true } : {}),
});
const ASKERS = Array.from({ length: TIMES }, (_, index) => `42${String(index).padStart(15, '0')}`);

/** Each question, asked by as many people, each of another game or alert where there is one: what caches spare shows too. */
export async function measureQuestions(
  world: MeteredWorld,
  say: BenchOptions['say'],
): Promise<Readonly<Record<QuestionName, UnitCost>>> {
  await world.admit(ASKERS, 'sharp', []);
  const found: Partial<Record<QuestionName, UnitCost>> = {};
  for (const name of QUESTIONS) {
    // Discord's signatures are held against the app's clock. Polled at once: a poll that somebody's question causes is a poll.
    world.goOn(Date.now() - world.now());
    await world.poll();
    await world.host.idle();
    const questions = ASKERS.map((_, index) => questionOf(name, world, index));
    const tally = await world.measure(async () => {
      for (const [index, question] of questions.entries()) await ask(world, ASKERS[index] ?? '', question);
    });
    found[name] = unitCost(tally, TIMES);
    say(`${name}: ${found[name].requestUnits.toFixed(1)} RU`);
  }
  return found as Record<QuestionName, UnitCost>;
}

async function ask({ discord }: MeteredWorld, id: string, question: Question): Promise<void> {
  const exchange = await discord.interact({ user: { id, name: 'asker' }, ...question });
  const { kind, reason } = await outcomeOf(exchange, (token) => discord.answered(token, ANSWER_WITHIN_MS));
  if (kind === 'failed' || kind === 'unanswered' || kind === 'refused')
    throw new Error(`A question was ${kind}: ${reason ?? JSON.stringify(question)}`);
}

function questionOf(name: QuestionName, world: MeteredWorld, index: number): Question {
  const games = gamesOf(world.feed, world.now()).filter(({ league }) => league === LEAGUE);
  const game = games[index % games.length];
  if (!game) throw new Error('There is no game to ask about');
  const command = (command: string, options: readonly ReturnType<typeof text>[] = []): Question =>
    ({ kind: 'command', name: command, options }) as Question;
  switch (name) {
    case 'odds':
      return command('odds', [text('league', game.league), text('team', game.home)]);
    case 'suggest':
      return {
        kind: 'autocomplete',
        name: 'odds',
        options: [text('league', game.league), text('team', game.home.slice(0, 3), true)],
      } as Question;
    case 'line':
      return command('line', [text('event', game.id), text('market', 'spread')]);
    case 'explain':
    case 'chart':
      return press(world, name, index);
    case 'watch':
      return press(world, 'watch', index);
    case 'signals':
    case 'record':
    case 'account':
    case 'help':
      return command(name);
  }
}

/** A button under one of the latest alerts. */
function press({ discord }: MeteredWorld, button: string, index: number): Question {
  const alerts = discord.messages(ALERTS_CHANNEL).filter(({ components }) => components.length > 0);
  const message = alerts[index % alerts.length];
  const customId = message && customIdsOf(message).find((id) => id.startsWith(`${button}:`));
  if (customId === undefined) throw new Error(`No alert has a button "${button}"`);
  return { kind: 'component', customId, message } as Question;
}

const ALERTS_CHANNEL = '200000000000000001';
