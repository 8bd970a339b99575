import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { outputFile } from './output-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'output-'));
afterAll(() => rmSync(folder, { recursive: true }));
const named = (name: string): string => join(folder, name);

describe('outputFile', () => {
  it('touches nothing before it is written, then holds the new text whole', () => {
    writeFileSync(named('a'), 'old');
    const file = outputFile('--out', named('a'), []);
    expect(readFileSync(named('a'), 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['a']);
    file.write('new');
    expect(readFileSync(named('a'), 'utf8')).toBe('new');
    expect(readdirSync(folder)).toEqual(['a']);
  });

  it('writes where a link leads to, and to a device', () => {
    writeFileSync(named('target'), 'old');
    symlinkSync(named('target'), named('link'));
    outputFile('--out', named('link'), []).write('new');
    expect(readFileSync(named('target'), 'utf8')).toBe('new');
    outputFile('--out', devNull, [devNull]).write('new');
  });

  it('refuses at once what cannot be written', () => {
    expect(() => outputFile('--out', named('none/a'), [])).toThrow(`--out ${named('none/a')} cannot be written`);
    expect(() => outputFile('--report', folder, [])).toThrow('it is a folder');
  });

  it('takes no other file’s place, under whatever name', () => {
    writeFileSync(named('recording'), 'odds');
    symlinkSync(named('recording'), named('alias'));
    expect(() => outputFile('--out', named('alias'), [named('recording')])).toThrow('would overwrite');
    expect(() => outputFile('--report', named('x/../new'), [named('new')])).toThrow('would overwrite');
  });
});
