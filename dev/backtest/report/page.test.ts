import { describe, expect, it } from 'vitest';
import { DETECTED_AT } from '../../../tests/support/delivery-world.ts';
import { HOUR } from '../../../tests/support/odds.ts';
import { alertThat, aReport } from './fixtures.ts';
import { reportPage } from './page.ts';
import type { ReportAlert } from './report-alert.ts';

const levels = [
  ['High', 0.86],
  ['Medium', 0.72],
  ['Low', 0.58],
] as const;
/** Sixty alerts of all levels whose close gets better one by one, three of which were not judged. */
const sixty: readonly ReportAlert[] = Array.from({ length: 60 }, (_, index) => {
  const [level, confidence] = levels[index % 3] ?? levels[0];
  const signal = { id: `signal-${index}`, level, confidence, detectedAt: DETECTED_AT + (index % 5) * HOUR };
  return alertThat(index % 20 === 7 ? undefined : 0.4 + index * 0.004, signal);
});

/** The tags of a piece of markup in which each opens and closes; throws where they do not match. */
function tagsOf(markup: string): readonly string[] {
  const open: string[] = [];
  const seen: string[] = [];
  for (const [tag, close, name = '', attributes = '', selfClosing] of markup.matchAll(
    /<(\/?)([a-zA-Z][\w-]*)((?:\s+[\w-]+="[^"<]*")*)\s*(\/?)>/g,
  )) {
    if (close && open.pop() !== name) throw new Error(`${tag} closes nothing`);
    if (close) continue;
    seen.push(`${name}${attributes}`);
    if (!selfClosing) open.push(name);
  }
  if (open.length > 0) throw new Error(`<${open.join('>, <')}> stay open`);
  // Every < must have been part of a tag that was understood.
  const tags = markup.match(/<\/?[a-zA-Z][\w-]*(?:\s+[\w-]+="[^"<]*")*\s*\/?>/g) ?? [];
  if (tags.length !== markup.split('<').length - 1) throw new Error('there is a < that begins no tag');
  return seen;
}
const svgsOf = (page: string): readonly string[] => page.match(/<svg[\s\S]*?<\/svg>/g) ?? [];
const textOf = (markup: string): string => markup.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
/** The text of the first element whose tag begins so, up to its end tag. */
const partOf = (page: string, begins: string, ends: string): string => {
  const from = page.indexOf(begins);
  return textOf(page.slice(from, page.indexOf(ends, from)));
};

describe('a report’s page', () => {
  const page = reportPage(aReport(sixty));

  it('has well-formed drawings with a name for those who do not see them', () => {
    const drawings = svgsOf(page);
    // Four levels, calibration, CLV, one league, the best ten, the worst ten.
    expect(drawings).toHaveLength(4 + 1 + 1 + 1 + 10 + 10);
    for (const drawing of drawings) {
      const [svg = ''] = tagsOf(drawing);
      expect(svg).toContain('role="img"');
      expect(drawing).not.toMatch(/NaN|undefined|Infinity|null/);
      for (const id of /aria-labelledby="([^"]*)"/.exec(svg)?.[1]?.split(' ') ?? [])
        expect(drawing).toContain(`id="${id}"`);
      expect(svg).toMatch(/aria-label(ledby)?="[^"]+"/);
    }
    const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('is well-formed as a whole', () => {
    const body = page.slice(page.indexOf('<body>'));
    expect(() => tagsOf(body.slice(0, body.indexOf('</html>')))).not.toThrow();
  });

  it('asks nothing of anybody: no script, no address, no other file', () => {
    expect(page).not.toMatch(/<script|https?:|\/\/|\bsrc=|@import|<link|url\((?!#)/);
    expect(page).toContain(`content="default-src 'none'`);
  });

  it.each(levels)('gives the figures of %s as the alerts have them', (level) => {
    const own = sixty.filter(({ signal }) => signal.level === level);
    const clvs = own.flatMap(({ clv }) => clv ?? []).sort((a, b) => a - b);
    const text = partOf(page, `aria-label="${level}"`, '</section>');
    const percent = (value: number) => `${value > 0 ? '+' : '−'}${Math.abs(value * 100).toFixed(1)}%`;
    expect(text).toContain(
      `${((clvs.filter((clv) => clv > 0).length / clvs.length) * 100).toFixed(0)}% beat the close`,
    );
    expect(text).toContain(`Alerts ${own.length}`);
    expect(text).toContain(`Judged ${clvs.length}`);
    expect(text).toContain(`Unjudged ${own.length - clvs.length}`);
    expect(text).toContain(`Mean CLV ${percent(clvs.reduce((sum, clv) => sum + clv, 0) / clvs.length)}`);
    const middle = ((clvs[(clvs.length - 1) >> 1] ?? 0) + (clvs[clvs.length >> 1] ?? 0)) / 2;
    expect(text).toContain(`Median CLV ${percent(middle)}`);
  });

  it('counts every judged alert in the calibration and in the histograms', () => {
    const judged = sixty.filter(({ clv }) => clv !== undefined).length;
    const sum = (pattern: RegExp, part: string) =>
      [...part.matchAll(pattern)].reduce((total, [, count]) => total + Number(count), 0);
    const [, , , , calibration = '', histograms = ''] = svgsOf(page);
    expect(sum(/class="count"[^>]*>(\d+)</g, calibration)).toBe(judged);
    expect(sum(/: (\d+) alerts?<\/title>/g, histograms)).toBe(judged);
    expect(sum(/class="good"[^>]*><title>[^<]*: (\d+) alerts?</g, histograms)).toBe(
      sixty.filter(({ clv = 0 }) => clv > 0).length,
    );
  });

  it('says how many there were a day', () => {
    const text = partOf(page, '<figure class="volume"', '</figure>');
    expect(text).toContain('NFL 20.0 a day, of them 13.3 Medium and High');
    expect(text).toContain('60 alerts on 3 days, at most 60 (15 Nov 2026)');
    expect(text).toContain('2026-11-14: 0 High, 0 Medium, 0 Low');
    expect(text).toContain('2026-11-15: 20 High, 20 Medium, 20 Low');
    expect(textOf(page)).toContain(
      'Medium and High together: 13.3 per league and recorded day; 40.0 on those that had any.',
    );
  });

  it('shows the best and the worst, the most extreme first', () => {
    const shown = [...page.matchAll(/class="unseen">closing line value <\/span>([^<]*)</g)].map(([, clv]) => clv);
    const clvs = sixty.flatMap(({ clv }) => clv ?? []).sort((a, b) => b - a);
    const text = (clv: number) => `${clv > 0 ? '+' : '−'}${Math.abs(clv * 100).toFixed(1)}%`;
    expect(shown).toEqual([...clvs.slice(0, 10), ...clvs.slice(-10).reverse()].map(text));
  });

  it('tells of an alert what to take, where, when, and what became of it', () => {
    const one = reportPage(aReport([alertThat(0.56)]));
    const text = partOf(one, '<article', '</article>');
    expect(text).toContain('Miami Dolphins +3.5 @ 1.95 (−105)');
    expect(text).toContain('+9.2%');
    expect(text).toContain('High BetRivers · Buffalo Bills at Miami Dolphins · NFL, spread');
    expect(text).toContain('Sun 15 Nov 2026, 15:00 UTC, 2 h before the start');
    expect(text).toContain('close 56.0%');
    expect(text).toContain('needs 51.3%');
    expect(text).toContain('Sharp activity Confidence 86% Fair at the alert 54.7% Fair at the close 56.0%');
  });

  it('says why alerts were not judged', () => {
    expect(textOf(page)).toContain('3 alerts without a judgement 3 fewer than four books quoted it at the close');
  });
});

describe('a report’s page of names from outside', () => {
  const hostile = '<script>alert(1)</script>';
  const quoting = `"><img onerror='alert(2)'>`;
  const event = {
    id: hostile,
    league: hostile,
    leagueTitle: quoting,
    home: hostile,
    away: quoting,
    commenceTime: DETECTED_AT + HOUR,
  };
  const offer = { book: hostile, outcome: 'home', point: 3.5, price: 1.95, since: DETECTED_AT };
  const lines = [{ at: DETECTED_AT, consensus: 0.5, books: [{ book: quoting, probability: 0.5 }] }];
  const page = reportPage(
    aReport(
      [alertThat(0.56, { event, offer }, { lines }), alertThat(undefined, { event, offer }, { reason: hostile })],
      {
        files: [hostile, quoting],
        leagues: [{ league: hostile, title: quoting, days: ['2026-11-15'] }],
      },
    ),
  );

  it('shows them as they are written, and runs nothing', () => {
    expect(page).not.toContain('<script');
    expect(page).not.toContain('<img');
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt; +3.5');
    const body = page.slice(page.indexOf('<body>'));
    expect(() => tagsOf(body.slice(0, body.indexOf('</html>')))).not.toThrow();
  });
});

describe('a report’s page of little', () => {
  it.each([
    ['no snapshot', { snapshots: 0, span: undefined, leagues: [] }, 'There is no snapshot in these recordings.'],
    ['no game', { leagues: [] }, 'There is no game in these recordings.'],
    ['no alert', {}, 'No price in these recordings was worth an alert.'],
  ])('says that there is %s', (_, parts, says) => {
    const page = reportPage(aReport([], parts));
    expect(textOf(page)).toContain(says);
    expect(textOf(page)).toContain('No alert was raised');
    expect(page).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('says that nothing was judged', () => {
    const page = reportPage(aReport([alertThat(undefined)]));
    expect(textOf(page)).toContain('1 alert, none of which could be judged');
    expect(page).not.toMatch(/NaN|undefined|Infinity/);
    expect(page).not.toContain('<article');
  });

  it('draws one alert, also one without lines', () => {
    const page = reportPage(aReport([alertThat(0.5, {}, { lines: [] }), alertThat(0.6)]));
    expect(textOf(page)).toContain('Its lines were not kept.');
    expect(page).not.toMatch(/NaN|undefined|Infinity/);
  });
});
