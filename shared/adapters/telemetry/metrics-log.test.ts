import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { consoleTelemetry } from './console-telemetry.ts';
import { type MetricsLogOptions, metricsLog } from './metrics-log.ts';
import { recordingTelemetry } from './recording-telemetry.ts';

const MINUTE = 60_000;

/** A log of metrics whose time passes only when told. */
function world(options: Partial<MetricsLogOptions> = {}) {
  let at = 0;
  const timers: { readonly due: number; readonly run: () => void }[] = [];
  const log = recordingTelemetry();
  const after = (ms: number, run: () => void) => void timers.push({ due: at + ms, run });
  const metrics = metricsLog({ log, now: () => at, after, ...options });
  const pass = (ms: number) => {
    at += ms;
    for (const { run } of timers.splice(0, timers.findLastIndex(({ due }) => due <= at) + 1)) run();
  };
  const written = () =>
    log.records.map((record) => (record.kind === 'log' && record.event === 'metrics' ? record.fields : record));
  return { metrics, log, pass, written, timers };
}

describe('metricsLog', () => {
  it('sums counters and keeps labels apart, whatever their order', () => {
    const { metrics, pass, written } = world();
    metrics.count('polls');
    metrics.count('drops', 2, { reason: 'old', type: 'spread' });
    metrics.count('drops', 3, { type: 'spread', reason: 'old' });
    metrics.count('drops', 1, { reason: 'duplicate', type: 'spread' });
    metrics.count('nothing', 0);
    pass(MINUTE - 1);
    expect(written()).toEqual([]);
    pass(1);
    expect(written()).toEqual([
      { seconds: 60, polls: 1, 'drops{reason=old,type=spread}': 5, 'drops{reason=duplicate,type=spread}': 1 },
    ]);
  });

  it('sums up observations; the last is what a gauge shows, zero too', () => {
    const { metrics, pass, written } = world();
    for (const ms of [30, 10, 20]) metrics.observe('latency_ms', ms, { kind: 'channel' });
    metrics.observe('credits_remaining', 0);
    pass(MINUTE);
    expect(written()).toEqual([
      {
        seconds: 60,
        'latency_ms{kind=channel}.count': 3,
        'latency_ms{kind=channel}.sum': 60,
        'latency_ms{kind=channel}.min': 10,
        'latency_ms{kind=channel}.max': 30,
        'latency_ms{kind=channel}.last': 20,
        'credits_remaining.count': 1,
        'credits_remaining.sum': 0,
        'credits_remaining.min': 0,
        'credits_remaining.max': 0,
        'credits_remaining.last': 0,
      },
    ]);
  });

  it('begins anew after each event and writes nothing while nothing happens', () => {
    const { metrics, pass, written, timers } = world();
    pass(10 * MINUTE);
    metrics.count('polls', 4);
    pass(MINUTE);
    pass(5 * MINUTE);
    expect(timers).toEqual([]);
    metrics.count('polls', 2);
    pass(MINUTE);
    expect(written()).toEqual([
      { seconds: 660, polls: 4 },
      { seconds: 360, polls: 2 },
    ]);
  });

  it('loses and repeats no count, however counting and time mix', () => {
    const step = fc.oneof(
      fc.record({ series: fc.constantFrom('a', 'b', 'a,b', 'a"', '{', ''), count: fc.integer({ min: 1, max: 9 }) }),
      fc.record({ ms: fc.integer({ min: 1, max: 2 * MINUTE }) }),
    );
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const { metrics, pass, log } = world();
        for (const taken of steps)
          if ('ms' in taken) pass(taken.ms);
          else metrics.count('n', taken.count, { a: taken.series, b: 'x' });
        metrics.flush();
        const totals = new Map<string, number>();
        for (const record of log.records)
          for (const [name, value] of record.kind === 'log' ? Object.entries(record.fields) : [])
            if (name !== 'seconds') totals.set(name, (totals.get(name) ?? 0) + Number(value));
        const counted = new Map<string, number>();
        for (const taken of steps)
          if ('series' in taken) counted.set(taken.series, (counted.get(taken.series) ?? 0) + taken.count);
        expect([...totals.values()].sort()).toEqual([...counted.values()].sort());
      }),
    );
  });

  it('keeps at most so many series and counts what it leaves out', () => {
    const { metrics, pass, written } = world({ maxSeries: 2 });
    metrics.count('one');
    metrics.observe('two', 1);
    metrics.count('three');
    metrics.observe('four', 1);
    metrics.observe('two', Number.NaN);
    metrics.count('one');
    pass(MINUTE);
    metrics.count('three');
    pass(MINUTE);
    expect(written()).toEqual([
      { seconds: 60, one: 2, 'two.count': 1, 'two.sum': 1, 'two.min': 1, 'two.max': 1, 'two.last': 1, left_out: 3 },
      { seconds: 60, three: 1 },
    ]);
  });

  it('writes when asked, once', () => {
    const { metrics, pass, written } = world();
    metrics.flush();
    metrics.count('polls');
    pass(5_000);
    metrics.flush();
    metrics.flush();
    pass(MINUTE);
    expect(written()).toEqual([{ seconds: 5, polls: 1 }]);
  });

  it('hands log events on unchanged', () => {
    const { metrics, log } = world();
    metrics.debug('d');
    metrics.info('i', { n: 1 });
    metrics.warn('w');
    metrics.error('e', { reason: 'x' });
    const direct = recordingTelemetry();
    direct.debug('d');
    direct.info('i', { n: 1 });
    direct.warn('w');
    direct.error('e', { reason: 'x' });
    expect(log.records).toEqual(direct.records);
  });

  it('lets no secret into the name of a series, where the log would not look for one', () => {
    const { metrics, pass, written } = world();
    metrics.count('failures', 1, { reason: 'GET https://x.example/odds?apiKey=hunter2hunter2' });
    pass(MINUTE);
    expect(JSON.stringify(written())).not.toContain('hunter2');
  });

  it('goes on when the log cannot be written to', () => {
    const broken = { ...recordingTelemetry(), info: () => expect.fail('the log is closed') };
    const { metrics, pass } = world({ log: broken });
    metrics.count('polls');
    expect(() => pass(MINUTE)).not.toThrow();
    metrics.count('polls');
    expect(() => metrics.flush()).not.toThrow();
  });

  it('is one line of JSON in the log, short enough for a trace when full', () => {
    const lines: string[] = [];
    const log = consoleTelemetry({ format: 'json', now: () => 0, write: (line) => lines.push(line) });
    const { metrics, pass } = world({ log });
    for (let n = 0; n < 300; n++)
      metrics.count('stage_outcomes', 123_456, {
        stage: 'fan-out-alert',
        kind: 'dropped',
        reason: `a-long-reason-${n}`,
      });
    pass(MINUTE);
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 'info',
      event: 'metrics',
      seconds: 60,
      left_out: 100,
      'stage_outcomes{kind=dropped,reason=a-long-reason-7,stage=fan-out-alert}': 123_456,
    });
    expect(Buffer.byteLength(lines[0] ?? '')).toBeLessThan(32_768);
  });

  it('does not keep the process alive', () => {
    const timeouts = () => process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
    const before = timeouts();
    metricsLog({ log: recordingTelemetry(), now: () => 0 }).count('polls');
    expect(timeouts()).toBe(before);
  });
});
