import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import type { Model } from '../../shared/domain/signal/confidence-model.ts';
import { readModel } from '../calibrate/model-file.ts';
import { runCommand } from '../command.ts';
import { type FileGroup, groupFiles } from './group-files.ts';
import { outputFile } from './output-file.ts';
import { progressBar } from './progress-bar.ts';
import { inOrder, runGroups } from './run-groups.ts';

const HELP = `npm run backtest -- --out alerts.jsonl [OPTIONS] FILE...

Runs the pipeline over recorded odds on the recording's clock, at full speed, and writes each alert that would have been sent.

  FILE           JSON lines {"captured_at": ISO, "body": <answer of /v4/sports/{sport}/odds>}, plain or .zst
  --out FILE     where the alerts go, as JSON lines, in the order of time
  --report FILE  a page that shows how good they were: calibration, closing line value, volume, the best and the worst
  --model FILE   a model that npm run calibrate wrote, in place of the app's
  --workers N    leagues that run at the same time, each in a thread; default: one a processor. The alerts are the same
  --help         this text`;

interface BacktestCommand {
  readonly out: string;
  readonly report: string | undefined;
  readonly model: string | undefined;
  readonly workers: number;
  readonly files: readonly string[];
}

function readCommand(args: readonly string[]): BacktestCommand | 'help' {
  const { values, positionals: files } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      out: { type: 'string' },
      report: { type: 'string' },
      model: { type: 'string' },
      workers: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return 'help';
  const { out, report, model, workers = String(availableParallelism()) } = values;
  if (!out || files.length === 0) throw new Error('--out and at least one FILE are needed.');
  if (report === '') throw new Error('--report takes the name of a file.');
  if (!/^[1-9]\d{0,3}$/.test(workers)) throw new Error('--workers takes a whole number, at least 1.');
  return { out, report, model, workers: Number(workers), files };
}

async function run({ out, report, model: modelFile, workers, files }: BacktestCommand): Promise<void> {
  const started = performance.now();
  const [alertsFile, reportFile] = [
    outputFile('--out', out, files),
    report === undefined ? undefined : outputFile('--report', report, [...files, out]),
  ];
  const model = modelFile === undefined ? undefined : modelIn(modelFile);
  const groups = await groupsOf(files);
  const bar = progressBar(process.stderr, files);
  const results = await runGroups({ groups, workers, withReport: report !== undefined, model, observer: bar }).finally(
    bar.end,
  );
  const snapshots = results.reduce((sum, result) => sum + result.snapshots, 0);
  if (snapshots === 0) throw new Error(`There is no snapshot in ${files.join(', ')}`);
  const alerts = inOrder(results);
  alertsFile.write(alerts.map(({ line }) => `${line}\n`).join(''));
  if (reportFile) {
    // Loaded only where it is wanted: a run without a page is not to wait for it.
    const { reportOf, reportPage } = await import('./report/report.ts');
    reportFile.write(reportPage(reportOf(files, results)));
  }
  const seconds = (performance.now() - started) / 1000;
  const written = [out, ...(report === undefined ? [] : [report])].join(', ');
  console.log(`${snapshots} snapshots, ${alerts.length} alerts in ${seconds.toFixed(1)} s → ${written}`);
}

function modelIn(file: string): Model {
  const model = readModel(file);
  if (!model) throw new Error(`--model ${file} is not a model: name a file that npm run calibrate -- --out wrote`);
  return model;
}

/** A single file needs no look ahead, and may be one that can be read only once, such as a pipe. */
const groupsOf = async (files: readonly string[]): Promise<readonly FileGroup[]> =>
  files.length === 1 ? [{ files, bytes: 0 }] : groupFiles(files);

await runCommand({ help: HELP, read: readCommand, run });
