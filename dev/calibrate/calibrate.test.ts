import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { logOddsOf } from '../../shared/domain/signal/confidence-model.ts';
import { fittedModel } from '../../shared/domain/signal/fitted-model.ts';
import { runScript } from '../../tests/support/run.ts';
import { calibrate } from './calibrate.ts';
import { crossValidate, weekOfSample } from './cross-validate.ts';
import { describeCalibration } from './describe.ts';
import { calibrationError } from './figures.ts';
import { fitBeat } from './fit.ts';
import { modelText, readModel, whyWorse } from './model-file.ts';
import { alertsOf } from './policy.ts';
import { inventSamples } from './testing/samples.ts';

const folder = mkdtempSync(join(tmpdir(), 'calibrate-'));
afterAll(() => rmSync(folder, { recursive: true }));

const samples = [
  ...inventSamples({ seed: 1, count: 6000, weeks: 8 }),
  ...inventSamples({ seed: 2, count: 3000, weeks: 8, league: 'baseball_mlb' }).map((sample) => ({
    ...sample,
    candidate: { ...sample.candidate, view: { ...sample.candidate.view, transitionId: `m${sample.start}` } },
  })),
];

describe('crossValidate', () => {
  const { foreseen, folds } = crossValidate(samples);

  it('foresees each week by what was fitted on all earlier weeks, and on nothing else', () => {
    expect(folds.size).toBeGreaterThanOrEqual(4);
    for (const week of [...folds.keys()].slice(-2)) {
      const beat = fitBeat(samples.filter((sample) => weekOfSample(sample) < week));
      expect(folds.get(week)).toEqual(beat);
      const [one] = foreseen.filter(({ sample }) => weekOfSample(sample) === week);
      expect(one?.logOdds).toBe(one && logOddsOf({ beat }, one.sample.candidate.features));
    }
  });

  it('tests no week before there is enough to fit', () => {
    expect(folds.has(weekOfSample(samples[0] ?? never()))).toBe(false);
  });
});

describe('calibrate', () => {
  const first = calibrate(samples);

  it('gives the same model for the same recordings, in whatever order they are read', () => {
    expect(calibrate(samples.toReversed())).toEqual(first);
  });

  it('promises on unseen weeks what they keep', () => {
    expect(first.skill).toBeGreaterThan(0.05);
    expect(first.crossValidated['all leagues: all']?.calibrationError).toBeLessThan(0.04);
    expect(first.crossValidated['all leagues: High']?.beatRate).toBeGreaterThan(0.88);
  });

  it('tells the figures of each league and level, and what the model says', () => {
    const text = describeCalibration(first);
    for (const part of [
      'americanfootball_nfl: High',
      'baseball_mlb: Medium and High',
      'edgeOverTime',
      'Bars: Low 0.55',
    ])
      expect(text).toContain(part);
  });

  it('refuses too few', () => {
    expect(() => calibrate(samples.slice(0, 100))).toThrow(/too few .* give more recordings/);
  });
});

describe('alertsOf', () => {
  it('is what production would send: no key twice within the hour, the feed not flooded', () => {
    const crowd = inventSamples({ seed: 5, count: 4000, weeks: 1 });
    const alerts = alertsOf(crowd, () => calibrated);
    const told = alerts.filter(({ claim }) => claim.level !== 'Low');
    expect(told.length).toBeGreaterThan(20);
    expect(told.length).toBeLessThan(7 * 45);
    const same = crowd.slice(0, 1).flatMap((sample) => [sample, { ...sample, candidate: later(sample.candidate) }]);
    expect(alertsOf(same, () => ({ ...calibrated, bars: { Low: 0, Medium: 2, High: 2 } }))).toHaveLength(1);
  });
});

const { model: calibrated } = calibrate(samples);
const later = (candidate: (typeof samples)[number]['candidate']) => ({
  ...candidate,
  view: { ...candidate.view, transitionId: 'later', observedAt: candidate.view.observedAt + 60_000 },
});
function never(): never {
  throw new Error('there are samples');
}

describe('calibrationError', () => {
  it('is the mean distance of claim and result over ten bins', () => {
    const row = (confidence: number, beats: boolean) => ({ confidence, beats });
    expect(calibrationError([row(0.75, true), row(0.75, false), row(0.95, true), row(0.95, true)])).toBeCloseTo(
      0.5 * 0.25 + 0.5 * 0.05,
      12,
    );
  });
});

describe('the model file', () => {
  const better = (parts: Partial<typeof fittedModel.provenance>) => ({
    ...fittedModel,
    provenance: { ...fittedModel.provenance, ...parts },
  });

  it.each([
    ['as good', {}, undefined],
    ['less foresight', { skill: fittedModel.provenance.skill - 0.01 }, /foresees unseen weeks worse/],
    ['fewer games', { events: fittedModel.provenance.events - 1 }, /fewer games/],
    ['more games', { events: fittedModel.provenance.events + 1 }, undefined],
  ])('is not replaced by one of %s', (_what, parts, why) => {
    const said = whyWorse(fittedModel, better(parts));
    if (why) expect(said).toMatch(why);
    else expect(said).toBeUndefined();
    expect(whyWorse(undefined, better(parts))).toBeUndefined();
  });

  it('is read again as it was written; another shape counts as none', () => {
    const file = join(folder, 'model.json');
    expect(readModel(file)).toBeUndefined();
    writeFileSync(file, modelText(fittedModel));
    expect(readModel(file)).toEqual(fittedModel);
    writeFileSync(file, readFileSync(file, 'utf8').slice(0, 100));
    expect(readModel(file)).toBeUndefined();
  });
});

describe('npm run calibrate', () => {
  const run = async (...args: readonly string[]) => {
    const started = runScript('dev/calibrate/main.ts', args);
    return { code: await started.ended, lines: started.lines };
  };

  it.each([
    ['nothing', [], 2, /At least one FILE/],
    ['half a date', ['--until', 'July', 'x.jsonl'], 2, /--until takes a day/],
    ['a file that is not there', ['/nowhere/x.jsonl'], 1, /x\.jsonl: there is no such file/],
  ])('of %s says so in a line', async (_what, args, code, says) => {
    const ended = await run(...args);
    expect(ended.code).toBe(code);
    expect(ended.lines[0]).toMatch(says);
    expect(ended.lines.join('\n')).not.toContain('    at ');
  });

  it('says that a short recording is too little, and leaves the model alone', async () => {
    const [short, out] = [join(folder, 'short.jsonl'), join(folder, 'none.json')];
    writeFileSync(short, `${JSON.stringify({ captured_at: '2026-01-01T00:00:00Z', body: [] })}\n`);
    const { code, lines } = await run('--out', out, short);
    expect(code).toBe(1);
    expect(lines[0]).toMatch(/0 judged candidates are too few/);
    expect(readModel(out)).toBeUndefined();
  });
});
