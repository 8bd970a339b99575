import { type AlertType, atLeast, type Level } from '../signal/signal.ts';

/** The shared channels, by what they carry. Who may read one is a matter of Discord roles: Starter and up, or Sharp. */
const CHANNEL_NAMES = ['odds-alerts', 'sharp-signals'] as const;
export type ChannelName = (typeof CHANNEL_NAMES)[number];

/** The least level at which a channel carries an alert type; the types not listed take `others`. */
interface ChannelRule {
  readonly least: { readonly [T in AlertType]?: Level };
  readonly others: Level;
}

const RULES: Readonly<Record<ChannelName, ChannelRule>> = {
  'odds-alerts': { least: {}, others: 'Medium' },
  'sharp-signals': { least: { SharpActivity: 'Low', SteamMove: 'Low' }, others: 'High' },
};

/**
 * The channels that carry a signal. A `Reversal` has no channel of its own right: it follows the alert that it takes back, so
 * do not ask for one.
 */
export const channelsFor = (signal: { readonly type: AlertType; readonly level: Level }): readonly ChannelName[] =>
  CHANNEL_NAMES.filter((name) => atLeast(signal.level, RULES[name].least[signal.type] ?? RULES[name].others));
