// What a backtest cannot do without, done the plain way: decompresses a recording and parses each line, nothing else.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream';
import { constants, createZstdDecompress } from 'node:zlib';

const [file = ''] = process.argv.slice(2);
const source = createReadStream(file);
const input = file.endsWith('.zst')
  ? pipeline(source, createZstdDecompress({ params: { [constants.ZSTD_d_windowLogMax]: 27 } }), () => undefined)
  : source;
let snapshots = 0;
for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
  JSON.parse(line);
  snapshots++;
}
if (snapshots === 0) throw new Error(`There is no snapshot in ${file}`);
