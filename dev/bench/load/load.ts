import { setTimeout as pause } from 'node:timers/promises';
import { BENEFITS, STANDINGS, type Standing } from '../../../shared/domain/account/tiers.ts';
import type { Host } from '../../host/host.ts';
import type { DiscordStandIn } from '../../stand-ins/discord/server.ts';
import { between, chance } from '../../stand-ins/odds-api/simulator/chance.ts';
import { simulatedFeed } from '../../stand-ins/odds-api/simulator/simulated-feed.ts';
import { percentile } from '../../statistics.ts';
import type { BenchOptions, Figure } from '../figure.ts';
import { poll, withLocalApp } from '../local-app.ts';
import { recordLoad } from './load-record.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import { admitPeople, type Person, people } from './people.ts';
import { customIdsOf, gamesOf, nextQuestion, type Question, type World } from './questions.ts';

/** A hundred subscribers as they are spread over the tiers, and some who only look. */
const CROWD = people(4000, { none: 10, starter: 63, core: 18, sharp: 9 });
const LASTS_MS = 60_000;
/** What a person reads and types between two questions. */
const PAUSE_MS = [500, 1500] as const;
const ANSWER_WITHIN_MS = 15_000;
const MOST_MS = 2000;
const MOST_AT_ONCE_MS = 150;

/** A quarter of an hour of market before anybody asks, so that there are lines that moved and alerts to press buttons on. */
const WARM_UP_POLLS = 30;
const POLL_MS = 30_000;

/**
 * A hundred people who ask for a minute, all at once, through the built app's endpoint with signed requests: how long until they
 * read an answer, and whether everybody had one. Then each tier's limit, by more questions at the same moment than it allows.
 */
export async function benchLoad({ say, doesRecord }: BenchOptions): Promise<readonly Figure[]> {
  let at: number | undefined = Date.now() - WARM_UP_POLLS * POLL_MS;
  const now = () => at ?? Date.now();
  const feed = simulatedFeed({ seed: 1, now });
  return withLocalApp({ feed, now, speed: 1 }, ({ surroundings, withHost }) => {
    const { discord, env } = surroundings;
    if (!discord) throw new Error('There is no stand-in for Discord');
    const alerts: World['alerts'][number][] = [];
    discord.onMessage(({ message }) => alerts.push({ message, customIds: customIdsOf(message) }));
    return withHost({ clock: { mode: 'fixed', at: now() }, lend: { discordLimits: UNLIMITED } }, async (host) => {
      discord.endpoint(`${host.url}/api/discord/interactions`);
      const eager = STANDINGS.flatMap((standing) =>
        people(5000 + STANDINGS.indexOf(standing), { ...NOBODY, [standing]: 1 }),
      );
      await admitPeople(env, [...CROWD, ...eager]);
      for (let polls = 0; polls < WARM_UP_POLLS; polls++) {
        at = now() + POLL_MS;
        host.setClock({ mode: 'fixed', at });
        await poll(host);
        await host.idle();
      }
      at = undefined;
      host.setClock({ mode: 'wall' });
      say(`${CROWD.length} people ask for ${LASTS_MS / 1000} s; ${alerts.length} alerts to press buttons on`);
      const outcomes = await crowd(discord, { games: gamesOf(feed, now()), alerts });
      tellOf(outcomes, say);
      const overrun = await limitsOverrun(discord, eager, say);
      const found = figures(outcomes, overrun, await doorCost(host, discord));
      if (doesRecord) await recordLoad(found, { people: CROWD.length, seconds: LASTS_MS / 1000, at: Date.now() });
      return found;
    });
  });
}

/** How a question ended, and which it was. */
interface Asked extends Outcome {
  readonly question: string;
}

const NOBODY: Readonly<Record<Standing, number>> = { none: 0, starter: 0, core: 0, sharp: 0 };
const PLENTY = { points: 1_000_000, duration: 1 };
const UNLIMITED = {
  globalAlone: PLENTY,
  route: PLENTY,
  openingAlone: PLENTY,
  upkeep: PLENTY,
  upkeepTogetherAlone: PLENTY,
};

const nameOf = (question: Question): string =>
  question.kind === 'component'
    ? `button ${question.customId.split(':', 1)[0]}`
    : question.kind === 'ping'
      ? 'ping'
      : `${question.kind === 'autocomplete' ? 'typing ' : ''}/${question.name}`;

const ask = async (discord: DiscordStandIn, { id, name }: Person, question: Question): Promise<Asked> => {
  const exchange = await discord.interact({ user: { id, name }, ...question });
  const outcome = await outcomeOf(exchange, (token) => discord.answered(token, ANSWER_WITHIN_MS));
  return { ...outcome, question: nameOf(question) };
};

