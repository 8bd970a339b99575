import { between, chance, hexId } from './chance.ts';
import type { League } from './leagues.ts';

const MINUTE = 60_000;
const DELAYED = 0.35;

/** Topics of chance, so that no two questions share an answer. */
const STARTS = 101;
const DELAY = 102;
const PAIRING = 103;
const IDENTITY = 104;

/** One game of a league: the `number`-th since the epoch. */
export interface Game {
  readonly number: number;
  readonly id: string;
  readonly home: string;
  readonly away: string;
  /** The start as first announced, epoch ms. */
  readonly announced: number;
  /** A new start, told at `from`; the same as announced for most games. */
  readonly moved: number;
  readonly from: number;
}

/** Scheduled start as known at that moment. */
export const startAt = (game: Game, now: number): number => (now >= game.from ? game.moved : game.announced);

/** Round robin by the circle method: within a round every team plays once. */
const pairing = (teams: readonly string[], number: number, turned: boolean): readonly [string, string] => {
  const games = teams.length / 2;
  const round = Math.floor(number / games);
  const slot = number % games;
  const circle = teams.length - 1;
  const seat = (place: number) => teams[place === 0 ? circle : (place - 1 + round) % circle] ?? '';
  const pair = [seat(slot), seat(circle - slot)] as const;
  return turned ? [pair[1], pair[0]] : pair;
};

const createGame = (seed: number, league: League, number: number): Game => {
  const topic = [seed, league.topic, number] as const;
  const announced = number * league.every + (chance(...topic, STARTS) < 0.5 ? 0 : 5 * MINUTE);
  const delayed = chance(...topic, DELAY) < DELAYED;
  const delay = chance(...topic, DELAY, 1) < 0.5 ? 5 * MINUTE : 10 * MINUTE;
  const [home, away] = pairing(league.teams, number, chance(...topic, PAIRING) < 0.5);
  return {
    number,
    id: hexId(...topic, IDENTITY),
    home,
    away,
    announced,
    moved: announced + (delayed ? delay : 0),
    from: announced - between(20 * MINUTE, 240 * MINUTE, ...topic, DELAY, 2),
  };
};

/** A league's games, each made once. */
export interface Schedule {
  /** Games on offer at that moment, in play included, in order of their announced start. */
  gamesAt(now: number): readonly Game[];
}

/** The same games for the same seed, forever. */
export const createSchedule = (seed: number, league: League): Schedule => {
  const known = new Map<number, Game>();
  const game = (number: number): Game => {
    const found = known.get(number) ?? createGame(seed, league, number);
    known.set(number, found);
    return found;
  };
  const forget = (before: number): void => {
    for (const number of known.keys()) if (number < before) known.delete(number);
  };
  const latest = league.plays + 15 * MINUTE;
  return {
    gamesAt: (now) => {
      const first = Math.floor((now - latest) / league.every);
      const last = Math.ceil((now + league.listed) / league.every);
      if (known.size > 4 * (last - first)) forget(first);
      const games: Game[] = [];
      for (let number = first; number <= last; number += 1) {
        const candidate = game(number);
        const listed = now >= candidate.announced - league.listed;
        if (listed && now < startAt(candidate, now) + league.plays) games.push(candidate);
      }
      return games;
    },
  };
};
