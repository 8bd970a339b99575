import { expect, it } from 'vitest';
import { MAX_ALERT_AGE_MS, staleness } from './freshness.ts';

const signal = { detectedAt: 1000, event: { commenceTime: 1000 + 2 * MAX_ALERT_AGE_MS } };

it.each([
  ['at once', 1000, undefined],
  ['at ten minutes', 1000 + MAX_ALERT_AGE_MS, undefined],
  ['a moment later', 1001 + MAX_ALERT_AGE_MS, 'too-old'],
  ['at the start of the event, which counts before age', signal.event.commenceTime, 'event-begun'],
])('staleness %s', (_what, now, expected) => {
  expect(staleness(signal, now)).toBe(expected);
});

it('drops a fresh signal at the very start of its event', () => {
  expect(staleness({ detectedAt: 1000, event: { commenceTime: 1001 } }, 1000)).toBeUndefined();
  expect(staleness({ detectedAt: 1000, event: { commenceTime: 1001 } }, 1001)).toBe('event-begun');
});
