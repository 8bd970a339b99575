import type { APIEmbed, APIEmbedField } from 'discord-api-types/v10';
import type { Summary } from '../domain/signal/performance.ts';
import type { NamedSummary, RecordReport } from '../domain/signal/record-report.ts';
import { ALERT_TYPES, LEVELS } from '../domain/signal/signal.ts';
import { RESPONSIBLE_GAMBLING } from './alert-embed.ts';
import { percent, signedPercent } from './format.ts';
import { harmless } from './harmless.ts';
import { SIGNAL_TYPES } from './signal-words.ts';

/** What a record is of. */
export interface RecordScope {
  /** As a person reads it; undefined for all leagues. */
  readonly leagueTitle: string | undefined;
  /** E.g. `30 days`. */
  readonly window: string;
  /** A league as a person reads it, by its key. */
  readonly titleOf: (league: string) => string;
}

const COLOUR = 0x34_98_db;
/** Of fewer judged signals a share says next to nothing. */
const ENOUGH = 30;
/** Discord's limit on a field's text. */
const MOST_FIELD_CHARACTERS = 1024;
const MOST_WEEKS = 6;

/** What the words mean, on every record. */
const MEANING =
  '“Beat the close”: the price we named was better than the market’s fair price at the start of the game (CLV above 0). Past results promise nothing.';

/** A track record as it is: how many, how sure that is, and what could not be judged. */
export function recordEmbed(report: RecordReport, { leagueTitle, window, titleOf }: RecordScope): APIEmbed {
  const { total, levels, types, leagues, weeks } = report;
  const title = `Track record · ${leagueTitle === undefined ? 'all leagues' : harmless(leagueTitle)} · last ${window}`;
  const frame = { title, color: COLOUR, footer: { text: RESPONSIBLE_GAMBLING } };
  if (total.signals === 0)
    return { ...frame, description: `Nothing on record yet. A signal counts once its game has begun.\n\n${MEANING}` };
  const byLevel = LEVELS.toReversed().flatMap((level) => named(levels, level));
  const fields = [
    fieldOf('By league', leagueTitle === undefined ? byCount(leagues).map(compact(titleOf)) : []),
    fieldOf('By type', byOrder(types, ALERT_TYPES).map(compact(typeName))),
    fieldOf('By week', weekLines(weeks)),
  ].flat();
  return {
    ...frame,
    description: [totalText(total), byLevel.map(levelLine).join('\n'), MEANING].join('\n\n'),
    ...(fields.length > 0 ? { fields } : {}),
  };
}

const named = (summaries: readonly NamedSummary[], name: string): readonly NamedSummary[] =>
  summaries.filter(([each]) => each === name);

const byOrder = (summaries: readonly NamedSummary[], names: readonly string[]): readonly NamedSummary[] =>
  names.flatMap((name) => named(summaries, name));

const byCount = (summaries: readonly NamedSummary[]): readonly NamedSummary[] =>
  summaries.toSorted(([, a], [, b]) => b.judged - a.judged);

const typeName = (type: string): string => {
  const known = ALERT_TYPES.find((each) => each === type);
  return known ? SIGNAL_TYPES[known].name : type;
};

/** Rounded, but never up to all. */
const shareText = (share: number): string => percent(share < 1 ? Math.min(share, 0.99) : share);

function totalText(total: Summary): string {
  const { signals, judged, unjudged } = total;
  const counts = `Signals whose games have begun: ${signals}, ${judged} of them judged, ${unjudged} unjudged for want of a closing line.`;
  return `${sentence(total)}\n${counts}`;
}

function sentence({ judged, beatRate, interval, meanClv }: Summary): string {
  if (beatRate === undefined || meanClv === undefined) return '**None judged yet.**';
  const share = `**${shareText(beatRate)}** of ${judged} beat the close (95% interval ${range(interval)}), mean CLV **${signedPercent(meanClv)}**.`;
  return judged < ENOUGH ? `${share} That is too few to say.` : share;
}

/** E.g. `**High** 82% of 61 (71–90%) · claimed 84% · CLV +2.1%`. */
function levelLine([level, { judged, unjudged, beatRate, interval, meanClv, claimed }]: NamedSummary): string {
  const missing = unjudged > 0 ? ` · ${unjudged} unjudged` : '';
  if (beatRate === undefined || meanClv === undefined || claimed === undefined)
    return `**${level}** none judged${missing}`;
  const few = judged < ENOUGH ? ' · too few to say' : '';
  return `**${level}** ${shareText(beatRate)} of ${judged} (${range(interval)}) · claimed ${percent(claimed)} · CLV ${signedPercent(meanClv)}${missing}${few}`;
}

/** E.g. `NFL 71% of 45 (57–82%)`. */
const compact =
  (nameOf: (key: string) => string) =>
  ([key, { judged, beatRate, interval, unjudged }]: NamedSummary): string => {
    const name = harmless(nameOf(key));
    if (beatRate === undefined) return `${name} none judged of ${unjudged}`;
    return `${name} ${shareText(beatRate)} of ${judged} (${range(interval)})${judged < ENOUGH ? ', too few' : ''}`;
  };

const range = ([low, high]: Summary['interval']): string => `${percent(low).replace('%', '')}–${percent(high)}`;

const BARS = '▁▂▃▄▅▆▇█';
const barOf = (share: number): string => BARS[Math.min(BARS.length - 1, Math.floor(share * BARS.length))] ?? '';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `2026-11-23` as `Nov 23`. */
const dayText = (day: string): string => {
  const [, month, date] = day.split('-').map(Number);
  return `${MONTHS[(month ?? 1) - 1]} ${date}`;
};

/** The last weeks in which something was judged; one alone is no trend. */
function weekLines(weeks: readonly NamedSummary[]): readonly string[] {
  const lines = weeks.flatMap(([week, { beatRate, judged }]) =>
    beatRate === undefined ? [] : [`${barOf(beatRate)} ${shareText(beatRate)} of ${judged} · from ${dayText(week)}`],
  );
  return lines.length > 1 ? lines.slice(-MOST_WEEKS) : [];
}

/** As many lines as there is room for; what is left out is counted. */
function fieldOf(name: string, lines: readonly string[]): APIEmbedField[] {
  if (lines.length === 0) return [];
  const told = [lines.length, ...Array.from(lines, (_, n) => lines.length - 1 - n)]
    .map((count) => [...lines.slice(0, count), ...(count < lines.length ? [`and ${lines.length - count} more`] : [])])
    .find((some) => some.join('\n').length <= MOST_FIELD_CHARACTERS);
  return told ? [{ name, value: told.join('\n') }] : [];
}
