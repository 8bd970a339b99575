import { createReadStream } from 'node:fs';
import { pipeline, type Readable } from 'node:stream';
import { constants, createZstdDecompress } from 'node:zlib';

const NEWLINE = 10;
/** Big enough that a hop to the decompressing thread costs little, small enough to stay in the processor's cache. */
const CHUNK_BYTES = 1 << 18;
/** Recorders compress with the longest window there is, 2^27 bytes; the default limit would refuse their files. */
const LONG_WINDOW = { [constants.ZSTD_d_windowLogMax]: 27 };

/** A recording that cannot be read; the message names the file and, where it is a line that is wrong, the line. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError';
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder, not a file',
  Z_BUF_ERROR: 'it ends in the middle: copy it again, whole',
  ZSTD_error_prefix_unknown: 'it is not compressed by zstd, as its name says',
};

const unreadable = (file: string, cause: unknown): RecordingError => {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return new RecordingError(`${file}: ${REASONS[code] ?? `it cannot be read (${String(cause)})`}`, { cause });
};

const openBytes = (file: string): Readable => {
  const source = createReadStream(file, { highWaterMark: CHUNK_BYTES });
  if (!file.endsWith('.zst')) return source;
  const decompress = createZstdDecompress({ params: LONG_WINDOW, chunkSize: CHUNK_BYTES });
  // The callback is required; a failure of either stream reaches whoever iterates.
  return pipeline(source, decompress, () => undefined);
};

/**
 * The lines of a file, plain or `.zst`, as bytes without their newline. Splitting bytes and decoding each line once spares what
 * node:readline does to text. Measured on 184 MB of recording, parsed as JSON, one pass in a fresh process, 10 runs each: median
 * 0.93 s against 1.82 s. When one process repeats the pass, readline warms up and the two come close (best runs 0.85–0.97 s
 * against 1.05–1.14 s). Closing the iterator closes the file.
 *
 * @throws RecordingError naming the file
 */
export async function* readLines(file: string): AsyncGenerator<Buffer, void> {
  let pending: Buffer[] = [];
  try {
    for await (const chunk of openBytes(file) as AsyncIterable<Buffer>) {
      let start = 0;
      for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
        const tail = chunk.subarray(start, end);
        yield pending.length === 0 ? tail : Buffer.concat([...pending, tail]);
        pending = [];
        start = end + 1;
      }
      if (start < chunk.length) pending.push(chunk.subarray(start));
    }
  } catch (cause) {
    throw unreadable(file, cause);
  }
  if (pending.length > 0) yield Buffer.concat(pending);
}
