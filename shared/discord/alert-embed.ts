import type { APIEmbed, APIEmbedField, RESTPostAPIChannelMessageJSONBody } from 'discord-api-types/v10';
import type { Level, Signal } from '../domain/signal/signal.ts';
import { alertButtons } from './alert-buttons.ts';
import { bookNames, firstMoversText } from './bookmakers.ts';
import { duration, oddsText, percent, relativeTime, signedPercent } from './format.ts';
import { harmless } from './harmless.ts';
import { matchup, moveLabel } from './outcome-label.ts';
import { alertName, pickText, SIGNAL_TYPES } from './signal-words.ts';

const COLOURS: Readonly<Record<Level, number>> = { High: 0x2e_cc_71, Medium: 0xf1_c4_0f, Low: 0x95_a5_a6 };
const SUSPECT_COLOUR = 0xe6_7e_22;
const REVERSAL_COLOUR = 0x9b_59_b6;

export const RESPONSIBLE_GAMBLING = '18+/21+ · Bet responsibly · 1-800-GAMBLER (US)';

/** Above this age an alert says how old it is. */
const WORTH_SAYING_MS = 2 * 60_000;

/**
 * A signal as a Discord message that can be acted on at a glance: the price to take stands in the title. It mentions nobody, and
 * every name from outside is harmless. Below it stand the buttons.
 * @param now epoch ms, for the age of the alert
 */
export const alertMessage = (signal: Signal, now: number): RESTPostAPIChannelMessageJSONBody => ({
  embeds: [alertEmbed(signal, now)],
  components: alertButtons(signal),
  allowed_mentions: { parse: [] },
});

const alertEmbed = (signal: Signal, now: number): APIEmbed => ({
  author: { name: alertName(signal) },
  title: pickText(signal, 'decimal'),
  description: descriptionOf(signal, now),
  color: colourOf(signal),
  fields: fieldsOf(signal),
  footer: { text: RESPONSIBLE_GAMBLING },
});

export const colourOf = ({ type, suspect, level }: Pick<Signal, 'type' | 'suspect' | 'level'>): number =>
  suspect ? SUSPECT_COLOUR : type === 'Reversal' ? REVERSAL_COLOUR : COLOURS[level];

const descriptionOf = (signal: Signal, now: number): string => {
  const { event, market, type, suspect, edge, detectedAt, confidence, basis, lasts } = signal;
  const age = now - detectedAt;
  const lines = [
    `**${SIGNAL_TYPES[type].says}**`,
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
  const moved = moveLabel(signal);
  const fields: (readonly [name: string, value: string])[] = [
    ['Take', `**${oddsText(offer.price)}**\nfirst seen ${relativeTime(offer.since)}${readText(offer)}`],
    ['Fair price', `${fairOdds(fairProbability)}\nedge ${signedPercent(edge)}`],
    ['Line moved', moved === '' ? '' : `${moved}\n${spanOf(move)}`],
    ['Moved first', firstMoversText(evidence.firstMovers)],
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
