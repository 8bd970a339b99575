import { type PerformanceRow, weekOf } from './performance-week.ts';
import { wilsonInterval } from './wilson.ts';

/** A row and the league whose record it is in. */
export interface LeagueRow extends PerformanceRow {
  readonly league: string;
}

/** How some signals did. All figures but the counts are of those that were judged; undefined when none was. */
export interface Summary {
  readonly signals: number;
  readonly judged: number;
  /** Signals whose event has no closing line: counted, never left out in silence. */
  readonly unjudged: number;
  /** Share that beat the close: CLV above 0. */
  readonly beatRate: number | undefined;
  /** 95 % Wilson score interval of that share; 0 to 1 when none was judged. */
  readonly interval: readonly [low: number, high: number];
  readonly meanClv: number | undefined;
  readonly medianClv: number | undefined;
  /** Mean of the confidences, that is the share that was promised. */
  readonly claimed: number | undefined;
}

export function summarise(rows: readonly Pick<PerformanceRow, 'clv' | 'confidence'>[]): Summary {
  const clvs = rows.flatMap(({ clv }) => (clv === null ? [] : [clv]));
  const beats = clvs.filter((clv) => clv > 0).length;
  const judged = clvs.length;
  return {
    signals: rows.length,
    judged,
    unjudged: rows.length - judged,
    beatRate: judged > 0 ? beats / judged : undefined,
    interval: wilsonInterval(beats, judged),
    meanClv: mean(clvs),
    medianClv: middle(clvs),
    claimed: mean(rows.flatMap(({ clv, confidence }) => (clv === null ? [] : [confidence]))),
  };
}

const KEYS = {
  level: ({ level }: LeagueRow) => level,
  type: ({ type }: LeagueRow) => type,
  league: ({ league }: LeagueRow) => league,
  market: ({ market }: LeagueRow) => market,
  week: ({ detectedAt }: LeagueRow) => weekOf(detectedAt),
} as const;

/** The summary of each group of rows, in the alphabet's order: for weeks that is the order of time. */
export function by(rows: readonly LeagueRow[], key: keyof typeof KEYS): ReadonlyMap<string, Summary> {
  const groups = [...Map.groupBy(rows, (row): string => KEYS[key](row))].sort(([a], [b]) => (a < b ? -1 : 1));
  return new Map(groups.map(([name, group]) => [name, summarise(group)]));
}

const mean = (values: readonly number[]): number | undefined =>
  values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : undefined;

/** The median, for a record's thousands of values. */
function middle(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[sorted.length >> 1];
  const lower = sorted[(sorted.length - 1) >> 1];
  return upper === undefined || lower === undefined ? undefined : (lower + upper) / 2;
}
