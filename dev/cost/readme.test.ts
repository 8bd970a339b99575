import { describe, expect, it } from 'vitest';
import { runScript } from '../../tests/support/run.ts';
import { between, readmeTables } from './readme.ts';
import { phasesText, readKnown } from './run.ts';

describe('README.md', () => {
  it('shows what npm run cost prints; npm run cost -- --write puts it there', () => {
    expect(readmeTables()).toBe(phasesText(readKnown()));
  });

  it('needs its two comments', () => {
    expect(between('a<!-- cost -->\nb\n<!-- /cost -->c')).toEqual({ before: 'a', inside: 'b', after: 'c' });
    expect(() => between('a<!-- cost -->b')).toThrow('<!-- /cost -->');
    expect(() => between('<!-- cost --><!-- /cost --><!-- cost -->')).toThrow('once each');
  });
});

describe('npm run cost', () => {
  it('prints one estimate, for a person or for a program', async () => {
    const table = runScript('dev/cost/main.ts', ['--users', '800', '--plan', '100k']);
    expect(await table.ended).toBe(0);
    expect(table.lines[0]).toContain('800 users in a busy month, on infra/users-5000.bicepparam and the plan 100k');
    const json = runScript('dev/cost/main.ts', ['--users', '800', '--json']);
    expect(await json.ended).toBe(0);
    expect(JSON.parse(json.lines.at(-1) ?? '')).toMatchObject({ estimates: [{ users: 800, phase: 5000 }] });
  });

  it('says what is wrong with its command line', async () => {
    const run = runScript('dev/cost/main.ts', ['--users', 'all']);
    expect(await run.ended).toBe(2);
    expect(run.lines[0]).toContain('--users takes a whole number');
  });
});
