import { existsSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDiscordValidator, discordOpenApiPath } from '../../dev/stand-ins/discord/openapi.ts';
import { aSignal, DETECTED_AT } from '../../tests/support/delivery-world.ts';
import { ALERT_TYPES, LEVELS, type Signal } from '../domain/signal/signal.ts';
import { alertButtons } from './alert-buttons.ts';
import { alertMessage, RESPONSIBLE_GAMBLING } from './alert-embed.ts';

const embedOf = (signal: Signal, now = DETECTED_AT) => {
  const embed = alertMessage(signal, now).embeds?.[0];
  if (!embed) throw new Error('The message has no embed');
  return embed;
};
const fieldsOf = (signal: Signal) => Object.fromEntries((embedOf(signal).fields ?? []).map((f) => [f.name, f.value]));

describe('alertMessage', () => {
  it('says all that a person needs, the price to take first', () => {
    expect(alertMessage(aSignal(), DETECTED_AT)).toEqual({
      allowed_mentions: { parse: [] },
      components: alertButtons(aSignal()),
      embeds: [
        {
          author: { name: 'Sharp activity · High' },
          title: 'Miami Dolphins +3.5 @ 1.95 · BetRivers',
          description: [
            '**Informed books moved, this one has not.**',
            '**86%** to beat the closing line (3 of 4 alerts like this beat the close, n = 213)',
            'Buffalo Bills at Miami Dolphins · NFL spread',
            'Starts <t:1794762000:R>',
          ].join('\n'),
          color: 0x2ecc71,
          fields: [
            { name: 'Take', value: '**1.95 (-105)**\nfirst seen <t:1794754080:R>', inline: true },
            { name: 'Fair price', value: '1.83 (-121)\nedge +6.6%', inline: true },
            { name: 'Line moved', value: 'Miami Dolphins +3.4 → +2.5\nin 15 min', inline: true },
            { name: 'Moved first', value: 'Pinnacle', inline: true },
            { name: 'Confirmed', value: 'DraftKings, FanDuel', inline: true },
            { name: 'Still behind', value: 'BetRivers', inline: true },
          ],
          footer: { text: '18+/21+ · Bet responsibly · 1-800-GAMBLER (US)' },
        },
      ],
    });
  });

  it('has a colour for each level, and others for what is suspect or turned back', () => {
    const signals = [
      ...LEVELS.map((level) => aSignal({ level })),
      aSignal({ suspect: true }),
      aSignal({ type: 'Reversal' }),
    ];
    expect(new Set(signals.map((signal) => embedOf(signal).color)).size).toBe(5);
  });

  it('says how old the quote is, and how likely it is to stand', () => {
    const signal = aSignal({ lasts: 0.78, offer: { ...aSignal().offer, readAt: DETECTED_AT - 36_000 } });
    expect(fieldsOf(signal)['Take']).toBe('**1.95 (-105)**\nfirst seen <t:1794754080:R>\nread <t:1794754764:R>');
    expect(embedOf(signal).description).toContain('Chance that the price stands for 5 minutes: **78%**');
    expect(embedOf(aSignal()).description).not.toContain('5 minutes');
  });

  it('warns of a suspect edge', () => {
    expect(embedOf(aSignal({ suspect: true, edge: 0.17 })).description).toContain(
      '⚠️ An edge of 17% is usually a mistake',
    );
    expect(embedOf(aSignal()).description).not.toContain('⚠️');
  });

  it('says of a Reversal that the reported move turned back', () => {
    const embed = embedOf(aSignal({ type: 'Reversal', reverses: ['signal-0'] }));
    expect(embed.title).toBe('↩ Miami Dolphins +3.5 @ 1.95 · BetRivers');
    expect(embed.description).toContain('The move we reported turned back.');
  });

  it('says its age only when it has one', () => {
    expect(embedOf(aSignal(), DETECTED_AT + 120_000).description).not.toContain('ago');
    expect(embedOf(aSignal(), DETECTED_AT + 240_000).description).toContain('Found 4 min ago');
  });

  it('leaves out what is not known', () => {
    const still = aSignal({
      type: 'ValueGap',
      move: { from: 3, to: 3, since: DETECTED_AT, until: DETECTED_AT },
      evidence: { firstMovers: [], confirming: [], lagging: [], opposing: ['betus'], books: 5 },
    });
    expect(Object.keys(fieldsOf(still))).toEqual(['Take', 'Fair price', 'Against']);
  });

  it('reads well when all moved between two looks: several first, nobody after, no time that it took', () => {
    const evidence = { ...aSignal().evidence, firstMovers: ['pinnacle', 'draftkings', 'fanduel'], confirming: [] };
    const move = { ...aSignal().move, since: DETECTED_AT };
    const fields = fieldsOf(aSignal({ evidence, move }));
    expect(fields).toMatchObject({
      'Moved first': 'Pinnacle, DraftKings, FanDuel',
      'Line moved': 'Miami Dolphins +3.4 → +2.5\nall at once',
    });
    expect(fields).not.toHaveProperty('Confirmed');
  });

  it('names a few books and counts the rest', () => {
    const evidence = { ...aSignal().evidence, lagging: ['betus', 'fanduel', 'bovada', 'betmgm', 'fliff', 'novig'] };
    expect(fieldsOf(aSignal({ evidence }))['Still behind']).toBe('BetUS, FanDuel, Bovada, BetMGM and 2 more');
  });
});

