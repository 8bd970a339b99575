import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createWindow } from './window.ts';

describe('createWindow', () => {
  it('opens with the first call and is whole again after its length', () => {
    let now = 1000;
    const window = createWindow(2, 500, () => now);
    expect([window.remaining(), window.resetsAt()]).toEqual([2, 1500]);
    expect([window.take(), window.take(), window.take()]).toEqual([true, true, false]);
    now = 1499;
    expect([window.take(), window.remaining(), window.resetsAt()]).toEqual([false, 0, 1500]);
    now = 1500;
    expect([window.remaining(), window.take(), window.resetsAt()]).toEqual([2, true, 2000]);
  });

  it('never lets more through than two windows can hold, whatever the pace', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 200 }), (pauses) => {
        let now = 0;
        const window = createWindow(5, 100, () => now);
        const taken: number[] = [];
        for (const pause of pauses) {
          now += pause;
          if (window.take()) taken.push(now);
        }
        for (const start of taken) {
          expect(taken.filter((at) => at >= start && at < start + 100).length).toBeLessThanOrEqual(10);
        }
        expect(taken.length).toBeLessThanOrEqual(5 * (1 + Math.floor(now / 100)));
      }),
    );
  });
});
