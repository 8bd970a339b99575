import { describe, expect, it } from 'vitest';
import { anEvent, everywhere, HOUR, MINUTE, movedTo, NOON, odds, quote } from '../../../tests/support/odds.ts';
import { advanceBoard, boardSchema } from './board.ts';

const start = odds('spread', everywhere(-2.5));
const moved = odds('spread', movedTo(everywhere(-2.5), -3.5, ['alpha', 'bravo']));

describe('advanceBoard', () => {
  it('stores a market at first sight and raises nothing', () => {
    const { board, transitions, opened } = advanceBoard(undefined, start, NOON);
    expect(transitions).toEqual([]);
    expect(opened).toMatchObject([{ market: 'spread' }]);
    expect(board?.markets.spread?.books).toHaveLength(6);
  });

  it('gives back the very board when nothing changed', () => {
    const { board } = advanceBoard(undefined, start, NOON);
    expect(advanceBoard(board, start, NOON + MINUTE)).toEqual({ board, transitions: [], opened: [] });
    expect(advanceBoard(board, start, NOON + MINUTE).board).toBe(board);
  });

  it('names a transition by its content: the same change has the same id, a later one another', () => {
    const { board } = advanceBoard(undefined, start, NOON);
    const one = advanceBoard(board, moved, NOON + MINUTE);
    const same = advanceBoard(board, moved, NOON + MINUTE);
    expect(one.transitions).toHaveLength(1);
    expect(same.transitions[0]?.transitionId).toBe(one.transitions[0]?.transitionId);
    const back = advanceBoard(one.board, start, NOON + 2 * MINUTE);
    expect(back.transitions[0]?.transitionId).not.toBe(one.transitions[0]?.transitionId);
  });

  it('follows a start that moves, without calling it a change of a market', () => {
    const { board } = advanceBoard(undefined, start, NOON);
    const later = { ...start, event: anEvent({ commenceTime: NOON + 6 * HOUR }) };
    const next = advanceBoard(board, later, NOON + MINUTE);
    expect(next.transitions).toEqual([]);
    expect(next.board?.event.commenceTime).toBe(NOON + 6 * HOUR);
  });

  it('ends the watch in play and keeps the last prices before it', () => {
    const { board } = advanceBoard(undefined, start, NOON);
    const inPlay = advanceBoard(board, { ...moved, event: anEvent({ commenceTime: NOON + MINUTE }) }, NOON + MINUTE);
    expect(inPlay.transitions).toEqual([]);
    expect(inPlay.board).toMatchObject({ endedAt: NOON + MINUTE, markets: board?.markets });
    const still = advanceBoard(
      inPlay.board,
      { ...start, event: anEvent({ commenceTime: NOON + MINUTE }) },
      NOON + HOUR,
    );
    expect(still.board).toBe(inPlay.board);
  });

  it('knows nothing of an event that it first meets in play', () => {
    const inPlay = advanceBoard(undefined, { ...start, event: anEvent({ commenceTime: NOON }) }, NOON);
    expect(inPlay).toEqual({ board: undefined, transitions: [], opened: [] });
  });

  it('begins anew, as at first sight, when an ended event gets a start in the future', () => {
    const { board } = advanceBoard(undefined, start, NOON);
    const inPlay = advanceBoard(board, { ...start, event: anEvent({ commenceTime: NOON }) }, NOON + MINUTE);
    const postponed = advanceBoard(inPlay.board, moved, NOON + HOUR);
    expect(postponed.transitions).toEqual([]);
    expect(postponed.opened).toHaveLength(1);
    expect(postponed.board?.endedAt).toBeUndefined();
  });

  it('takes a market that is missing from an answer for one that nobody quotes', () => {
    const { board } = advanceBoard(undefined, start, NOON);
    const without = advanceBoard(board, { ...start, markets: [] }, NOON + MINUTE);
    expect(without.transitions).toHaveLength(1);
    expect(without.board?.markets.spread?.books).toEqual([]);
    expect(without.board?.markets.total).toBeUndefined();
  });

  it('watches a three-way moneyline', () => {
    const soccer = anEvent({ league: 'soccer_epl' });
    const three = (home: number) =>
      odds(
        'moneyline',
        ['a', 'b', 'c'].map((book) => quote(book, null, home, 3.4, 3.1)),
        soccer,
      );
    const { board } = advanceBoard(undefined, three(2.4), NOON);
    const next = advanceBoard(board, three(2.1), NOON + MINUTE);
    expect(next.transitions[0]?.fingerprint).toMatchObject({ direction: 1, firstMovers: ['a', 'b', 'c'] });
  });
});

