import type { APIEmbed, APIEmbedField } from 'discord-api-types/v10';
import type { LineMovement } from '../domain/market/line-movement.ts';
import type { MarketType, SportEvent } from '../domain/market/market.ts';
import type { LineReport } from '../ports/line-reports.ts';
import { RESPONSIBLE_GAMBLING } from './alert-embed.ts';
import { bookName, bookNames } from './bookmakers.ts';
import { handicap, percent, points, relativeTime } from './format.ts';
import { harmless } from './harmless.ts';
import { matchup } from './outcome-label.ts';

export interface LineFrame {
  /** Epoch ms. */
  readonly now: number;
  /** Said below the movement. */
  readonly notes: readonly string[];
  /** Where the picture is. */
  readonly imageUrl?: string | undefined;
}

const COLOUR = 0x34_98_db;

/** How a line moved, in words that stand without the picture. */
export function lineEmbed(report: LineReport, { now, notes, imageUrl }: LineFrame): APIEmbed {
  const { event, movement } = report;
  const hasBegun = event.commenceTime <= now;
  return {
    title: matchup(event),
    description: [
      `**${movedText(report)}**`,
      `${harmless(event.leagueTitle)} ${movement.market} · ${startText(event, hasBegun)}`,
      `First seen ${relativeTime(movement.since)}`,
      ...notes,
    ].join('\n'),
    color: COLOUR,
    fields: fieldsOf(report, hasBegun),
    footer: { text: RESPONSIBLE_GAMBLING },
    ...(imageUrl === undefined ? {} : { image: { url: imageUrl } }),
  };
}

const startText = ({ commenceTime }: SportEvent, hasBegun: boolean): string =>
  hasBegun ? `🏁 began ${relativeTime(commenceTime)}: this is how it closed` : `starts ${relativeTime(commenceTime)}`;

/** E.g. `Miami Dolphins -3 → -4.4`, `Total 47.5 → 46`, `Miami Dolphins to win 52% → 57%`. */
function movedText({ event, movement, ways }: LineReport): string {
  const { market, from, to } = movement;
  const [before, after] = [lineText(market, from), lineText(market, to)];
  return `${WHAT[market](event, ways)} ${before === after ? `${after}, unchanged` : `${before} → ${after}`}`;
}

const WHAT = {
  moneyline: ({ home, away }: SportEvent, ways: number) =>
    ways === 3 ? `${harmless(home)} against ${harmless(away)}, a draw apart:` : `${harmless(home)} to win`,
  spread: ({ home }: SportEvent) => harmless(home),
  total: () => 'Total',
} as const;

/** A consensus is an average: more than one place would be noise. */
const rounded = (line: number): number => Math.round(line * 10) / 10;

const LINE_TEXTS = {
  moneyline: (probability: number) => percent(probability),
  spread: (line: number) => handicap(rounded(line)),
  total: (line: number) => points(rounded(line)),
} as const;
const lineText = (market: MarketType, value: number): string => LINE_TEXTS[market](value);

const fieldsOf = (report: LineReport, hasBegun: boolean): APIEmbedField[] => [
  { name: 'Range', value: rangeText(report.movement), inline: true },
  { name: 'Moved first', value: bookNames(report.movement.firstMovers, 3) || 'nobody', inline: true },
  { name: 'Changes', value: changesText(report.movement), inline: true },
  { name: hasBegun ? 'Furthest from it at the start' : 'Furthest from it now', value: furthestText(report) },
];

function rangeText({ market, consensus }: LineMovement): string {
  const values = consensus.map(({ value }) => value);
  const [low, high] = [lineText(market, Math.min(...values)), lineText(market, Math.max(...values))];
  return low === high ? low : `${low} to ${high}`;
}

/** Changes of the books' own lines; those of a book that changed hundreds of times are thinned out, and count less. */
function changesText({ books, until }: LineMovement): string {
  const changed = books.filter(({ points: steps }) => steps.length > 1);
  const changes = changed.reduce((sum, { points: steps }) => sum + steps.length - 1, 0);
  if (changes === 0) return 'none yet';
  return `${changes} by ${changed.length} ${changed.length === 1 ? 'book' : 'books'}\nlast ${relativeTime(until)}`;
}

const MOST_FURTHEST = 3;
/** As far from the consensus as can be told in a rounded line. */
const NOTICED: Readonly<Record<MarketType, number>> = { moneyline: 0.01, spread: 0.1, total: 0.1 };
const AWAY_TEXTS = {
  moneyline: (distance: number) => percent(distance),
  spread: (distance: number) => points(rounded(distance)),
  total: (distance: number) => points(rounded(distance)),
} as const;

function furthestText({ movement: { market, to }, books }: LineReport): string {
  const furthest = books
    .map(({ book, value }) => ({ book, value, distance: Math.abs(value - to) }))
    .filter(({ distance }) => distance >= NOTICED[market])
    .sort((a, b) => b.distance - a.distance)
    .slice(0, MOST_FURTHEST);
  if (furthest.length === 0) return books.length === 1 ? 'only one book quotes it' : 'none: the books agree';
  return furthest
    .map(
      ({ book, value, distance }) =>
        `${bookName(book)} ${lineText(market, value)} (${AWAY_TEXTS[market](distance)} off)`,
    )
    .join('\n');
}
