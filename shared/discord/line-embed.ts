import type { APIEmbed, APIEmbedField } from 'discord-api-types/v10';
import type { OddsFormat } from '../domain/account/account.ts';
import type { LineMovement } from '../domain/market/line-movement.ts';
import { type MarketType, outcomesOf, type SportEvent } from '../domain/market/market.ts';
import type { BookLine, LineReport } from '../ports/line-reports.ts';
import { RESPONSIBLE_GAMBLING } from './alert-embed.ts';
import { bookName, firstMoversText } from './bookmakers.ts';
import { duration, formatOdds, handicap, percent, points, relativeTime } from './format.ts';
import { harmless } from './harmless.ts';
import { matchup } from './outcome-label.ts';

export interface LineFrame {
  /** Epoch ms. */
  readonly now: number;
  readonly oddsFormat: OddsFormat;
  /** Said below the movement. */
  readonly notes: readonly string[];
  /** Where the picture is. */
  readonly imageUrl?: string | undefined;
}

const COLOUR = 0x34_98_db;

/** How a line moved, in words that stand without the picture. */
export function lineEmbed(report: LineReport, frame: LineFrame): APIEmbed {
  const { now, notes, imageUrl } = frame;
  const { event, movement } = report;
  const hasBegun = event.commenceTime <= now;
  return {
    title: matchup(event),
    description: [
      `**${movedText(report)}**`,
      `${harmless(event.leagueTitle)} ${movement.market} · ${startText(event, hasBegun)}`,
      `First seen ${relativeTime(movement.since)}`,
      ageText(report, frame, hasBegun),
      ...notes,
    ].join('\n'),
    color: COLOUR,
    fields: fieldsOf(report, frame.oddsFormat, hasBegun),
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

/** Prices are at most as old as a poll takes; older ones are said to be. */
const NEWEST_MS = 3 * 60_000;

function ageText({ quotedAt }: LineReport, { now }: LineFrame, hasBegun: boolean): string {
  if (quotedAt === undefined) return 'No book quotes it at the moment: this is where it stood last.';
  const age = now - quotedAt;
  return hasBegun || age <= NEWEST_MS
    ? `Prices read ${relativeTime(quotedAt)}`
    : `⏳ Prices are **${duration(age)} old**: \`/odds\` asks for newer ones.`;
}

/**
 * What a line is told in: whole percentage points, or tenths of a point, for a consensus is an average and more would be noise.
 * Differences are taken between lines as they are told, so that they add up.
 */
const TOLD_IN: Readonly<Record<MarketType, number>> = { moneyline: 100, spread: 10, total: 10 };
const told = (market: MarketType, value: number): number => Math.round(value * TOLD_IN[market]);

const LINE_TEXTS = { moneyline: (share: number) => percent(share), spread: handicap, total: points } as const;
const lineText = (market: MarketType, value: number): string =>
  LINE_TEXTS[market](told(market, value) / TOLD_IN[market]);

const fieldsOf = (report: LineReport, format: OddsFormat, hasBegun: boolean): APIEmbedField[] => [
  { name: 'Range', value: rangeText(report.movement), inline: true },
  { name: 'Moved first', value: firstMoversText(report.movement.firstMovers) || 'nobody', inline: true },
  { name: 'Changes', value: changesText(report.movement), inline: true },
  { name: hasBegun ? 'Furthest from it at the start' : 'Furthest from it now', value: furthestText(report, format) },
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
const AWAY_TEXTS = { moneyline: (share: number) => percent(share), spread: points, total: points } as const;

/** A book's line is worth what its point and its prices together say: both are told, what it offers and what that is worth. */
function furthestText({ movement: { market, to }, books }: LineReport, format: OddsFormat): string {
  const furthest = books
    .map((line) => ({ line, away: Math.abs(told(market, line.value) - told(market, to)) }))
    .filter(({ away }) => away > 0)
    .sort((a, b) => b.away - a.away)
    .slice(0, MOST_FURTHEST);
  if (furthest.length === 0) return books.length === 1 ? 'only one book quotes it' : 'none: the books agree';
  return furthest
    .map(({ line, away }) => {
      const off = AWAY_TEXTS[market](away / TOLD_IN[market]);
      return `${bookName(line.book)}${offerText(market, line, format)} · fair ${lineText(market, line.value)}, ${off} off`;
    })
    .join('\n');
}

/** E.g. ` -3.5 (1.95 home, 1.87 away)`; a moneyline has no point. */
function offerText(market: MarketType, { offer }: BookLine, format: OddsFormat): string {
  if (!offer) return '';
  const outcomes = outcomesOf(market, offer.prices.length);
  const prices = offer.prices.map((price, index) => `${formatOdds(price, format)} ${outcomes[index] ?? ''}`).join(', ');
  if (offer.point === null) return ` ${prices}`;
  return ` ${market === 'spread' ? handicap(offer.point) : points(offer.point)} (${prices})`;
}
