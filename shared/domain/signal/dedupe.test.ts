import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE, NOON } from '../../../tests/support/odds.ts';
import { type Claim, decideDedupe, dedupeKey, succeeding } from './dedupe.ts';
import { LEVELS, type Level } from './signal.ts';

const claim = (level: Level, at: number, signalId = 'held'): Claim => ({
  signalId,
  told: [signalId],
  type: 'SharpActivity',
  level,
  at,
  from: 0,
  to: 1,
});
const decide = (held: Claim | undefined, level: Level, at: number) =>
  decideDedupe(held, { signalId: 'mine', level, at });

describe('decideDedupe', () => {
  it.each([
    ['nothing before', undefined, 'Low', 0, 'first'],
    ['the same key within the hour', claim('Medium', NOON), 'Medium', HOUR - 1, 'duplicate'],
    ['a higher level', claim('Medium', NOON), 'High', MINUTE, 'escalation'],
    ['a lower level', claim('Medium', NOON), 'Low', MINUTE, 'lower-level'],
    ['the same key after the hour', claim('Medium', NOON), 'Medium', HOUR, 'window-over'],
    ['its own claim', claim('Medium', NOON, 'mine'), 'Medium', 0, 'own-claim'],
    ['an older message than the claim', claim('Medium', NOON), 'Medium', -MINUTE, 'duplicate'],
  ] as const)('%s', (_name, held, level, after, reason) => {
    expect(decide(held, level, NOON + after).reason).toBe(reason);
  });

  it('writes its key as operators read it', () => {
    expect(dedupeKey('abc123', 'spread', 'SharpActivity', 'High')).toBe('abc123:spread:SharpActivity:High');
  });

  it('lets each key pass at most once an hour and every escalation, whatever comes when', () => {
    const step = fc.record({ level: fc.constantFrom(...LEVELS), after: fc.integer({ min: 0, max: 50 * MINUTE }) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let at = NOON;
        let held: Claim | undefined;
        const sent: Claim[] = [];
        steps.forEach(({ level, after }, index) => {
          at += after;
          const mine = claim(level, at, `s${index}`);
          const recent = sent.filter((one) => at - one.at < HOUR);
          const decision = decideDedupe(held, mine);
          if (recent.some((one) => one.level === level)) expect(decision.pass).toBe(false);
          if (recent.every((one) => LEVELS.indexOf(one.level) < LEVELS.indexOf(level)))
            expect(decision.pass).toBe(true);
          if (!decision.pass) return;
          held = mine;
          sent.push(mine);
        });
      }),
    );
  });
});

describe('succeeding', () => {
  it('remembers everybody who was told within two hours, and the newest time', () => {
    const first = claim('Low', NOON, 'a');
    const second = succeeding(first, claim('High', NOON + 30 * MINUTE, 'b'));
    expect(second).toMatchObject({ signalId: 'b', told: ['a', 'b'], level: 'High', at: NOON + 30 * MINUTE });
    expect(succeeding(second, claim('High', NOON + 3 * HOUR, 'c')).told).toEqual(['c']);
    expect(succeeding(second, claim('High', NOON + 10 * MINUTE, 'late')).at).toBe(NOON + 30 * MINUTE);
  });
});
