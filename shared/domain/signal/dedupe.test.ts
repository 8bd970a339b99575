import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE, NOON } from '../../../tests/support/odds.ts';
import { decimalOddsSchema } from '../odds/odds.ts';
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
  prices: [],
});
const decide = (held: Claim | undefined, level: Level, at: number) =>
  decideDedupe(held, { signalId: 'mine', level, at, prices: [] });

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

describe('a price that was told', () => {
  const price = (odds: number, level: Level = 'Medium', at = NOON, book = 'echo') => ({
    book,
    outcome: 'home' as const,
    point: -4.5,
    price: decimalOddsSchema.parse(odds),
    level,
    at,
  });
  const told = { ...claim('Medium', NOON), prices: [price(1.95)] };
  const again = (mine: ReturnType<typeof price>) =>
    decideDedupe(told, { signalId: 'mine', level: mine.level, at: mine.at, prices: [mine] }).reason;

  it.each([
    ['is no news an hour later', price(1.95, 'Medium', NOON + HOUR), 'same-price'],
    ['is none when it has become worse', price(1.9, 'Low', NOON + 3 * HOUR), 'same-price'],
    ['is news when it is better', price(1.96, 'Medium', NOON + HOUR), 'window-over'],
    ['is news at a higher level', price(1.95, 'High', NOON + HOUR), 'window-over'],
    ['is news at another book', price(1.95, 'Medium', NOON + HOUR, 'delta'), 'window-over'],
    ['is news half a day later', price(1.95, 'Medium', NOON + 12 * HOUR), 'window-over'],
  ])('%s', (_name, mine, reason) => expect(again(mine)).toBe(reason));

  it('is remembered through the claims that follow, for half a day', () => {
    const next = {
      ...claim('Medium', NOON + 2 * HOUR, 'next'),
      prices: [price(1.8, 'Medium', NOON + 2 * HOUR, 'delta')],
    };
    expect(succeeding(told, next).prices.map(({ book }) => book)).toEqual(['echo', 'delta']);
    const late = { ...claim('Medium', NOON + 13 * HOUR, 'late'), prices: [] };
    expect(succeeding(told, late).prices).toEqual([]);
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
