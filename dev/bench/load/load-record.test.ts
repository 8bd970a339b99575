import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readLoadRecord, recordLoad } from './load-record.ts';

const folder = mkdtempSync(join(tmpdir(), 'load-'));
afterAll(() => rmSync(folder, { recursive: true }));

const FIGURES = [
  { figure: 'p95', value: 412.4, unit: 'ms', details: { questions: 5123 } },
  { figure: 'at_once_p95', value: 38.2, unit: 'ms' },
  { figure: 'failed', value: 0, unit: 'questions' },
  { figure: 'unanswered', value: 2, unit: 'questions' },
];

describe('the record of the last load test', () => {
  it('says when, how many, how long, and how it went', async () => {
    const file = join(folder, 'load-test.json');
    const at = Date.UTC(2026, 10, 25, 12);
    await recordLoad(FIGURES, { people: 100, seconds: 60, at }, file);
    expect(await readLoadRecord(file)).toEqual({
      ...{ at: '2026-11-25T12:00:00.000Z', version: expect.stringMatching(/^\d+\.\d+\.\d+/) },
      ...{ people: 100, seconds: 60, questions: 5123, p95Ms: 412, atOnceP95Ms: 38, failed: 0, unanswered: 2 },
    });
  });

  it('is none where none was made, and an error where it is not understood', async () => {
    expect(await readLoadRecord(join(folder, 'none.json'))).toBeUndefined();
    const broken = join(folder, 'broken.json');
    writeFileSync(broken, '{"p95Ms": "fast"}');
    await expect(readLoadRecord(broken)).rejects.toThrow();
  });
});
