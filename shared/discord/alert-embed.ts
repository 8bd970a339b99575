import type { APIEmbed, APIEmbedField, RESTPostAPIChannelMessageJSONBody } from 'discord-api-types/v10';
import type { AlertType, Level, Signal } from '../domain/signal/signal.ts';
import { bookName, bookNames } from './bookmakers.ts';
import { decimalOdds, duration, oddsText, percent, relativeTime, signedPercent } from './format.ts';
import { harmless } from './harmless.ts';
import { matchup, moveLabel, outcomeLabel } from './outcome-label.ts';

const COLOURS: Readonly<Record<Level, number>> = { High: 0x2e_cc_71, Medium: 0xf1_c4_0f, Low: 0x95_a5_a6 };
const SUSPECT_COLOUR = 0xe6_7e_22;
const REVERSAL_COLOUR = 0x9b_59_b6;

/** What each type says, in words that need no glossary. */
const TYPES: Readonly<Record<AlertType, { readonly name: string; readonly says: string }>> = {
  SharpActivity: { name: 'Sharp activity', says: 'Informed books moved, this one has not.' },
  SteamMove: { name: 'Steam move', says: 'The whole market is moving now, this book lags.' },
  ValueGap: { name: 'Value gap', says: 'This book is off the market.' },
  KeyNumberCross: {
    name: 'Key number crossed',
    says: 'The market crossed a key number, this book is on the old side.',
  },
  Reversal: { name: 'Reversal', says: 'The move we reported turned back. This is the price on the other side.' },
};

export const RESPONSIBLE_GAMBLING = '18+/21+ · Bet responsibly · 1-800-GAMBLER (US)';

/** Above this age an alert says how old it is. */
const WORTH_SAYING_MS = 2 * 60_000;

/**
 * A signal as a Discord message that can be acted on at a glance: the price to take stands in the title. It mentions nobody, and
 * every name from outside is harmless.
 * @param now epoch ms, for the age of the alert
 */
export const alertMessage = (signal: Signal, now: number): RESTPostAPIChannelMessageJSONBody => ({
  embeds: [alertEmbed(signal, now)],
  allowed_mentions: { parse: [] },
});

const alertEmbed = (signal: Signal, now: number): APIEmbed => ({
  author: { name: `${TYPES[signal.type].name} · ${signal.level}` },
  title: titleOf(signal),
  description: descriptionOf(signal, now),
  color: colourOf(signal),
  fields: fieldsOf(signal),
  footer: { text: RESPONSIBLE_GAMBLING },
});

/** E.g. `Miami Dolphins +3.5 @ 1.95 · BetRivers`. */
const titleOf = ({ type, event, market, offer }: Signal): string =>
  `${type === 'Reversal' ? '↩ ' : ''}${outcomeLabel(event, market, offer)} @ ${decimalOdds(offer.price)} · ${bookName(offer.book)}`;

const colourOf = ({ type, suspect, level }: Signal): number =>
  suspect ? SUSPECT_COLOUR : type === 'Reversal' ? REVERSAL_COLOUR : COLOURS[level];

const descriptionOf = (signal: Signal, now: number): string => {
  const { event, market, type, suspect, edge, detectedAt, confidence, basis, lasts } = signal;
  const age = now - detectedAt;
  const lines = [
    `**${TYPES[type].says}**`,
    `**${percent(confidence)}** to beat the closing line (${harmless(basis, 120)})`,
    `${matchup(event)} · ${harmless(event.leagueTitle)} ${market}`,
    `Starts ${relativeTime(event.commenceTime)}`,
    lasts !== undefined && `Chance that the price stands for 5 minutes: **${percent(lasts)}**`,
    suspect && `⚠️ An edge of ${percent(edge)} is usually a mistake or a dead feed: check the price before you act.`,
    age > WORTH_SAYING_MS && `⏳ Found ${duration(age)} ago: check that the price is still there.`,
  ];
  return lines.filter((line) => line !== false).join('\n');
};

const fieldsOf = (signal: Signal): APIEmbedField[] => {
  const { move, offer, evidence, edge, fairProbability } = signal;
  const fields: (readonly [name: string, value: string])[] = [
    ['Take', `**${oddsText(offer.price)}**\nfirst seen ${relativeTime(offer.since)}${readText(offer)}`],
    ['Fair price', `${fairOdds(fairProbability)}\nedge ${signedPercent(edge)}`],
    ['Line moved', move.from === move.to ? '' : `${moveLabel(signal)}\n${spanOf(move)}`],
    ['Moved first', bookNames(evidence.firstMovers)],
    ['Confirmed', bookNames(evidence.confirming)],
    ['Still behind', bookNames(evidence.lagging)],
    ['Against', bookNames(evidence.opposing)],
  ];
  return fields.filter(([, value]) => value !== '').map(([name, value]) => ({ name, value, inline: true }));
};

/** When the provider last read the price at the book: how old the quote is. */
const readText = ({ readAt }: Signal['offer']): string =>
  readAt === undefined ? '' : `\nread ${relativeTime(readAt)}`;

/** How long it took; all that happened between two polls is seen at one instant. */
const spanOf = ({ since, until }: Signal['move']): string =>
  until > since ? `in ${duration(until - since)}` : 'all at once';

/** The price at which a bet gains and loses nothing in the long run: 1/p. */
const fairOdds = (probability: number): string => (probability > 0 ? oddsText(1 / probability) : 'none');
