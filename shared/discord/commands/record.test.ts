import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  commandRequest,
  embedOf,
  faultsOf,
  leaguesOnly,
  messageOf,
  suggestRequest,
} from '../../../tests/support/asking-signals.ts';
import { DETECTED_AT } from '../../../tests/support/delivery-world.ts';
import { aRow, rowsThat } from '../../../tests/support/performance.ts';
import type { LeagueRow } from '../../domain/signal/performance.ts';
import { WEEK_MS } from '../../domain/signal/performance-week.ts';
import { recordReport } from '../../domain/signal/record-report.ts';
import { ALERT_TYPES, LEVELS } from '../../domain/signal/signal.ts';
import type { RecordQuery } from '../../ports/track-records.ts';
import { record } from './record.ts';

const NHL = 'icehockey_nhl';

function setup(rows: readonly LeagueRow[], leagues = { americanfootball_nfl: 'NFL', [NHL]: 'NHL' }) {
  const queries: RecordQuery[] = [];
  const deps = {
    catalogue: leaguesOnly(leagues),
    trackRecords: {
      report: async (query: RecordQuery) => {
        queries.push(query);
        return recordReport(rows);
      },
    },
  };
  return {
    queries,
    ask: (options: Readonly<Record<string, string>> = {}) => record.run(deps, commandRequest('record', options)),
    suggest: async (typed: string) => record.suggest?.(deps, suggestRequest('record', 'league', typed)),
  };
}

