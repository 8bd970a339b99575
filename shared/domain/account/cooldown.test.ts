import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Cooldown, cooldownSchema, decideCooldown } from './cooldown.ts';

const MINUTE = 60_000;
const ask = (cooldown: Cooldown | undefined, signalId: string, now: number, minutes = 15) =>
  decideCooldown(cooldown, { signalId, now, minutes });

describe('decideCooldown', () => {
  const first: Cooldown = { granted: [{ signalId: 'a', at: 0 }] };

  it('grants the first', () => {
    expect(ask(undefined, 'a', 0)).toEqual({ kind: 'grant', next: first });
  });

  it.each([
    ['the same at once', 'a', 0, 'granted-before'],
    ['the same long after', 'a', 60 * MINUTE, 'granted-before'],
    ['another at once', 'b', 0, 'cooling'],
    ['another just before the end', 'b', 15 * MINUTE - 1, 'cooling'],
    ['another at the end', 'b', 15 * MINUTE, 'grant'],
    ['another whose clock is behind', 'b', -MINUTE, 'cooling'],
  ])('%s', (_what, signalId, now, kind) => {
    expect(ask(first, signalId, now).kind).toBe(kind);
  });

  it('still knows a late repeat after another was granted', () => {
    const second = ask(first, 'b', 5 * MINUTE, 5);
    expect(second).toEqual({ kind: 'grant', next: { granted: [...first.granted, { signalId: 'b', at: 5 * MINUTE }] } });
    expect(second.kind === 'grant' && ask(second.next, 'a', 6 * MINUTE, 5).kind).toBe('granted-before');
  });

  it('forgets those that no repeat can ask for any more', () => {
    expect(ask(first, 'b', 20 * MINUTE)).toEqual({
      kind: 'grant',
      next: { granted: [{ signalId: 'b', at: 20 * MINUTE }] },
    });
  });

  it('grants different signals no closer than the cooldown, whatever comes when', () => {
    const requests = fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 4 * MINUTE })));
    fc.assert(
      fc.property(requests, fc.integer({ min: 1, max: 30 }), (steps, minutes) => {
        let cooldown: Cooldown | undefined;
        let now = 0;
        const grantedAt: number[] = [];
        for (const [signal, wait] of steps) {
          now += wait;
          const decision = ask(cooldown, String(signal), now, minutes);
          if (decision.kind !== 'grant') continue;
          cooldown = cooldownSchema.parse(decision.next);
          grantedAt.push(now);
        }
        const gaps = grantedAt.slice(1).map((at, i) => at - (grantedAt[i] ?? 0));
        expect(gaps.every((gap) => gap >= minutes * MINUTE)).toBe(true);
      }),
    );
  });
});
