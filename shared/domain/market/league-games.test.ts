import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anEvent, HOUR, NOON } from '../../../tests/support/odds.ts';
import { type LeagueGames, leagueGamesSchema, withAnswer } from './league-games.ts';
import { eventIdSchema } from './market.ts';

const LEAGUE = anEvent().league;
const game = (id: string, start: number, changes: Partial<ReturnType<typeof anEvent>> = {}) => ({
  event: anEvent({ id: eventIdSchema.parse(id), commenceTime: start, ...changes }),
});
const ids = ({ games }: LeagueGames): string[] => games.map(({ id }) => id);

describe('withAnswer', () => {
  it('lists the games of a league under its title, the soonest first', () => {
    const list = withAnswer(undefined, LEAGUE, [game('b', NOON + 2 * HOUR), game('a', NOON + HOUR)], NOON);
    expect(list).toEqual({
      league: LEAGUE,
      title: 'NFL',
      games: [
        { id: 'a', home: 'Harbor Hawks', away: 'Prairie Wolves', commenceTime: NOON + HOUR },
        { id: 'b', home: 'Harbor Hawks', away: 'Prairie Wolves', commenceTime: NOON + 2 * HOUR },
      ],
    });
  });

  it('is the very same list when an answer tells nothing new, however much of it is missing', () => {
    const answer = [game('a', NOON + HOUR), game('b', NOON + 2 * HOUR)];
    const list = withAnswer(undefined, LEAGUE, answer, NOON);
    for (const later of [answer, answer.slice(0, 1), []])
      expect(withAnswer(list, LEAGUE, later, NOON + 90 * 60_000)).toBe(list);
  });

  it('follows a start that moves, and a name that changes', () => {
    const list = withAnswer(undefined, LEAGUE, [game('a', NOON + HOUR)], NOON);
    const moved = withAnswer(list, LEAGUE, [game('a', NOON + 5 * HOUR, { home: 'Bay Hawks' })], NOON);
    expect(moved.games).toMatchObject([{ commenceTime: NOON + 5 * HOUR, home: 'Bay Hawks' }]);
    expect(withAnswer(moved, LEAGUE, [{ event: { ...anEvent(), leagueTitle: 'Pro' } }], NOON).title).toBe('Pro');
  });

  it('keeps a game for a day after its start, and forgets it with the next change', () => {
    const list = withAnswer(undefined, LEAGUE, [game('a', NOON + HOUR)], NOON);
    expect(ids(withAnswer(list, LEAGUE, [game('b', NOON + 30 * HOUR)], NOON + 24 * HOUR))).toEqual(['a', 'b']);
    expect(ids(withAnswer(list, LEAGUE, [game('b', NOON + 30 * HOUR)], NOON + 25 * HOUR))).toEqual(['b']);
  });

  it('is not moved by games that began long ago', () => {
    const list = withAnswer(undefined, LEAGUE, [game('a', NOON + HOUR)], NOON);
    expect(withAnswer(list, LEAGUE, [game('old', NOON - 30 * HOUR)], NOON)).toBe(list);
  });

  it('holds at most 500: begun games go first, then the farthest, and the rest stands still', () => {
    const answer = [
      ...Array.from({ length: 10 }, (_, n) => game(`begun${n}`, NOON - (n + 1) * HOUR)),
      ...Array.from({ length: 495 }, (_, n) => game(`next${n}`, NOON + (n + 1) * HOUR)),
    ];
    const list = withAnswer(undefined, LEAGUE, answer, NOON);
    expect(ids(list).slice(0, 6)).toEqual(['begun4', 'begun3', 'begun2', 'begun1', 'begun0', 'next0']);
    expect(list.games).toHaveLength(500);
    expect(withAnswer(list, LEAGUE, answer, NOON)).toBe(list);
    const more = [...answer.slice(10), ...Array.from({ length: 10 }, (_, n) => game(`far${n}`, NOON + 600 * HOUR))];
    const fuller = withAnswer(list, LEAGUE, more, NOON);
    expect(ids(fuller).slice(0, 1)).toEqual(['next0']);
    expect(fuller.games.at(-1)?.id).toBe('far4');
    expect(withAnswer(fuller, LEAGUE, more, NOON)).toBe(fuller);
  });

  it('always gives a list that can be stored, sorted, with each game once', () => {
    const answers = fc.array(
      fc.record({ id: fc.integer({ min: 0, max: 700 }), hours: fc.integer({ min: -40, max: 400 }) }),
      { maxLength: 900 },
    );
    fc.assert(
      fc.property(answers, answers, (first, second) => {
        const asGames = (drawn: typeof first) => drawn.map(({ id, hours }) => game(`g${id}`, NOON + hours * HOUR));
        const list = withAnswer(withAnswer(undefined, LEAGUE, asGames(first), NOON), LEAGUE, asGames(second), NOON);
        const starts = list.games.map(({ commenceTime }) => commenceTime);
        return (
          leagueGamesSchema.safeParse(list).success &&
          new Set(ids(list)).size === list.games.length &&
          starts.every((start, index) => start >= (starts[index - 1] ?? start))
        );
      }),
      { numRuns: 40 },
    );
  });
});