describe('/record', () => {
  it('needs nothing, and is shown to everybody', () => {
    expect(record.needs(undefined)).toEqual({});
    expect(record.isPrivate).toBe(false);
  });

  it('shows all: by level with intervals, what was claimed, what is unjudged; by league, type and week', async () => {
    const medium = { level: 'Medium', type: 'ValueGap', confidence: 0.71 } as const;
    const { ask } = setup([
      ...rowsThat(50, 61),
      ...rowsThat(28, 40, { ...medium, league: NHL, detectedAt: DETECTED_AT - WEEK_MS }),
      ...rowsThat(4, 6, { ...medium, level: 'Low', league: 'unheard_of' }),
      aRow({ clv: null, reason: 'too-old' }),
      aRow({ clv: null, reason: 'too-few-books' }),
    ]);
    const answer = await ask();
    expect(embedOf(answer)).toEqual({
      title: 'Track record · all leagues · last 30 days',
      color: 0x3498db,
      description: [
        '**77%** of 107 beat the close (95% interval 68–84%), mean CLV **+1.8%**.\nSignals whose games have begun: 109, 107 of them judged, 2 unjudged for want of a closing line.',
        [
          '**High** 82% of 61 (71–90%) · claimed 86% · CLV +2.1% · 2 unjudged',
          '**Medium** 70% of 40 (55–82%) · claimed 71% · CLV +1.5%',
          '**Low** 67% of 6 (30–90%) · claimed 71% · CLV +1.3% · too few to say',
        ].join('\n'),
        '“Beat the close”: the price we named was better than the market’s fair price at the start of the game (CLV above 0). Past results promise nothing.',
      ].join('\n\n'),
      fields: [
        {
          name: 'By league',
          value: 'NFL 82% of 61 (71–90%)\nNHL 70% of 40 (55–82%)\nunheard of 67% of 6 (30–90%), too few',
        },
        { name: 'By type', value: 'Sharp activity 82% of 61 (71–90%)\nValue gap 70% of 46 (55–81%)' },
        { name: 'By week', value: '▆ 70% of 40 · from Nov 2\n▇ 81% of 67 · from Nov 9' },
      ],
      footer: { text: '18+/21+ · Bet responsibly · 1-800-GAMBLER (US)' },
    });
    expect(faultsOf(answer)).toEqual([]);
  });

  it('says plainly when there are too few, or none that could be judged', async () => {
    const few = embedOf(await setup(rowsThat(29, 29)).ask()).description;
    expect(few).toContain(
      '**100%** of 29 beat the close (95% interval 88–100%), mean CLV **+3.0%**. That is too few to say.',
    );
    expect(embedOf(await setup(rowsThat(29, 30)).ask()).description).not.toContain('too few');
    const unjudged = embedOf(await setup([aRow({ clv: null })]).ask());
    expect(unjudged.description).toContain(
      '**None judged yet.**\nSignals whose games have begun: 1, 0 of them judged, 1 unjudged',
    );
    expect(unjudged.description).toContain('**High** none judged · 1 unjudged');
    expect(unjudged.fields?.[0]).toEqual({ name: 'By league', value: 'NFL none judged of 1' });
  });

  it('never rounds up to all', async () => {
    expect(embedOf(await setup(rowsThat(998, 999)).ask()).description).toContain('**99%** of 999');
  });

  it('says so when nothing is on record', async () => {
    const answer = await setup([]).ask();
    expect(embedOf(answer).description).toMatch(/^Nothing on record yet\..*Past results promise nothing\.$/s);
    expect(embedOf(answer)).not.toHaveProperty('fields');
    expect(faultsOf(answer)).toEqual([]);
  });

  it('shows one league, and as far back as is asked', async () => {
    const { ask, queries } = setup(rowsThat(1, 2));
    const nhl = embedOf(await ask({ league: 'nhl', window: '364' }));
    expect(nhl.title).toBe('Track record · NHL · last 52 weeks');
    expect(nhl.fields?.map(({ name }) => name)).toEqual(['By type']);
    await ask({ window: 'for ever' });
    const now = DETECTED_AT + 5 * 60_000;
    expect(queries).toEqual([
      { league: NHL, days: 364, now },
      { league: undefined, days: 30, now },
    ]);
  });

  it('knows not every league, and suggests those that it knows', async () => {
    const { ask, suggest, queries } = setup([]);
    expect(messageOf(await ask({ league: '<@1>' })).content).toContain('no league “\\<＠1\\>”');
    expect(queries).toEqual([]);
    expect(await suggest('nh')).toEqual([{ name: 'NHL', value: NHL }]);
  });

  it('shows the newest six weeks', async () => {
    const rows = Array.from({ length: 9 }, (_, n) =>
      aRow({ signalId: `s${n}`, detectedAt: DETECTED_AT - n * WEEK_MS }),
    );
    const weeks = embedOf(await setup(rows).ask({ window: '90' })).fields?.find(({ name }) => name === 'By week');
    expect(weeks?.value.split('\n')).toHaveLength(6);
    expect(weeks?.value.split('\n').at(-1)).toBe('█ 100% of 1 · from Nov 9');
  });

  it('keeps the limits of Discord, and formats nothing that came from outside', async () => {
    const title = fc
      .constantFrom('*', '@everyone', '[x](http://evil)', '\\', '`', '\u202e', '👩‍👩‍👧')
      .map((text) => text.repeat(100).slice(0, 100));
    const row = fc.record({
      league: fc.integer({ min: 0, max: 60 }).map((n) => `league_${n}`),
      level: fc.constantFrom(...LEVELS),
      type: fc.constantFrom(...ALERT_TYPES),
      clv: fc.option(fc.double({ min: -1, max: 1000, noNaN: true })),
      detectedAt: fc.integer({ min: DETECTED_AT - 50 * WEEK_MS, max: DETECTED_AT }),
    });
    await fc.assert(
      fc.asyncProperty(title, fc.array(row, { maxLength: 300, size: 'max' }), async (name, parts) => {
        const leagues = Object.fromEntries(Array.from({ length: 61 }, (_, n) => [`league_${n}`, name]));
        const { ask } = setup(
          parts.map((part) => aRow(part)),
          { americanfootball_nfl: 'NFL', [NHL]: name, ...leagues },
        );
        const answer = await ask();
        expect(faultsOf(answer)).toEqual([]);
        const { description = '', fields = [] } = embedOf(answer);
        const all = [description, ...fields.map(({ value }) => value)].join('\n');
        expect(all.replace(/\\./gu, '').replaceAll('**', '')).not.toMatch(/@\S|[<>[\]`|~_*#]|:\/\//);
      }),
      { numRuns: 40 },
    );
  });
});
