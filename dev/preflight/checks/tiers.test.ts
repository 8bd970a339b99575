import { describe, expect, it } from 'vitest';
import type { Finding } from '../check.ts';
import { ASKABLE, type Askable, MEANT } from '../tier-table.ts';
import { tierChecks } from './tiers.ts';

const findings = async (askable?: readonly Askable[]): Promise<Readonly<Record<string, Finding>>> =>
  Object.fromEntries(
    await Promise.all(tierChecks(askable).checks.map(async ({ name, look }) => [name, await look()] as const)),
  );
const without = (name: string): readonly Askable[] =>
  ASKABLE.map((one) => (one.name === name ? { ...one, needs: {} } : one));

describe('tierChecks', () => {
  it('pass for the commands and buttons as they are', async () => {
    expect(Object.values(await findings()).map(({ status }) => status)).toEqual(['pass', 'pass', 'pass', 'pass']);
  });

  it('fail for each tier that would get what it does not pay for, and for no other', async () => {
    const found = await findings(without('/explain'));
    expect(found['no subscription']).toMatchObject({ status: 'fail', seen: '/explain is answered' });
    expect(found['starter']?.status).toBe('fail');
    expect(found['core']?.status).toBe('pass');
  });

  it('fail for each tier that would be refused what it pays for', async () => {
    const closed = ASKABLE.map((one) =>
      one.name === 'button useful' ? { ...one, needs: { feature: 'earlySignals' as const } } : one,
    );
    const found = await findings(closed);
    expect(found['core']).toMatchObject({ status: 'fail', seen: 'button useful is refused' });
    expect(found['sharp']?.status).toBe('pass');
  });

  it('fail when something that is meant to be paid for is not to be asked for any more', async () => {
    const found = await findings(ASKABLE.filter(({ name }) => name !== 'button mute'));
    expect(found['sharp']?.seen).toContain('button mute');
    expect(Object.keys(MEANT).every((name) => ASKABLE.some((one) => one.name === name))).toBe(true);
  });
});
