import { describe, expect, it } from 'vitest';
import type { TelemetryRecord } from '../../../shared/runtime/local-seam.ts';
import { marketChanged, NOON } from '../fixtures.ts';
import { LIMITS, type Room } from './model.ts';
import { createRoom, markTold, snapshot, update } from './room.ts';
import { foldTelemetry } from './telemetry.ts';

const MOMENT = { now: NOON, uptimeMs: 0 };
const MINUTE = 60_000;
const roomAfter = (...records: TelemetryRecord[]): Room => {
  const room = createRoom();
  for (const record of records) foldTelemetry(room, record, NOON);
  return room;
};
const pointsOf = (room: Room) => snapshot(room, MOMENT).markets.flatMap((market) => market.points);

describe('watched markets', () => {
  it('keeps a line whose points name only the books that changed', () => {
    const room = roomAfter(
      marketChanged({ consensus: -3, books: ['pinnacle:-3', 'fanduel:-2.5', 'odd:book:-2'] }),
      marketChanged({ at: NOON + MINUTE, consensus: -3.5, books: ['pinnacle:-3.5', 'fanduel:-2.5'] }),
    );
    expect(pointsOf(room)).toEqual([
      { at: NOON, consensus: -3, books: { pinnacle: -3, fanduel: -2.5, 'odd:book': -2 } },
      { at: NOON + MINUTE, consensus: -3.5, books: { pinnacle: -3.5, 'odd:book': null } },
    ]);
  });

  it('follows a changed start', () => {
    const room = roomAfter(marketChanged({}), marketChanged({ commenceTime: NOON + 9 * MINUTE }));
    expect(snapshot(room, MOMENT).markets).toMatchObject([{ commenceTime: NOON + 9 * MINUTE }]);
  });

  it('keeps the newest points and, in the first of them, what every book showed by then', () => {
    const room = createRoom();
    foldTelemetry(room, marketChanged({ books: ['quiet:-7', 'busy:0'] }), NOON);
    for (let i = 1; i <= 300; i++) {
      foldTelemetry(room, marketChanged({ at: NOON + i, books: ['quiet:-7', `busy:${i}`] }), NOON);
    }
    const points = pointsOf(room);
    expect(points).toHaveLength(LIMITS.pointsPerMarket);
    expect(points[0]).toEqual({ at: NOON + 101, consensus: -3, books: { quiet: -7, busy: 101 } });
    expect(points.at(-1)?.books).toEqual({ busy: 300 });
  });

  it('forgets a market some minutes after its start, and says so', () => {
    const room = roomAfter(marketChanged({ commenceTime: NOON + MINUTE }), marketChanged({ eventId: 'game-2' }));
    markTold(room);
    const later = NOON + MINUTE + LIMITS.afterStartMs + 1;
    foldTelemetry(room, { kind: 'count', metric: 'odds_polls', value: 1, labels: {} }, later);
    expect(update(room, MOMENT).gone).toEqual(['game-1:spread']);
    expect([...room.markets.keys()]).toEqual(['game-2:spread']);
  });

  it('is bounded in the number of markets', () => {
    const room = createRoom();
    for (let i = 0; i < LIMITS.markets + 5; i++) foldTelemetry(room, marketChanged({ eventId: `game-${i}` }), NOON);
    expect(room.markets.size).toBe(LIMITS.markets);
    expect(room.markets.has('game-0:spread')).toBe(false);
  });

  it('tells an update only what is new, and a snapshot everything', () => {
    const room = roomAfter(marketChanged({}), marketChanged({ eventId: 'game-2' }));
    markTold(room);
    expect(update(room, MOMENT).markets).toEqual([]);
    foldTelemetry(room, marketChanged({ at: NOON + MINUTE }), NOON);
    expect(update(room, MOMENT).markets).toMatchObject([{ key: 'game-1:spread', points: [{ at: NOON + MINUTE }] }]);
    expect(pointsOf(room)).toHaveLength(3);
  });

  it('marks the market that raised a signal, by its dedupe key or by its fields', () => {
    const signal = (fields: Record<string, string | number>): TelemetryRecord => ({
      kind: 'log',
      level: 'info',
      event: 'signal_raised',
      fields: { book: 'fanduel', price: 1.95, confidence: 0.7, ...fields },
    });
    const room = roomAfter(
      marketChanged({}),
      marketChanged({ market: 'total' }),
      signal({ key: 'game-1:spread:SteamMove:High' }),
      signal({ eventId: 'game-1', market: 'total', type: 'ValueGap', level: 'Low' }),
      signal({ key: 'unknown:spread:SteamMove:High' }),
    );
    expect(snapshot(room, MOMENT).markets.map((market) => market.signal)).toMatchObject([
      { type: 'SteamMove', level: 'High', book: 'FanDuel', price: 1.95, at: NOON },
      { type: 'ValueGap', level: 'Low' },
    ]);
  });

  it('shows a record that it cannot read in the console instead of losing it', () => {
    const room = roomAfter(marketChanged({ consensus: 'three' }));
    expect(room.markets.size).toBe(0);
    expect(room.logs).toMatchObject([{ event: 'market_changed' }]);
  });
});
