import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fields } from '../../ports/telemetry.ts';
import { type ConsoleOptions, consoleTelemetry } from './console-telemetry.ts';

const FORBIDDEN = '\n\r\u001b\u2028\u2029\u202e\0';
const AT = Date.UTC(2026, 10, 23, 14, 5, 6, 78);

function capture(options: ConsoleOptions = {}) {
  const lines: string[] = [];
  const telemetry = consoleTelemetry({ format: 'text', now: () => AT, write: (line) => lines.push(line), ...options });
  return { telemetry, lines };
}

const lineFor = (fields: Fields, options?: ConsoleOptions): string => {
  const { telemetry, lines } = capture(options);
  telemetry.info('event', fields);
  return lines.join('\n');
};

describe('consoleTelemetry', () => {
  it('writes one readable line', () => {
    const fields = {
      signalId: 's1',
      edge: 0.031,
      at: undefined,
      home: 'New York Jets',
      books: ['a', 'b'],
      live: true,
      none: null,
    };
    expect(lineFor(fields)).toBe(
      '14:05:06.078 event signalId=s1 edge=0.031 home="New York Jets" books=a,b live=true none=null',
    );
  });

  it('colours by level for a terminal only', () => {
    const { telemetry, lines } = capture({ format: 'colour' });
    telemetry.error('broken');
    expect(lines[0]).toContain('\u001b[31mbroken\u001b[0m');
    expect(lineFor({})).not.toContain('\u001b');
  });

  it('writes JSON for machines, whose own names no field can take', () => {
    expect(JSON.parse(lineFor({ signalId: 's1', level: 'High' }, { format: 'json' }))).toEqual({
      time: '2026-11-23T14:05:06.078Z',
      level: 'info',
      event: 'event',
      signalId: 's1',
    });
  });

  it('leaves out what is below its level; figures are debug', () => {
    const { telemetry, lines } = capture({ level: 'warn' });
    telemetry.info('quiet');
    telemetry.count('polls');
    telemetry.warn('loud');
    expect(lines).toEqual(['14:05:06.078 loud']);
    const all = capture({ level: 'debug' });
    all.telemetry.count('polls', 2, { league: 'nfl' });
    all.telemetry.observe('latency_ms', Number.NaN);
    expect(all.lines).toEqual([
      '14:05:06.078 count metric=polls value=2 league=nfl',
      '14:05:06.078 observe metric=latency_ms value=NaN',
    ]);
  });

  it.each(['text', 'colour', 'json'] as const)(
    'keeps any value on its line and off the screen’s controls: %s',
    (format) => {
      const anyText = fc.string({
        unit: fc.oneof(fc.constantFrom(...FORBIDDEN, '😀'), fc.string()),
      });
      fc.assert(
        fc.property(anyText, anyText, (name, value) => {
          const printed = lineFor({ [name]: value, list: [value] }, { format });
          const visible = format === 'colour' ? stripVTControlCharacters(printed) : printed;
          expect([...FORBIDDEN].filter((character) => visible.includes(character))).toEqual([]);
          if (format === 'json') expect(() => JSON.parse(printed)).not.toThrow();
        }),
      );
    },
  );

  it('cuts long texts and lists', () => {
    const line = lineFor({ text: 'x'.repeat(100_000), list: Array.from({ length: 30 }, (_, i) => `${i}`) });
    expect(line.length).toBeLessThan(700);
    expect(line).toContain('… 10 more');
  });

  it.each([
    'apiKey',
    'ODDS_API_KEY',
    'botToken',
    'clientSecret',
    'Authorization',
    'x-signature',
    'COSMOS_KEY_ACCOUNT_KEY',
    'connectionString',
  ])('never writes the text of %s', (name) => {
    expect(lineFor({ [name]: 'hunter2hunter2' })).not.toContain('hunter2');
    expect(lineFor({ [name]: ['hunter2hunter2'] })).not.toContain('hunter2');
  });

  it.each([
    'GET https://api.example/v4/odds?apiKey=hunter2hunter2&regions=us failed',
    'connect redis://user:hunter2hunter2@cache:6379',
    'AccountName=x;AccountKey=hunter2hunter2;',
    'Authorization: Bot hunter2hunter2.abc',
    'Bearer hunter2hunter2',
    'sk_live_hunter2hunter2',
    'sk-ant-hunter2hunter2',
  ])('takes the secret out of a text: %s', (text) => {
    const line = lineFor({ reason: text });
    expect(line).not.toContain('hunter2');
    expect(line).toContain('[redacted]');
  });

  it('leaves dedupe keys and counts of tokens readable', () => {
    expect(lineFor({ key: 'abc123:spread:SharpActivity:High', outputTokens: 80 })).toBe(
      '14:05:06.078 event key=abc123:spread:SharpActivity:High outputTokens=80',
    );
  });
});
