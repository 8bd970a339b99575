import { describe, expect, it } from 'vitest';
import type { Signal } from '../../shared/domain/signal/signal.ts';
import { aSignal } from '../../tests/support/delivery-world.ts';
import { alertLine } from './alert-line.ts';

const AT = '2026-11-15T15:00:00Z';
const lineOf = (parts: Partial<Record<keyof Signal, unknown>> = {}): unknown =>
  JSON.parse(alertLine(aSignal(parts), AT));
const offering = (outcome: string, point: number | null) => ({ ...aSignal().offer, outcome, point });

describe('alertLine', () => {
  it('speaks the recording’s words', () => {
    expect(lineOf()).toEqual({
      at: AT,
      event_id: 'event-1',
      market: 'spreads',
      outcome: 'Miami Dolphins',
      point: 3.5,
      price: 1.95,
      book: 'betrivers',
      type: 'SharpActivity',
      level: 'high',
      confidence: 0.86,
    });
  });

  it.each([
    ['spread', 'away', -3.5, 'spreads', 'Buffalo Bills'],
    ['total', 'over', 44.5, 'totals', 'Over'],
    ['total', 'under', 44.5, 'totals', 'Under'],
    ['moneyline', 'draw', null, 'h2h', 'Draw'],
  ])('%s %s %s → %s %s', (market, outcome, point, key, name) => {
    expect(lineOf({ market, offer: offering(outcome, point) })).toMatchObject({ market: key, outcome: name, point });
  });

  it('is one line, whatever a team is called', () => {
    expect(alertLine(aSignal({ event: { ...aSignal().event, home: 'a\nb' } }), AT)).not.toContain('\n');
  });
});
