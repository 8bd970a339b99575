import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { parseArgs } from 'node:util';
import { silentTelemetry } from '../silent-telemetry.ts';
import { alertLine } from './alert-line.ts';
import { backtest } from './backtest.ts';

const HELP = `npm run backtest -- --out alerts.jsonl FILE...

Runs the pipeline over recorded odds on the recording's clock, at full speed, and writes each alert that would have been sent.

  FILE          JSON lines {"captured_at": ISO, "body": <answer of /v4/sports/{sport}/odds>}, plain or .zst
  --out FILE    where the alerts go, as JSON lines
  --help        this text`;

const { values, positionals } = parseArgs({
  options: { out: { type: 'string' }, help: { type: 'boolean', default: false } },
  allowPositionals: true,
});

if (values.help) {
  console.log(HELP);
} else if (!values.out || positionals.length === 0) {
  console.error(`--out and at least one FILE are needed.\n\n${HELP}`);
  process.exitCode = 2;
} else {
  await main(values.out, positionals);
}

async function main(out: string, files: readonly string[]): Promise<void> {
  const started = performance.now();
  const output = createWriteStream(out);
  let alerts = 0;
  const snapshots = await backtest({
    files,
    telemetry: silentTelemetry,
    onSignal: (signal, at) => {
      alerts++;
      output.write(`${alertLine(signal, at)}\n`);
    },
    onProgress: (count, at) => {
      if (process.stderr.isTTY && count % 50 === 0)
        process.stderr.write(`\r${at}  ${count} snapshots, ${alerts} alerts`);
    },
  });
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  output.end();
  await once(output, 'finish');
  const seconds = (performance.now() - started) / 1000;
  console.log(`${snapshots} snapshots, ${alerts} alerts in ${seconds.toFixed(1)} s → ${out}`);
}
