import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { constants, zstdCompressSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { RecordingError } from './read-lines.ts';
import { readSnapshots, type Snapshot } from './read-snapshots.ts';

const folder = mkdtempSync(join(tmpdir(), 'recording-'));
afterAll(() => rmSync(folder, { recursive: true }));

const line = (at: string, body: unknown) => JSON.stringify({ captured_at: at, body });
const write = (name: string, text: string): string => {
  const file = join(folder, name);
  const longWindow = { [constants.ZSTD_c_windowLog]: 27, [constants.ZSTD_c_enableLongDistanceMatching]: 1 };
  writeFileSync(file, name.endsWith('.zst') ? zstdCompressSync(text, { params: longWindow }) : text);
  return file;
};
const read = async (...files: string[]): Promise<Snapshot[]> => {
  const snapshots: Snapshot[] = [];
  for await (const snapshot of readSnapshots(files)) snapshots.push(snapshot);
  return snapshots;
};

describe('readSnapshots', () => {
  it('reads plain and compressed lines alike, with or without a last newline', async () => {
    const text = `${line('2026-01-04T18:00:00Z', [{ id: 'é' }])}\n\n${line('2026-01-04T18:30:00.500Z', [])}`;
    const expected = [
      { capturedAt: Date.UTC(2026, 0, 4, 18), at: '2026-01-04T18:00:00Z', body: [{ id: 'é' }] },
      { capturedAt: Date.UTC(2026, 0, 4, 18, 30, 0, 500), at: '2026-01-04T18:30:00.500Z', body: [] },
    ];
    expect(await read(write('a.jsonl', text))).toEqual(expected);
    expect(await read(write('a.jsonl.zst', `${text}\r\n`))).toEqual(expected);
  });

  it('joins a line that spans many chunks', async () => {
    const long = 'ü'.repeat(700_000);
    const file = write('long.jsonl.zst', `${line('2026-01-01T00:00:00Z', long)}\n${line('2026-01-01T00:00:01Z', 1)}\n`);
    const [first, second] = await read(file);
    expect(first?.body).toBe(long);
    expect(second?.body).toBe(1);
  });

  it('merges files by time, whatever their order, and keeps files apart that touch', async () => {
    const early = write('early.jsonl', `${line('2026-01-01T00:00:00Z', 1)}\n${line('2026-01-01T00:20:00Z', 3)}\n`);
    const late = write('late.jsonl.zst', `${line('2026-01-01T00:10:00Z', 2)}\n${line('2026-01-01T00:20:00Z', 4)}\n`);
    const last = write('last.jsonl', `${line('2026-01-02T00:00:00Z', 5)}\n`);
    const empty = write('empty.jsonl', '');
    const bodies = (await read(last, late, empty, early)).map(({ body }) => body);
    expect(bodies).toEqual([1, 2, 3, 4, 5]);
  });

  it.each([
    ['not JSON', '{"captured_at": "2026-01-01T00'],
    ['no body', '{"captured_at": "2026-01-01T00:00:00Z"}'],
    ['no time', '{"captured_at": 5, "body": []}'],
    ['an unreadable time', '{"captured_at": "noon", "body": []}'],
    ['no record', 'null'],
  ])('names file and line of a line with %s', async (_, bad) => {
    const file = write('bad.jsonl', `${line('2026-01-01T00:00:00Z', [])}\n${bad}\n`);
    await expect(read(file)).rejects.toThrow(RecordingError);
    await expect(read(file)).rejects.toThrow(`${file}:2: `);
  });

  it('names a file that is missing, a folder, not compressed or cut off, and says so', async () => {
    const missing = join(folder, 'missing.jsonl');
    await expect(read(missing)).rejects.toThrow(`${missing}: there is no such file`);
    await expect(read(folder)).rejects.toThrow(`${folder}: it is a folder`);
    const renamed = join(folder, 'renamed.jsonl.zst');
    writeFileSync(renamed, 'no zstd');
    await expect(read(renamed, missing)).rejects.toThrow(`${renamed}: it is not compressed by zstd`);
    const cut = join(folder, 'cut.jsonl.zst');
    writeFileSync(cut, zstdCompressSync(`${line('2026-01-01T00:00:00Z', 'x'.repeat(1000))}\n`).subarray(0, 40));
    await expect(read(cut)).rejects.toThrow(`${cut}: it ends in the middle`);
  });

  it('can be left early', async () => {
    const file = write('left.jsonl', `${line('2026-01-01T00:00:00Z', 1)}\n${line('2026-01-01T00:00:01Z', 2)}\n`);
    const seen: unknown[] = [];
    for await (const { body } of readSnapshots([file, file])) {
      seen.push(body);
      break;
    }
    expect(seen).toEqual([1]);
  });
});
