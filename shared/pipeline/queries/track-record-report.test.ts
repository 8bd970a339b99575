import { describe, expect, it } from 'vitest';
import { DETECTED_AT } from '../../../tests/support/delivery-world.ts';
import { HOUR, MINUTE } from '../../../tests/support/odds.ts';
import { rowsThat } from '../../../tests/support/performance.ts';
import { memoryCache } from '../../adapters/memory/memory-cache.ts';
import { memoryDocuments } from '../../adapters/memory/memory-documents.ts';
import { type LeagueState, newLeague } from '../../domain/polling/league-state.ts';
import type { PerformanceWeek } from '../../domain/signal/performance-week.ts';
import { recordRows } from '../performance-store.ts';
import { leagueKey } from '../polling/league-store.ts';
import { createRecordQueries } from './track-record-report.ts';

const NFL = 'americanfootball_nfl';
const NHL = 'icehockey_nhl';
const DAY = 24 * HOUR;
const NOW = DETECTED_AT + DAY;

async function setup() {
  let time = NOW;
  const now = () => time;
  const leagues = memoryDocuments<LeagueState>({ now });
  const performance = memoryDocuments<PerformanceWeek>({ now });
  for (const league of [NFL, NHL]) await leagues.create(leagueKey(league), newLeague(league));
  return {
    performance,
    records: createRecordQueries({ leagues, performance, cache: memoryCache({ now }) }),
    setTime: (to: number) => {
      time = to;
    },
  };
}
const beatsOf = (summaries: readonly (readonly [string, { readonly judged: number }])[]) =>
  summaries.map(([name, { judged }]) => [name, judged]);

describe('report', () => {
  it('sums up one league or all, by level, type, league and week', async () => {
    const { performance, records } = await setup();
    await recordRows(performance, NFL, rowsThat(3, 4));
    const older = rowsThat(1, 2, { level: 'Medium', type: 'ValueGap', detectedAt: DETECTED_AT - 7 * DAY });
    await recordRows(performance, NHL, [...older, ...rowsThat(0, 1, { clv: null, eventId: 'x', signalId: 'x' })]);
    const { total, levels, types, leagues, weeks } = await records.report({ days: 30, now: NOW });
    expect(total).toMatchObject({ signals: 7, judged: 6, unjudged: 1, beatRate: 4 / 6 });
    expect(beatsOf(levels)).toEqual([
      ['High', 4],
      ['Medium', 2],
    ]);
    expect(beatsOf(types)).toEqual([
      ['SharpActivity', 4],
      ['ValueGap', 2],
    ]);
    expect(beatsOf(leagues)).toEqual([
      [NFL, 4],
      [NHL, 2],
    ]);
    expect(beatsOf(weeks)).toEqual([
      ['2026-11-02', 2],
      ['2026-11-09', 4],
    ]);
    expect((await records.report({ league: NHL, days: 30, now: NOW })).total).toMatchObject({ judged: 2, unjudged: 1 });
  });

  it('goes back so many days and no further', async () => {
    const { performance, records } = await setup();
    await recordRows(performance, NFL, rowsThat(1, 1, { detectedAt: NOW - 7 * DAY }));
    await recordRows(performance, NFL, rowsThat(1, 1, { detectedAt: NOW - 7 * DAY - 1, eventId: 'x', signalId: 'x' }));
    expect((await records.report({ days: 7, now: NOW })).total.signals).toBe(1);
    expect((await records.report({ days: 30, now: NOW })).total.signals).toBe(2);
  });

  it('is empty before anything is on record', async () => {
    const { records } = await setup();
    expect(await records.report({ days: 30, now: NOW })).toMatchObject({
      total: { signals: 0, judged: 0 },
      levels: [],
    });
  });

  it('keeps the summaries, by league and window, for five minutes, and none of the rows', async () => {
    const { performance, records, setTime } = await setup();
    await recordRows(performance, NFL, rowsThat(30, 40));
    const first = await records.report({ days: 30, now: NOW });
    expect(JSON.stringify(first)).not.toContain('signal-1');
    await recordRows(performance, NFL, rowsThat(1, 1, { eventId: 'x', signalId: 'x' }));
    setTime(NOW + 4 * MINUTE);
    expect(await records.report({ days: 30, now: NOW })).toBe(first);
    expect((await records.report({ days: 7, now: NOW })).total.signals).toBe(41);
    expect((await records.report({ league: NFL, days: 30, now: NOW })).total.signals).toBe(41);
    setTime(NOW + 6 * MINUTE);
    expect((await records.report({ days: 30, now: NOW })).total.signals).toBe(41);
  });
});
