import { describe, expect, it } from 'vitest';
import { MINUTE, TICK } from './intervals.ts';
import {
  afterCheck,
  afterCheckFailure,
  afterFailure,
  afterPoll,
  afterSchedule,
  afterScheduleFailure,
  claimed,
  leagueStateSchema,
  newLeague,
  restAfter,
  soonestStart,
  unclaimed,
} from './league-state.ts';

const NOW = Date.parse('2026-11-15T12:00:00Z');
const state = newLeague('americanfootball_nfl');

describe('afterSchedule', () => {
  it('keeps upcoming starts, each once, in order', () => {
    const read = afterSchedule(state, [NOW + 9, NOW + 3, NOW - 1, NOW, NOW + 3], NOW);
    expect(read.starts).toEqual([NOW + 3, NOW + 9]);
    expect(soonestStart(read, NOW + 3)).toBe(NOW + 9);
    expect(leagueStateSchema.parse(read)).toEqual(read);
  });

  it('follows a start that moved', () => {
    const moved = afterSchedule(afterSchedule(state, [NOW + MINUTE], NOW), [NOW + 60 * MINUTE], NOW);
    expect(soonestStart(moved, NOW)).toBe(NOW + 60 * MINUTE);
  });

  it('is bounded', () => {
    const many = Array.from({ length: 9_000 }, (_, i) => NOW + 1 + i);
    expect(afterSchedule(state, many, NOW).starts).toHaveLength(500);
  });
});

describe('a failed schedule', () => {
  it('keeps what is known and waits longer each time', () => {
    const known = afterSchedule(state, [NOW + MINUTE], NOW);
    const once = afterScheduleFailure(known, 'unavailable', NOW);
    const twice = afterScheduleFailure(once, 'unavailable', NOW);
    expect(twice.starts).toEqual([NOW + MINUTE]);
    expect(twice.scheduleRetryAt - NOW).toBe(2 * (once.scheduleRetryAt - NOW));
    expect(afterSchedule(twice, [], NOW).scheduleFailures).toBe(0);
  });
});

describe('a look into the provider’s list', () => {
  it('lasts a day, and an hour when it failed', () => {
    expect(afterCheck(state, true, NOW)).toEqual({ ...state, checkAt: NOW + 24 * 60 * MINUTE });
    expect(afterCheckFailure(state, NOW)).toEqual({ ...state, checkAt: NOW + 60 * MINUTE });
  });

  it('lets a league that is missing rest, unless its schedule was answered before', () => {
    expect(afterCheck(state, false, NOW).scheduleRetryAt).toBe(NOW + 6 * 60 * MINUTE);
    expect(afterCheck(afterSchedule(state, [], NOW), false, NOW).scheduleRetryAt).toBe(0);
  });

  it('is read from documents written before it was kept', () => {
    const { checkAt: _, ...older } = state;
    expect(leagueStateSchema.parse(older)).toEqual(state);
  });
});

describe('a claim', () => {
  const claim = NOW + 2 * MINUTE;

  it('is given back by whoever holds it', () => {
    expect(unclaimed(claimed(state, claim), claim).claimedUntil).toBe(0);
    expect(afterPoll(claimed(state, claim), claim, NOW)).toMatchObject({ claimedUntil: 0, polledAt: NOW });
  });

  it("is not given back once it is another's", () => {
    const others = claimed(state, claim + 1);
    expect(unclaimed(others, claim)).toBe(others);
    expect(afterFailure(others, claim, 'unavailable', NOW).claimedUntil).toBe(claim + 1);
  });
});

describe('a failed poll', () => {
  it('leaves the last poll as it was, so that the league stays due', () => {
    const polled = afterPoll(state, 0, NOW - MINUTE);
    expect(afterFailure(polled, 0, 'ingest', NOW)).toMatchObject({ polledAt: NOW - MINUTE, failures: 1 });
  });

  it.each(['unavailable', 'ingest'] as const)('%s: tried at the next tick, then ever less often', (failure) => {
    expect(restAfter(failure, 1)).toBeLessThan(TICK);
    expect([2, 3, 4].map((n) => restAfter(failure, n))).toEqual([30_000, 60_000, 120_000]);
    expect(restAfter(failure, 500)).toBe(15 * MINUTE);
  });

  it('rests longer when we asked too often, and longest when the request is wrong', () => {
    expect(restAfter('rate-limited', 1)).toBe(2 * MINUTE);
    expect(restAfter('bad-request', 1)).toBe(6 * 60 * MINUTE);
  });
});
