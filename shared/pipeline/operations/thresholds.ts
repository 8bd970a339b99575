import { NO_RAISES, type Raises, raisedBars, type Threshold, type ThresholdChange } from '../../domain/signal/drift.ts';
import { type RaiseWish, withRaise } from '../../domain/signal/set-raise.ts';
import type { Level } from '../../domain/signal/signal.ts';
import type { Clock } from '../../ports/clock.ts';
import { changeDocument } from '../change-document.ts';
import { type ThresholdDeps, thresholdKey } from '../thresholds.ts';

type Bars = Readonly<Record<Level, number>>;

export interface SetThresholdDeps extends ThresholdDeps {
  /** The model's: least confidence of each level where nothing is raised. */
  readonly bars: Bars;
  readonly knownLeagues: () => Promise<readonly string[]>;
  readonly now: Clock;
}

export interface LeagueBars {
  readonly league: string;
  readonly raises: Raises;
  /** Levels that an operator holds. */
  readonly held: readonly Level[];
  /** The least confidence that is sent; above 1 nothing is. */
  readonly bars: Bars;
  /** Newest last. */
  readonly history: readonly ThresholdChange[];
}

const NOTHING = { raises: NO_RAISES, held: [], history: [] } as const;

const barsOf = (bars: Bars, league: string, threshold: Threshold | undefined): LeagueBars => {
  const { raises, held, history } = threshold ?? NOTHING;
  return { league, raises, held, bars: raisedBars(bars, raises), history };
};

/** The bars of every league that is known. */
export async function showThresholds(
  deps: SetThresholdDeps,
): Promise<{ readonly model: Bars; readonly leagues: readonly LeagueBars[] }> {
  const leagues = await Promise.all((await deps.knownLeagues()).map((league) => leagueThreshold(deps, league)));
  return { model: deps.bars, leagues };
}

/** @throws when the league is not known, naming those that are */
export async function thresholdOf(deps: SetThresholdDeps, league: string): Promise<LeagueBars> {
  await mustBeKnown(deps, league);
  return leagueThreshold(deps, league);
}

const leagueThreshold = async ({ thresholds, bars }: SetThresholdDeps, league: string): Promise<LeagueBars> =>
  barsOf(bars, league, (await thresholds.read(thresholdKey(league)))?.value);

export interface SetThreshold {
  readonly league: string;
  readonly level: Level;
  readonly before: LeagueBars;
  readonly after: LeagueBars;
  readonly isChanged: boolean;
}

/**
 * Sets how much surer than usual a league's signals of a level must be to be sent. Who scores reads it anew after a minute at the
 * latest; at once where the copy is shared.
 * @throws when the league is not known, naming those that are
 */
export async function setThreshold(
  deps: SetThresholdDeps,
  { dryRun, ...wish }: Omit<RaiseWish, 'at'> & { readonly dryRun: boolean },
): Promise<SetThreshold> {
  const { league, level } = wish;
  await mustBeKnown(deps, league);
  const at = Math.floor(deps.now());
  let before: Threshold | undefined;
  const change = (stored: Threshold | undefined): Threshold => {
    before = stored;
    return withRaise(stored, { ...wish, at });
  };
  const key = thresholdKey(league);
  const after = dryRun
    ? change((await deps.thresholds.read(key))?.value)
    : (await changeDocument(deps.thresholds, key, change)).value;
  if (!dryRun) await deps.cache.forget('threshold', league);
  return {
    league,
    level,
    before: barsOf(deps.bars, league, before),
    after: barsOf(deps.bars, league, after),
    isChanged: after !== before,
  };
}

async function mustBeKnown({ knownLeagues }: SetThresholdDeps, league: string): Promise<void> {
  const known = await knownLeagues();
  if (!known.includes(league)) throw new Error(`The league ${league} is not known. It is one of: ${known.join(', ')}.`);
}
