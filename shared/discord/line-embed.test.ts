import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faultsOf } from '../../tests/support/asking-signals.ts';
import { bookKeys, historyOf } from '../../tests/support/lines.ts';
import { anEvent, HOUR, MINUTE, NOON } from '../../tests/support/odds.ts';
import { type LineMovement, lineMovement } from '../domain/market/line-movement.ts';
import type { MarketType } from '../domain/market/market.ts';
import type { LineReport } from '../ports/line-reports.ts';
import { message } from './commands/command.ts';
import { type LineFrame, lineEmbed } from './line-embed.ts';

const BOOKS = bookKeys(3);
const moved = (market: MarketType = 'spread', changes = 3): LineMovement => {
  const movement = lineMovement(market, anEvent().league, historyOf(market, BOOKS, changes));
  if (!movement) throw new Error('no movement');
  return movement;
};
const report = (parts: Partial<LineReport> = {}): LineReport => ({
  kind: 'line',
  event: anEvent(),
  movement: moved(),
  books: [
    { book: 'bovada', value: -2.74, offer: { point: -3, prices: [2, 1.83] } },
    { book: 'pinnacle', value: -5.04, offer: { point: -5, prices: [1.95, 1.93] } },
    { book: 'fanduel', value: -4.54, offer: { point: -4.5, prices: [1.91, 1.91] } },
  ],
  quotedAt: NOON + HOUR - MINUTE,
  ways: 2,
  picture: { kind: 'unwanted' },
  ...parts,
});
const FRAME = { now: NOON + HOUR, oddsFormat: 'decimal', notes: [] } as const;
const drawn = (parts: Partial<LineReport> = {}, frame: Partial<LineFrame> = {}) => {
  const embed = lineEmbed(report(parts), { ...FRAME, ...frame });
  return { ...embed, values: Object.fromEntries((embed.fields ?? []).map(({ name, value }) => [name, value])) };
};

