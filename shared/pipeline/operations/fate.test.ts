import { describe, expect, it } from 'vitest';
import { aSignal, DETECTED_AT } from '../../../tests/support/delivery-world.ts';
import { fateOf } from './fate.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const alert = JSON.stringify({ v: 1, signal: aSignal() });
const asked = (parts = {}): string =>
  JSON.stringify({
    v: 1,
    interaction: {
      kind: 'command',
      id: '1',
      token: 'opens something',
      userId: '2',
      locale: 'en-US',
      sentAt: DETECTED_AT,
      name: 'odds',
      options: {},
    },
    ...parts,
  });
const at = (after: number) => ({ now: DETECTED_AT + after, wall: DETECTED_AT + after });
const answered = { answer: { body: {}, result: 'answered' } };

describe('fateOf', () => {
  it.each([
    ['alerts', alert, 0, 'worked'],
    ['alerts', alert, 10 * MINUTE, 'worked'],
    ['alerts', alert, 10 * MINUTE + 1, 'too-old'],
    ['alerts', alert, 2 * HOUR, 'event-begun'],
    ['interactions', asked(), MINUTE, 'worked'],
    ['interactions', asked(), MINUTE + 1, 'apologised'],
    ['interactions', asked(answered), 14 * MINUTE, 'worked'],
    ['interactions', asked({ isReminder: true }), 14 * MINUTE, 'worked'],
    ['interactions', asked(answered), 15 * MINUTE, 'token-expired'],
    ['billing-events', '{"v":1,"kind":"user","userId":"1","why":"x"}', 100 * HOUR, 'worked'],
    ['alerts', '{"v":99}', 0, 'invalid'],
    ['deliveries', 'no JSON', 0, 'invalid'],
    ['alerts', 'ø'.repeat(30_000), 0, 'too-large'],
  ] as const)('of a message in %s', (queue, text, after, end) => {
    const fate = fateOf(queue, text, at(after));
    expect(fate.kind === 'worked' ? fate.kind : fate.reason).toBe(end);
  });
});
