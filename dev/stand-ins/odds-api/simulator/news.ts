import { LONGEST_LAG } from './books.ts';
import { between, chance } from './chance.ts';
import type { League } from './leagues.ts';
import { type Game, type Schedule, startAt } from './schedule.ts';

const HOUR = 3_600_000;
const TARGET = 301;
const SIZE = 302;
const SPREAD = 303;
const WHEN = 304;
const TREND = 305;
/** Share of news that reaches every following book at once: steam. The rest takes several times as long. */
const STEAM = 0.3;
const SLOW = 3.5;
/** A game's number stays within so many big moves of its opening. */
const REACH = 5;
/** For so long most news about a number points the same way. */
const TREND_LASTS = 3 * HOUR;
const TREND_PULL = 0.3;
/** No news in a game's last minutes. */
const QUIET = 3 * 60_000;

export type Factor = 'margin' | 'total';

/** Something became known: the fair number of one game changes, and the books follow, each at its pace. */
export interface Move {
  /** Epoch ms. */
  readonly at: number;
  /** Its number in the league: a topic of chance. */
  readonly number: number;
  readonly delta: number;
  /** Multiplies the lag of the books that wait. */
  readonly slowness: number;
}

/** What happened to one number of one game. */
interface Story {
  /** Moves that every book has followed by now, together. */
  readonly settled: number;
  readonly recent: readonly Move[];
}

export interface News {
  /** What happened to that number up to then. */
  story(game: Game, factor: Factor, now: number): Story;
}

interface Running {
  settled: number;
  whole: number;
  recent: Move[];
}

const momentOf = (seed: number, league: League, number: number): number =>
  (number + 0.25 * chance(seed, league.topic, number, WHEN)) * league.news;

/** Soonest games are in the news most. */
const chooseGame = (games: readonly Game[], at: number, pick: number): Game | undefined => {
  const open = games.filter((game) => startAt(game, at) - at > QUIET);
  const weights = open.map((game) => 1 / (2 + (startAt(game, at) - at) / HOUR));
  let left = pick * weights.reduce((sum, weight) => sum + weight, 0);
  return open.find((_, index) => {
    left -= weights[index] ?? 0;
    return left < 0;
  });
};

/**
 * A league's news in order. The walk goes forward and folds what is settled; asked about the past or after a long pause, it
 * starts again from far enough back that every game on offer then is complete. So the answer depends on the moment only.
 */
export const createNews = (seed: number, league: League, schedule: Schedule): News => {
  let stories = new Map<string, Running>();
  let walked = Number.NaN;
  let clock = Number.NEGATIVE_INFINITY;

  const apply = (number: number): void => {
    const at = momentOf(seed, league, number);
    const topic = [seed, league.topic, number] as const;
    const game = chooseGame(schedule.gamesAt(at), at, chance(...topic, TARGET));
    if (!game) return;
    const factor: Factor = chance(...topic, TARGET, 1) < 0.65 ? 'margin' : 'total';
    const key = `${game.number}/${factor}`;
    const story = stories.get(key) ?? { settled: 0, whole: 0, recent: [] };
    stories.set(key, story);
    const [least, most] = league[factor].move;
    const trend =
      chance(seed, league.topic, game.number, TREND, factor.length, Math.floor(at / TREND_LASTS)) < 0.5 ? -1 : 1;
    const upward = 0.5 + TREND_PULL * trend - story.whole / (2 * REACH * most);
    const size = between(least, most, ...topic, SIZE);
    const delta = chance(...topic, SIZE, 1) < upward ? size : -size;
    story.whole += delta;
    story.recent.push({ at, number, delta, slowness: chance(...topic, SPREAD) < STEAM ? 1 : SLOW });
  };

  const fold = (now: number): void => {
    const oldest = Math.floor((now - league.plays - HOUR) / league.every) - 1;
    for (const [key, story] of stories) {
      if (Number.parseInt(key, 10) < oldest) stories.delete(key);
      const settled = story.recent.filter(({ at }) => at + LONGEST_LAG <= now);
      for (const { delta } of settled) story.settled += delta;
      if (settled.length > 0) story.recent = story.recent.slice(settled.length);
    }
  };

  const walkTo = (now: number): void => {
    const farEnoughBack = Math.floor((now - league.listed - league.plays - 2 * HOUR) / league.news);
    if (now < clock || !(walked > farEnoughBack)) {
      stories = new Map();
      walked = farEnoughBack;
    }
    for (; momentOf(seed, league, walked + 1) <= now; walked += 1) apply(walked + 1);
    if (now !== clock) fold(now);
    clock = now;
  };

  return {
    story: (game, factor, now) => {
      walkTo(now);
      return stories.get(`${game.number}/${factor}`) ?? { settled: 0, recent: [] };
    },
  };
};
