import { describe, expect, it } from 'vitest';
import { createHostClock, readClock } from './clock.ts';

const START = Date.UTC(2025, 10, 16, 18);

describe('readClock', () => {
  it('reads wall time, a fixed instant, and time that runs faster', () => {
    const before = Date.now();
    expect(readClock({ mode: 'wall' })).toBeGreaterThanOrEqual(before);
    expect(readClock({ mode: 'fixed', at: START })).toBe(START);
    const scaled = readClock({ mode: 'scaled', from: START, wallFrom: Date.now() - 1000, speed: 60 });
    expect(scaled).toBeGreaterThanOrEqual(START + 60_000);
    expect(scaled).toBeLessThan(START + 120_000);
  });
});

describe('createHostClock', () => {
  it('wakes not before the hour has passed on a fast clock', async () => {
    const clock = createHostClock({ mode: 'scaled', from: START, wallFrom: Date.now(), speed: 1_000_000 });
    const wokeAt = await new Promise<number>((resolve) => clock.wakeAt(START + 3_600_000, () => resolve(clock.now())));
    expect(wokeAt).toBeGreaterThanOrEqual(START + 3_600_000);
  });

  it('wakes nobody while it stands still, and everybody who is due once it moves on', async () => {
    const clock = createHostClock({ mode: 'fixed', at: START });
    const woken: string[] = [];
    clock.wakeAt(START - 1, () => woken.push('overdue on a clock that stands still'));
    const cancel = clock.wakeAt(START + 1, () => woken.push('called off'));
    const later = new Promise<void>((resolve) => clock.wakeAt(START + 2, resolve));
    cancel();
    expect(woken).toEqual([]);
    clock.set({ mode: 'scaled', from: START + 2, wallFrom: Date.now(), speed: 1 });
    await later;
    expect(woken).toEqual(['overdue on a clock that stands still']);
  });
});