describe('a line in words', () => {
  it('tells where it came from and where it is, its range, who moved first, how often, and who is off it', () => {
    const { title, description, values, fields } = drawn();
    expect(title).toBe('Prairie Wolves at Harbor Hawks');
    expect(description).toBe(
      [
        '**Harbor Hawks -3 → -4.5**',
        `NFL spread · starts <t:${(NOON + 5 * HOUR) / 1000}:R>`,
        `First seen <t:${NOON / 1000}:R>`,
        `Prices read <t:${(NOON + HOUR - MINUTE) / 1000}:R>`,
      ].join('\n'),
    );
    expect(values).toEqual({
      Range: '-4.5 to -3',
      'Moved first': 'Book0',
      Changes: `3 by 3 books\nlast <t:${(NOON + 3 * MINUTE) / 1000}:R>`,
      'Furthest from it now': [
        'Bovada -3 (2.00 home, 1.83 away) · fair -2.7, 1.8 off',
        'Pinnacle -5 (1.95 home, 1.93 away) · fair -5, 0.5 off',
      ].join('\n'),
    });
    expect(fields?.filter(({ inline }) => inline)).toHaveLength(3);
  });

  it('tells a total as points, a moneyline as the home side’s chance', () => {
    expect(drawn({ movement: moved('total') }).description).toContain('**Total 44 → 42.5**');
    const two = { movement: moved('moneyline'), books: [{ book: 'bovada', value: 0.6 }] };
    expect(drawn(two).description).toContain('**Harbor Hawks to win 50% → 56%**');
    expect(drawn(two).values['Furthest from it now']).toBe('Bovada · fair 60%, 4% off');
    expect(drawn({ ...two, ways: 3 }).description).toContain(
      '**Harbor Hawks against Prairie Wolves, a draw apart: 50% → 56%**',
    );
  });

  it('says what stands still', () => {
    const { description, values } = drawn({ movement: moved('total', 0), books: [{ book: 'bovada', value: 44 }] });
    expect(description).toContain('**Total 44, unchanged**');
    expect(values).toEqual({
      Range: '44',
      'Moved first': 'nobody',
      Changes: 'none yet',
      'Furthest from it now': 'only one book quotes it',
    });
    expect(drawn({ books: [] }).values['Furthest from it now']).toBe('none: the books agree');
  });

  it('says that the game has begun: then it is the close', () => {
    const { description, values } = drawn({}, { now: NOON + 6 * HOUR });
    expect(description).toContain(`🏁 began <t:${(NOON + 5 * HOUR) / 1000}:R>: this is how it closed`);
    expect(description).toContain(`Prices read <t:${(NOON + HOUR - MINUTE) / 1000}:R>`);
    expect(values).toHaveProperty('Furthest from it at the start');
  });

  it('says how old its prices are, and that nobody quotes it', () => {
    expect(drawn({ quotedAt: NOON }).description).toContain(
      '⏳ Prices are **60 min old**: `/odds` asks for newer ones.',
    );
    expect(drawn({ quotedAt: undefined }).description).toContain('No book quotes it at the moment');
  });

  it('tells what a book offers in the reader’s odds', () => {
    const { values } = drawn({}, { oddsFormat: 'american' });
    expect(values['Furthest from it now']).toContain('Bovada -3 (+100 home, -120 away) · fair -2.7');
    const three = { book: 'bovada', value: 0.6, offer: { point: null, prices: [2.1, 3.4, 4] } };
    expect(drawn({ movement: moved('moneyline'), books: [three], ways: 3 }).values['Furthest from it now']).toBe(
      'Bovada 2.10 home, 3.40 draw, 4.00 away · fair 60%, 4% off',
    );
  });

  it('tells differences that add up', () => {
    const whole = (text: string | undefined) => Math.round(Number(text) * 10);
    fc.assert(
      fc.property(
        fc.double({ min: -20, max: 20, noNaN: true }),
        fc.double({ min: -20, max: 20, noNaN: true }),
        (to, value) => {
          const book = { book: 'bovada', value, offer: { point: -3, prices: [1.91, 1.91] } };
          const { values, description } = drawn({ movement: { ...moved('total'), to }, books: [book, book] });
          const [, consensus] = /(-?[\d.]+)(?:, unchanged)?\*\*/.exec(description ?? '') ?? [];
          const [, fair, away] = /fair (-?[\d.]+), ([\d.]+) off/.exec(values['Furthest from it now'] ?? '') ?? [];
          if (fair !== undefined) expect(Math.abs(whole(fair) - whole(consensus))).toBe(whole(away));
          else expect(Math.abs(value - to)).toBeLessThan(0.1 + 1e-9);
        },
      ),
    );
  });

  it('shows the picture and the notes that it is given', () => {
    const embed = lineEmbed(report(), { ...FRAME, notes: ['One.', 'Two.'], imageUrl: 'https://quickchart.io/1' });
    expect(embed).toMatchObject({ image: { url: 'https://quickchart.io/1' } });
    expect(embed.description?.split('\n').slice(-2)).toEqual(['One.', 'Two.']);
    expect(faultsOf(message({ embeds: [embed] }))).toEqual([]);
  });

  it('is one that Discord takes, whatever the names', () => {
    for (const name of ['@everyone', '_*~`|>#[]()<\\'.repeat(7), '🏈'.repeat(50), '\u202Ex', '[a](https://b.example)'])
      for (const ways of [2, 3]) {
        const books = Array.from({ length: 60 }, (_, n) => ({ book: `${name}${n}`.slice(0, 64), value: n / 60 }));
        const embed = lineEmbed(
          report({
            event: anEvent({ home: name, away: name, leagueTitle: name }),
            movement: { ...moved('moneyline'), firstMovers: books.map(({ book }) => book) },
            books,
            ways,
          }),
          FRAME,
        );
        expect(faultsOf(message({ embeds: [embed] }))).toEqual([]);
        expect(JSON.stringify(embed)).not.toMatch(/@everyone|\u202E|:\/\//);
      }
  });
});
