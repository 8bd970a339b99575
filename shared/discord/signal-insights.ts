import type { APIEmbed } from 'discord-api-types/v10';
import { BENEFITS } from '../domain/account/tiers.ts';
import type { Explained } from '../domain/signal/explanation.ts';
import { stateOf } from '../domain/signal/recent-signal.ts';
import { atLeast, type Signal } from '../domain/signal/signal.ts';
import type { RecentSignals, SignalOnRecord } from '../ports/recent-signals.ts';
import { colourOf, RESPONSIBLE_GAMBLING } from './alert-embed.ts';
import { type Answer, type Asker, freeMessage, message, notAtHand } from './commands/command.ts';
import { explanationParts } from './explanation.ts';
import { harmless } from './harmless.ts';
import { matchup, moveLabel } from './outcome-label.ts';
import { refusalMessage } from './refusal.ts';
import { alertName, pickText, stateText } from './signal-words.ts';

type NotAtHand = { readonly kind: 'not-at-hand' };
interface Calling {
  readonly mayCall: boolean;
}

/** Explains a signal in a few sentences. */
export type ExplainSignal = (signal: Signal, calling: Calling) => Promise<Explained | NotAtHand>;

/** Where a picture of a market's line can be seen, with the moment of a signal marked. */
export type PictureLine = (
  of: { readonly event: Signal['event']; readonly market: Signal['market']; readonly signal: Signal },
  calling: Calling,
) => Promise<
  | { readonly kind: 'drawn'; readonly url: string }
  | { readonly kind: 'undrawn'; readonly reason: string }
  | { readonly kind: 'no-history' }
  | NotAtHand
>;

export interface ExplainDeps {
  readonly recentSignals: RecentSignals;
  readonly explain: ExplainSignal;
}

export interface ChartDeps {
  readonly recentSignals: RecentSignals;
  readonly picture: PictureLine;
}

const GONE = '🤷 That signal is no longer on record. `/signals` lists the recent ones.';

/** Why a signal was raised, and what became of it. A text that is not Claude's costs nothing. */
export async function explanationAnswer(
  { explain }: ExplainDeps,
  found: SignalOnRecord | undefined,
  asker: Asker,
): Promise<Answer> {
  const withheld = withheldFrom(asker, found);
  if (withheld || !found) return withheld ?? freeMessage({ content: GONE });
  const { signal, settlement } = found;
  const explained = await explain(signal, { mayCall: asker.mayCall });
  if (explained.kind === 'not-at-hand') return notAtHand;
  const { text, source } = explanationParts(explained);
  const lines = [text, gameText(signal), stateText(stateOf(signal, settlement, asker.now), signal.event)];
  const embed = { ...heading(signal, asker), description: lines.join('\n\n'), footer: footer(source) };
  return explained.by === 'claude' ? message({ embeds: [embed] }) : freeMessage({ embeds: [embed] });
}

/** How the line moved up to a signal and since. Without a picture it costs nothing. */
export async function chartAnswer(
  { picture }: ChartDeps,
  found: SignalOnRecord | undefined,
  asker: Asker,
): Promise<Answer> {
  const withheld = withheldFrom(asker, found);
  if (withheld || !found) return withheld ?? freeMessage({ content: GONE });
  const { signal } = found;
  const { event, market } = signal;
  const drawn = await picture({ event, market, signal }, { mayCall: asker.mayCall });
  const lines = [gameText(signal), movedText(signal)];
  const embed = (...more: readonly string[]): APIEmbed => ({
    ...heading(signal, asker),
    description: [...lines, ...more].filter((line) => line !== '').join('\n'),
    footer: footer(),
  });
  switch (drawn.kind) {
    case 'drawn':
      return message({ embeds: [{ ...embed(), image: { url: drawn.url } }] });
    case 'undrawn':
      return freeMessage({
        embeds: [embed(`📉 No chart this time: ${harmless(drawn.reason, 150)}. It cost you nothing.`)],
      });
    case 'no-history':
      return freeMessage({
        embeds: [embed('📉 No chart: the history of this line is no longer on record. It cost you nothing.')],
      });
    case 'not-at-hand':
      return notAtHand;
  }
}

/** The signal that a button names. */
export const pressedSignal = async (
  { recentSignals }: Pick<ExplainDeps, 'recentSignals'>,
  [eventId = '', signalId = '']: readonly string[],
): Promise<SignalOnRecord | undefined> => recentSignals.find(eventId, signalId);

/** A refusal to those whose tier is not told of signals like this. */
function withheldFrom({ standing }: Asker, found: SignalOnRecord | undefined): Answer | undefined {
  if (!found || atLeast(found.told, BENEFITS[standing].leastLevel)) return undefined;
  return freeMessage(refusalMessage({ kind: 'feature', feature: 'earlySignals' }, standing));
}

const heading = (signal: Signal, { user }: Asker): APIEmbed => ({
  author: { name: alertName(signal) },
  title: pickText(signal, user.oddsFormat),
  color: colourOf(signal),
});

const footer = (...first: readonly string[]): { text: string } => ({
  text: [...first, RESPONSIBLE_GAMBLING].join(' · '),
});

const gameText = ({ event, market }: Signal): string => `${matchup(event)} · ${harmless(event.leagueTitle)} ${market}`;

/** The consensus up to the alert; nothing when it stood still. */
const movedText = (signal: Signal): string => {
  const moved = moveLabel(signal);
  return moved === '' ? '' : `Up to the alert: ${moved}`;
};