/** Anything that the schema lets in, hostile names included. */
const text = (maxLength: number) =>
  fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength }),
    fc
      .constantFrom('*', '@everyone', '[x](http://evil)', '\\', '`', '\u202e', 'Ω', '👩‍👩‍👧')
      .map((part) => part.repeat(maxLength).slice(0, maxLength)),
  );
const books = fc.array(text(64), { maxLength: 60 });
const anySignal = fc
  .record({
    type: fc.constantFrom(...ALERT_TYPES),
    level: fc.constantFrom(...LEVELS),
    market: fc.constantFrom('moneyline', 'spread', 'total'),
    names: fc.tuple(text(100), text(100), text(100)),
    ids: fc.tuple(text(64), text(64)),
    outcome: fc.constantFrom('home', 'draw', 'away', 'over', 'under'),
    book: text(64),
    basis: text(200),
    point: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
    price: fc.double({ min: 1, minExcluded: true, max: 1001, noNaN: true }),
    number: fc.double({ noNaN: true, noDefaultInfinity: true }),
    probability: fc.double({ min: 0, max: 1, noNaN: true }),
    time: fc.maxSafeInteger(),
    evidence: fc.record({
      firstMovers: books,
      confirming: books,
      lagging: books,
      opposing: books,
      books: fc.constant(60),
    }),
    suspect: fc.boolean(),
  })
  .map(
    ({
      names: [home, away, leagueTitle],
      ids: [eventId, id],
      outcome,
      book,
      point,
      price,
      number,
      probability,
      time,
      ...rest
    }) =>
      aSignal({
        ...rest,
        id,
        event: { ...aSignal().event, id: eventId, home, away, leagueTitle, commenceTime: time },
        offer: { book, outcome, point, price, since: time },
        move: { from: number, to: -number, since: time, until: DETECTED_AT },
        fairProbability: probability,
        confidence: probability,
        edge: number,
        detectedAt: time,
      }),
  );

const openApi = discordOpenApiPath();
const violations = existsSync(openApi) ? createDiscordValidator(openApi) : () => [];

describe('alertMessage, whatever comes in', () => {
  it('keeps the limits of Discord', () => {
    fc.assert(
      fc.property(anySignal, (signal) => {
        const { author, title = '', description = '', fields = [], footer } = embedOf(signal);
        const parts = [
          author?.name ?? '',
          title,
          description,
          footer?.text ?? '',
          ...fields.flatMap((f) => [f.name, f.value]),
        ];
        expect(parts.every((part) => part.length > 0)).toBe(true);
        expect(parts.reduce((sum, part) => sum + part.length, 0)).toBeLessThanOrEqual(6000);
        expect(author?.name.length).toBeLessThanOrEqual(256);
        expect(title.length).toBeLessThanOrEqual(256);
        expect(description.length).toBeLessThanOrEqual(4096);
        expect(fields.length).toBeLessThanOrEqual(25);
        expect(fields.every((f) => f.name.length <= 256 && f.value.length <= 1024)).toBe(true);
        expect(footer?.text).toBe(RESPONSIBLE_GAMBLING);
        expect(violations('POST', '/channels/1/messages', alertMessage(signal, DETECTED_AT))).toEqual([]);
      }),
    );
  });

  it('mentions nobody, links nowhere, hides nothing and adds no lines', () => {
    fc.assert(
      fc.property(anySignal, (signal) => {
        const { title = '', description = '', fields = [] } = embedOf(signal);
        const all = [title, description, ...fields.map((f) => f.value)].join('\n');
        // Our own timestamps and bold are the only markup.
        const foreign = all
          .replace(/\\./gu, '')
          .replace(/<t:-?\d+:R>/g, '')
          .replaceAll('**', '');
        expect(foreign).not.toMatch(/@\S|[<>[\]`|~_*#]|:\/\//);
        expect(all.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        expect(title).not.toContain('\n');
        expect(description.split('\n').length).toBeLessThanOrEqual(6);
        expect(fields.every((f) => f.value.split('\n').length <= 2)).toBe(true);
      }),
    );
  });
});