async function crowd(discord: DiscordStandIn, world: World): Promise<readonly Asked[]> {
  const until = performance.now() + LASTS_MS;
  const outcomes: Asked[] = [];
  await Promise.all(
    CROWD.map(async (person, who) => {
      for (let turn = 0; performance.now() < until; turn++) {
        await pause(between(...PAUSE_MS, who, turn));
        let draws = 0;
        const question = nextQuestion(world, () => chance(who, turn, ++draws));
        outcomes.push(await ask(discord, person, question));
      }
    }),
  );
  return outcomes;
}

const QUERY: Question = { kind: 'command', name: 'signals', options: [] };
const BEYOND = 20;

/** How many questions were answered beyond, or refused within, what the tiers allow; 0 is exact. */
async function limitsOverrun(
  discord: DiscordStandIn,
  eager: readonly Person[],
  say: BenchOptions['say'],
): Promise<number> {
  let off = 0;
  for (const person of eager) {
    const { points } = BENEFITS[person.standing].queries;
    const asked = Array.from({ length: points + BEYOND }, () => ask(discord, person, QUERY));
    const answered = (await Promise.all(asked)).filter(({ kind }) => kind === 'answered' || kind === 'deferred').length;
    say(`${person.standing}: ${answered} of ${points + BEYOND} at once answered, ${points} allowed`);
    off += Math.abs(answered - points);
  }
  return off;
}

/** How often a door is knocked on, each way. */
const KNOCKS = 500;

/** The time that a forged request takes as a share of that of a valid one, one after the other. */
async function doorCost(host: Host, discord: DiscordStandIn): Promise<number> {
  const url = `${host.url}/api/discord/interactions`;
  const body = JSON.stringify({ type: 1, id: '1', application_id: discord.applicationId, token: 't', version: 1 });
  const knock = async (forge: boolean): Promise<number> => {
    const { headers } = discord.sign(body);
    const began = performance.now();
    const answer = await fetch(url, { method: 'POST', headers, body: forge ? `${body} ` : body });
    await answer.arrayBuffer();
    if (answer.status !== (forge ? 401 : 200)) throw new Error(`The endpoint answered ${answer.status}`);
    return performance.now() - began;
  };
  const times: { valid: number[]; forged: number[] } = { valid: [], forged: [] };
  for (let i = 0; i < KNOCKS; i++) {
    times.valid.push(await knock(false));
    times.forged.push(await knock(true));
  }
  return percentile(times.forged, 0.5) / percentile(times.valid, 0.5);
}

function tellOf(outcomes: readonly Asked[], say: BenchOptions['say']): void {
  for (const [what, group] of Map.groupBy(outcomes, ({ kind, question }) => `${question} ${kind}`)) {
    const times = group.map(({ ms }) => ms);
    const [p50, p95] = [percentile(times, 0.5), percentile(times, 0.95)].map(Math.round);
    say(`${what}: ${group.length}, p50 ${p50} ms, p95 ${p95} ms`);
  }
  for (const reason of new Set(outcomes.flatMap((outcome) => outcome.reason ?? []))) say(`failed: ${reason}`);
}

function figures(outcomes: readonly Outcome[], overrun: number, door: number): readonly Figure[] {
  const times = (of: readonly Outcome['kind'][]) =>
    outcomes.filter(({ kind }) => of.includes(kind)).map(({ ms }) => ms);
  const count = (kind: Outcome['kind']) => outcomes.filter((outcome) => outcome.kind === kind).length;
  const atOnce = times(['answered', 'suggested', 'refused']);
  const all = times(['answered', 'suggested', 'refused', 'deferred', 'unanswered', 'failed']);
  const deferred = times(['deferred']);
  return [
    { figure: 'p95', value: percentile(all, 0.95), limit: MOST_MS, unit: 'ms', details: { questions: all.length } },
    {
      figure: 'at_once_p95',
      value: percentile(atOnce, 0.95),
      limit: MOST_AT_ONCE_MS,
      unit: 'ms',
      details: { questions: atOnce.length },
    },
    { figure: 'at_once_p50', value: percentile(atOnce, 0.5), unit: 'ms' },
    ...(deferred.length > 0
      ? [
          {
            figure: 'deferred_p95',
            value: percentile(deferred, 0.95),
            unit: 'ms',
            details: { questions: deferred.length },
          },
        ]
      : []),
    { figure: 'failed', value: count('failed'), limit: 0, unit: 'questions' },
    { figure: 'unanswered', value: count('unanswered'), limit: 0, unit: 'questions' },
    { figure: 'limits_off_by', value: overrun, limit: 0, unit: 'questions' },
    { figure: 'forged_request', value: door, limit: 1, unit: '×' },
  ];
}
