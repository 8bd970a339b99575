import { describe, expect, it } from 'vitest';
import { progressBar } from './progress-bar.ts';
import { progressLine } from './progress-line.ts';

describe('progressLine', () => {
  const progress = { share: 0.25, snapshots: 4312, alerts: 612, elapsedMs: 61_000 };

  it('tells how much is read, and when it ends', () => {
    expect(progressLine(progress, 120)).toBe(
      '██████░░░░░░░░░░░░░░░░░░  25 %   1:01, 3:03 left   4,312 snapshots   612 alerts',
    );
  });

  it('tells no end where nobody knows it', () => {
    expect(progressLine({ ...progress, share: undefined }, 120)).toBe('1:01   4,312 snapshots   612 alerts');
    expect(progressLine({ ...progress, share: 0.01 }, 120)).not.toContain('left');
  });

  it('keeps to one line', () => {
    expect(progressLine(progress, 40)).toHaveLength(39);
    expect(progressLine(progress, 0)).toHaveLength(79);
  });
});

describe('progressBar', () => {
  const barOn = (isTTY: boolean) => {
    const written: string[] = [];
    const bar = progressBar({ isTTY, columns: 100, write: (text) => written.push(text) }, [import.meta.filename]);
    return { bar, written };
  };

  it('draws on a terminal, at most ten times a second, and leaves it clean', () => {
    const { bar, written } = barOn(true);
    bar.onStart([import.meta.filename]);
    const began = performance.now();
    for (let snapshots = 1; snapshots <= 1000; snapshots++) bar.onProgress({ snapshots, alerts: 0 });
    expect(written.length).toBeLessThanOrEqual(1 + Math.ceil((performance.now() - began) / 100));
    expect(written[0]).toContain('1 snapshots');
    bar.onDone([import.meta.filename]);
    bar.end();
    expect(written.at(-1)).toBe('\r\x1b[K');
  });

  it('says anywhere else only what has to be said', () => {
    const { bar, written } = barOn(false);
    bar.onStart([import.meta.filename]);
    bar.onProgress({ snapshots: 1, alerts: 0 });
    bar.onDone([import.meta.filename]);
    bar.say('all together');
    bar.end();
    expect(written).toEqual(['all together\n']);
  });
});
