import { closeSync, openSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { runCommand } from '../command.ts';
import { silentTelemetry } from '../silent-telemetry.ts';
import { alertLine } from './alert-line.ts';
import { backtest } from './backtest.ts';

const HELP = `npm run backtest -- --out alerts.jsonl FILE...

Runs the pipeline over recorded odds on the recording's clock, at full speed, and writes each alert that would have been sent.

  FILE          JSON lines {"captured_at": ISO, "body": <answer of /v4/sports/{sport}/odds>}, plain or .zst
  --out FILE    where the alerts go, as JSON lines
  --help        this text`;

interface BacktestCommand {
  readonly out: string;
  readonly files: readonly string[];
}

function readCommand(args: readonly string[]): BacktestCommand | 'help' {
  const { values, positionals: files } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { out: { type: 'string' }, help: { type: 'boolean' } },
  });
  if (values.help) return 'help';
  if (!values.out || files.length === 0) throw new Error('--out and at least one FILE are needed.');
  return { out: values.out, files };
}

async function run({ out, files }: BacktestCommand): Promise<void> {
  const started = performance.now();
  const output = openForWriting(out);
  let alerts = 0;
  const snapshots = await backtest({
    files,
    telemetry: silentTelemetry,
    onSignal: (signal, at) => {
      alerts++;
      writeFileSync(output, `${alertLine(signal, at)}\n`);
    },
    onProgress: (count, at) => {
      if (process.stderr.isTTY && count % 50 === 0)
        process.stderr.write(`\r${at}  ${count} snapshots, ${alerts} alerts`);
    },
  });
  closeSync(output);
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  if (snapshots === 0) throw new Error(`There is no snapshot in ${files.join(', ')}`);
  const seconds = (performance.now() - started) / 1000;
  console.log(`${snapshots} snapshots, ${alerts} alerts in ${seconds.toFixed(1)} s → ${out}`);
}

/** Before anything is read: minutes of work must not end in a folder that is not there. */
function openForWriting(file: string): number {
  try {
    return openSync(file, 'w');
  } catch (cause) {
    throw new Error(`--out ${file} cannot be written: name a file in a folder that is there (${String(cause)})`, {
      cause,
    });
  }
}

await runCommand({ help: HELP, read: readCommand, run });