describe('when an event was last quoted', () => {
  /** An event that stands still, polled each half minute over so many minutes before its start; the boards that were written. */
  const written = (from: number, until: number) => {
    const event = anEvent({ commenceTime: NOON + 10 * HOUR });
    const still = { ...start, event };
    let { board } = advanceBoard(undefined, still, NOON);
    const times: number[] = [];
    for (let left = from; left >= until; left -= 0.5) {
      const now = event.commenceTime - left * MINUTE;
      const next = advanceBoard(board, still, now);
      if (next.board !== board) times.push(left);
      expect(next.transitions).toEqual([]);
      board = next.board;
    }
    return { times, board, event };
  };

  it('is noted at first sight and with each change', () => {
    const { board } = advanceBoard(undefined, start, NOON);
    expect(board?.quotedAt).toBe(NOON);
    expect(advanceBoard(board, moved, NOON + MINUTE).board?.quotedAt).toBe(NOON + MINUTE);
  });

  it('costs no write while the start is three hours away or more', () => {
    expect(written(540, 180).times).toEqual([]);
  });

  it('is noted each five minutes from then on, although nothing changes', () => {
    const { times, board, event } = written(200, 0.5);
    expect(times[0]).toBe(179.5);
    expect(times.slice(0, -1).map((left, index) => left - (times[index + 1] ?? 0))).toEqual(
      Array.from({ length: times.length - 1 }, () => 5),
    );
    expect(event.commenceTime - (board?.quotedAt ?? 0)).toBeLessThanOrEqual(5 * MINUTE);
  });

  it('changes nothing else', () => {
    const soon = { ...start, event: anEvent({ commenceTime: NOON + HOUR }) };
    const { board } = advanceBoard(undefined, soon, NOON);
    const beat = advanceBoard(board, soon, NOON + 5 * MINUTE);
    expect(beat).toEqual({ board: { ...board, quotedAt: NOON + 5 * MINUTE }, transitions: [], opened: [] });
  });

  it('stays where it was when all quotes are gone, or none was ever there', () => {
    const soon = { ...start, event: anEvent({ commenceTime: NOON + HOUR }) };
    const { board } = advanceBoard(undefined, soon, NOON);
    const gone = advanceBoard(board, { ...soon, markets: [] }, NOON + MINUTE).board;
    expect(gone?.quotedAt).toBe(NOON);
    expect(advanceBoard(gone, { ...soon, markets: [] }, NOON + 20 * MINUTE).board).toBe(gone);
    expect(advanceBoard(undefined, { ...soon, markets: [] }, NOON).board).toEqual({ event: soon.event, markets: {} });
  });

  it('survives the start, and is forgotten when the watch begins anew', () => {
    const soon = (commenceTime: number) => ({ ...start, event: anEvent({ commenceTime }) });
    const { board } = advanceBoard(undefined, soon(NOON + HOUR), NOON);
    const ended = advanceBoard(board, soon(NOON + HOUR), NOON + HOUR).board;
    expect(ended?.quotedAt).toBe(NOON);
    const anew = advanceBoard(ended, { ...soon(NOON + 3 * HOUR), markets: [] }, NOON + 2 * HOUR).board;
    expect(anew?.quotedAt).toBeUndefined();
  });

  it('is unknown of a board from before it was noted: that is read, and put right near the start', () => {
    const { board } = advanceBoard(undefined, { ...start, event: anEvent({ commenceTime: NOON + HOUR }) }, NOON);
    const { quotedAt: _quotedAt, ...old } = boardSchema.parse(board);
    expect(boardSchema.parse(old)).toEqual(old);
    const next = advanceBoard(old, { ...start, event: old.event }, NOON + MINUTE).board;
    expect(next?.quotedAt).toBe(NOON + MINUTE);
  });
});
