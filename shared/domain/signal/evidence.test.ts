import { describe, expect, it } from 'vitest';
import { basisOf } from './evidence.ts';
import type { TrackRecord, TrackRecordCell } from './track-record.ts';

const HIGH_GAP = { type: 'ValueGap', level: 'High' } as const;
const cell = (judged: number, beats: number, like: Pick<TrackRecordCell, 'type' | 'level'> = HIGH_GAP) => ({
  ...like,
  judged,
  beats,
});
const record = (...cells: TrackRecordCell[]): TrackRecord => ({ league: 'any', asOf: 0, cells });
const FITTED = [
  cell(200, 180),
  cell(100, 60, { type: 'SteamMove', level: 'High' }),
  cell(5, 1, { type: 'KeyNumberCross', level: 'High' }),
];

describe('basisOf', () => {
  it.each([
    [
      'the league’s own record, once it has a hundred',
      [record(cell(100, 81)), record(cell(900, 800))],
      '81% beat the close, n = 100, settled alerts',
    ],
    [
      'that of all leagues before',
      [record(cell(99, 81)), record(cell(412, 334))],
      '81% beat the close, n = 412, settled alerts',
    ],
    ['the fitted one before that', [undefined, record(cell(99, 9))], '90% beat the close, n = 200, on recorded odds'],
  ])('tells %s, and which it is', (_what, settled, says) => {
    expect(basisOf(settled, FITTED, HIGH_GAP)).toBe(`alerts like this: ${says}`);
  });

  it('lets the whole level speak for a type that was hardly seen', () => {
    expect(basisOf([], FITTED, { type: 'KeyNumberCross', level: 'High' })).toBe(
      'High alerts: 79% beat the close, n = 305, on recorded odds',
    );
    expect(basisOf([], FITTED, { type: 'Reversal', level: 'High' })).toBe('no alert like this was settled yet');
  });

  it('says that there is none', () => {
    expect(basisOf([], [], HIGH_GAP)).toBe('no alert like this was settled yet');
  });
});
