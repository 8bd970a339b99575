import { describe, expect, it } from 'vitest';
import { aSettlement, signalsOnRecord } from '../../../tests/support/asking-signals.ts';
import { aSignal, DETECTED_AT } from '../../../tests/support/delivery-world.ts';
import { HOUR, MINUTE } from '../../../tests/support/odds.ts';
import type { Signal } from '../../domain/signal/signal.ts';

const NHL = { ...aSignal().event, id: 'event-2', league: 'icehockey_nhl', leagueTitle: 'NHL' };
const numbered = (n: number, parts: Partial<Record<keyof Signal, unknown>> = {}) =>
  aSignal({ id: `signal-${n}`, detectedAt: DETECTED_AT + n, ...parts });
const idsOf = (news: readonly { readonly signal: { readonly signalId: string } }[]) =>
  news.map(({ signal }) => signal.signalId);

describe('newest', () => {
  it('gives the newest ten of a league or of all, the newest first, whatever the order in which they came', async () => {
    const { raised, recentSignals } = signalsOnRecord();
    for (const n of [7, 3, 11, 1, 9, 5, 2, 10, 4, 8, 6]) await raised(numbered(n));
    await raised(numbered(12, { event: NHL }));
    const numbers = Array.from({ length: 10 }, (_, n) => n);
    expect(idsOf(await recentSignals.newest({ least: 'Low' }))).toEqual(numbers.map((n) => `signal-${12 - n}`));
    const nfl = await recentSignals.newest({ league: 'americanfootball_nfl', least: 'Low' });
    expect(idsOf(nfl)).toEqual(numbers.map((n) => `signal-${11 - n}`));
    expect(idsOf(await recentSignals.newest({ league: 'icehockey_nhl', least: 'Low' }))).toEqual(['signal-12']);
    expect(await recentSignals.newest({ league: 'unheard_of', least: 'Low' })).toEqual([]);
  });

  it('finds those of a level behind many of others', async () => {
    const { raised, recentSignals } = signalsOnRecord();
    await raised(numbered(0, { level: 'High' }));
    await raised(numbered(1, { level: 'Medium' }));
    for (let n = 2; n < 130; n++) await raised(numbered(n, { level: 'Low' }));
    expect(idsOf(await recentSignals.newest({ least: 'Medium' }))).toEqual(['signal-1', 'signal-0']);
    expect(idsOf(await recentSignals.newest({ least: 'High' }))).toEqual(['signal-0']);
  });

  it('says what became of each, as its own record has it', async () => {
    const { raised, recentSignals } = signalsOnRecord();
    const settlement = aSettlement();
    await raised(numbered(1), settlement);
    await raised(numbered(2));
    const news = await recentSignals.newest({ least: 'Low' });
    expect(news.map((one) => one.settlement)).toEqual([undefined, settlement]);
  });

  it('answers many from one read, for half a minute', async () => {
    const { raised, recentSignals, setTime } = signalsOnRecord();
    await raised(numbered(1));
    setTime(DETECTED_AT);
    const first = await recentSignals.newest({ least: 'Low' });
    await raised(numbered(2));
    setTime(DETECTED_AT + 29_000);
    expect(await recentSignals.newest({ least: 'Low' })).toBe(first);
    setTime(DETECTED_AT + 31_000);
    expect(idsOf(await recentSignals.newest({ least: 'Low' }))).toEqual(['signal-2', 'signal-1']);
  });

  it('forgets after eight days', async () => {
    const { raised, recentSignals, setTime } = signalsOnRecord();
    setTime(DETECTED_AT);
    await raised(numbered(1));
    setTime(DETECTED_AT + 8 * 24 * HOUR - 1);
    expect(await recentSignals.known('Low')).toHaveLength(1);
    setTime(DETECTED_AT + 8 * 24 * HOUR + MINUTE);
    expect(await recentSignals.known('Low')).toEqual([]);
  });
});

describe('known', () => {
  it('gives a hundred of all leagues, of a level and higher', async () => {
    const { raised, recentSignals } = signalsOnRecord();
    for (let n = 0; n < 240; n++) await raised(numbered(n, { level: n % 2 === 0 ? 'Low' : 'High', event: NHL }));
    const known = await recentSignals.known('Medium');
    expect(known).toHaveLength(100);
    expect(known[0]).toMatchObject({ signalId: 'signal-239', level: 'High' });
    expect(known.every(({ level }) => level === 'High')).toBe(true);
  });
});

describe('find', () => {
  it('gives a signal as it was raised, with its settlement', async () => {
    const { raised, recentSignals } = signalsOnRecord();
    await raised(aSignal(), aSettlement());
    expect(await recentSignals.find('event-1', 'signal-1')).toEqual({
      signal: aSignal(),
      settlement: aSettlement(),
      told: 'High',
    });
  });

  it.each([
    ['', ''],
    ['event-1', ''],
    ['', 'signal-1'],
    ['event-2', 'signal-1'],
    ['event-1', 's'.repeat(65)],
  ])('knows none of that name: %j, %j', async (eventId, signalId) => {
    const { raised, recentSignals } = signalsOnRecord();
    await raised(aSignal());
    expect(await recentSignals.find(eventId, signalId)).toBeUndefined();
  });

  it('knows that what takes a signal back is told to all who were told of that', async () => {
    const { raised, recentSignals } = signalsOnRecord();
    await raised(numbered(1, { level: 'Low' }));
    await raised(numbered(2, { level: 'Medium' }));
    const takesBack = (...reverses: string[]) => ({ level: 'Low', type: 'Reversal', reverses });
    await raised(numbered(3, takesBack('signal-1', 'signal-2')));
    await raised(numbered(4, takesBack('signal-1', 'unheard-of')));
    expect(await recentSignals.find('event-1', 'signal-3')).toMatchObject({ told: 'Medium' });
    expect(await recentSignals.find('event-1', 'signal-4')).toMatchObject({ told: 'Low' });
  });
});
