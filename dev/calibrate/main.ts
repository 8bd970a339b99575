import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Model } from '../../shared/domain/signal/confidence-model.ts';
import { groupFiles } from '../backtest/group-files.ts';
import { outputFile } from '../backtest/output-file.ts';
import { progressBar } from '../backtest/progress-bar.ts';
import { runCommand } from '../command.ts';
import { type Calibration, calibrate } from './calibrate.ts';
import { collect } from './collect.ts';
import { describeCalibration } from './describe.ts';
import { modelText, readModel, whyWorse } from './model-file.ts';
import type { Sample } from './sample.ts';

const MODEL = fileURLToPath(new URL('../../shared/domain/signal/confidence-model.json', import.meta.url));

const HELP = `npm run calibrate -- [OPTIONS] FILE...

Fits the confidence model to recorded odds, prints how it foresaw weeks that it was not fitted on, and writes the model file. The
same files give the same model.

  FILE          JSON lines {"captured_at": ISO, "body": <answer of /v4/sports/{sport}/odds>}, plain or .zst
  --until DATE  use only games that begin before that day (UTC), e.g. 2026-07-01: to judge the model on later ones
  --out FILE    the model file; default: the one that the app uses
  --force       write it even when it is worse than the one that is there
  --help        this text`;

interface CalibrateCommand {
  readonly files: readonly string[];
  readonly out: string;
  readonly until: string | undefined;
  readonly force: boolean;
}

function readCommand(args: readonly string[]): CalibrateCommand | 'help' {
  const { values, positionals: files } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      out: { type: 'string' },
      until: { type: 'string' },
      force: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return 'help';
  const { out = MODEL, until, force = false } = values;
  if (files.length === 0) throw new Error('At least one FILE is needed.');
  if (until !== undefined && !(/^\d{4}-\d{2}-\d{2}$/.test(until) && Number.isFinite(Date.parse(until))))
    throw new Error('--until takes a day, e.g. 2026-07-01.');
  return { files, out, until, force };
}

async function run({ files, out, until, force }: CalibrateCommand): Promise<void> {
  const file = outputFile('--out', out, files);
  const { samples, sources } = await read(files);
  const before = until === undefined ? Number.POSITIVE_INFINITY : Date.parse(until);
  const used = samples.filter(({ start }) => start < before);
  const calibration = calibrate(used);
  console.log(describeCalibration(calibration));
  const model = withProvenance(calibration, used, sources);
  const why = whyWorse(readModel(out), model);
  if (why !== undefined && !force)
    throw new Error(`The model was not written: ${why}. With --force it is written all the same.`);
  file.write(modelText(model));
  console.log(`\n${out} is written${why === undefined ? '' : `, though ${why}`}.`);
}

type Source = Model['provenance']['files'][number];

async function read(files: readonly string[]): Promise<{ samples: Sample[]; sources: Source[] }> {
  const samples: Sample[] = [];
  const sources: Source[] = [];
  const bar = progressBar(process.stderr, files);
  let done = 0;
  for (const group of await groupFiles(files)) {
    bar.onStart(group.files);
    const found = await collect(group.files, (snapshots) =>
      bar.onProgress({ snapshots: done + snapshots, alerts: samples.length }),
    );
    bar.onDone(group.files);
    done += found.snapshots;
    for (const sample of found.samples) samples.push(sample);
    sources.push(...group.files.map((file) => ({ name: basename(file), sha256: sha256Of(file) })));
  }
  bar.end();
  return { samples, sources: sources.sort((a, b) => (`${a.name} ${a.sha256}` < `${b.name} ${b.sha256}` ? -1 : 1)) };
}

const sha256Of = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

function withProvenance(calibration: Calibration, used: readonly Sample[], files: Source[]): Model {
  const { model, folds, skill, crossValidated } = calibration;
  const judged = used.filter(({ clv }) => clv !== undefined);
  const events = judged.map(({ candidate }) => candidate.view.event);
  const starts = judged.map(({ start }) => start);
  return {
    ...model,
    provenance: {
      files,
      from: isoDay(Math.min(...starts)),
      until: isoDay(Math.max(...starts)),
      leagues: [...new Set(events.map(({ league }) => league))].sort(),
      events: new Set(events.map(({ id }) => id)).size,
      candidates: judged.length,
      folds,
      skill,
      crossValidated,
    },
  };
}

const isoDay = (at: number): string => new Date(at).toISOString().slice(0, 10);

await runCommand({ help: HELP, read: readCommand, run });
