import { describe, expect, it } from 'vitest';
import type { Fields } from '../../shared/ports/telemetry.ts';
import type { FeedEvent } from '../stand-ins/odds-api/feed.ts';
import { alertTrail } from './alert-trail.ts';

const event = (id: string): FeedEvent => ({ id, sport_key: id, commence_time: '2026-11-23T18:00:00Z', bookmakers: [] });

function setUp() {
  const clock = { ms: 0 };
  const market = { oddsFormat: 'decimal' as const, sports: () => [], events: (sport: string) => [event(sport)] };
  const trail = alertTrail(market, () => clock.ms);
  const log = (name: string, fields: Fields) => trail.take({ kind: 'log', level: 'info', event: name, fields });
  return { clock, trail, log };
}

describe('an alert trail', () => {
  it('counts from the answer that showed the very event of the message', () => {
    const { clock, trail, log } = setUp();
    clock.ms = 100;
    trail.feed.events('e1');
    clock.ms = 150;
    trail.feed.events('e2');
    log('signal_raised', { signalId: 's1', key: 'e1:spread:SteamMove:High' });
    log('delivery_planned', { signalId: 's1', nonce: 'n1' });
    clock.ms = 400;
    trail.arrived('n1');
    expect(trail.collect()).toEqual([300]);
    expect(trail.collect()).toEqual([]);
  });

  it('guesses nothing', () => {
    const { trail, log } = setUp();
    trail.feed.events('e1');
    log('delivery_planned', { signalId: 'unknown', nonce: 'n1' });
    trail.arrived('n1');
    expect(() => trail.collect()).toThrow('n1');
  });
});
