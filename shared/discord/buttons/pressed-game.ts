import type { SportEvent } from '../../domain/market/market.ts';
import type { Signal } from '../../domain/signal/signal.ts';
import type { Catalogue } from '../../ports/catalogue.ts';
import type { RecentSignals } from '../../ports/recent-signals.ts';
import { type Answer, freeMessage } from '../commands/command.ts';
import { pressedSignal } from '../signal-insights.ts';

export interface PressedGameDeps {
  readonly recentSignals: RecentSignals;
  readonly catalogue: Catalogue;
}

/** What a button below an alert is about. */
interface PressedGame {
  readonly signal: Signal;
  /** As we know it now: its start may have moved since the alert. */
  readonly event: SportEvent;
}

/** The signal that a button names, with its game; undefined for one that is no longer on record. */
export async function pressedGame(deps: PressedGameDeps, parts: readonly string[]): Promise<PressedGame | undefined> {
  const found = await pressedSignal(deps, parts);
  if (!found) return undefined;
  const { signal } = found;
  return { signal, event: (await deps.catalogue.event(signal.event.id)) ?? signal.event };
}

export const goneAnswer = (): Answer =>
  freeMessage({ content: '🤷 That signal is no longer on record. `/signals` lists the recent ones.' });
