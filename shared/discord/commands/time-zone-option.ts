import { TIME_ZONES, timeZoneNamed } from '../../domain/account/time-zones.ts';
import { harmless } from '../harmless.ts';
import type { Choice } from './command.ts';
import { textOption } from './options.ts';
import { matchesTyped } from './suggest.ts';

/** What is suggested before anything is typed: where most of our readers live. */
const COMMON = [
  'America/New_York',
  'America/Chicago',
  'America/Denver',
  'America/Phoenix',
  'America/Los_Angeles',
  'America/Toronto',
  'Europe/London',
  'Europe/Berlin',
  'Australia/Sydney',
  'UTC',
] as const;
const HAS_WORDS = /[\p{L}\p{N}]/u;
const MOST_LIKE = 5;

export const suggestTimeZones = (typed: string): readonly Choice[] => {
  const zones = HAS_WORDS.test(typed) ? like(typed) : COMMON;
  return zones.map((zone) => ({ name: zone, value: zone }));
};

const like = (typed: string): readonly string[] => TIME_ZONES.filter((zone) => matchesTyped(zone, typed));

type ChosenTimeZone =
  /** `zone` undefined: none was named. */
  | { readonly kind: 'chosen'; readonly zone: string | undefined }
  | { readonly kind: 'unknown'; readonly problem: string };

/** What stands in the option `timezone`: a name, or words that only one name has. */
export function chosenTimeZone(options: Readonly<Record<string, unknown>>): ChosenTimeZone {
  const typed = textOption(options, 'timezone');
  if (typed === undefined) return { kind: 'chosen', zone: undefined };
  const zone = timeZoneNamed(typed);
  if (zone !== undefined) return { kind: 'chosen', zone };
  const candidates = HAS_WORDS.test(typed) ? like(typed) : [];
  const [only, ...others] = candidates;
  if (only !== undefined && others.length === 0) return { kind: 'chosen', zone: only };
  return { kind: 'unknown', problem: unknownZone(typed, candidates.slice(0, MOST_LIKE)) };
}

const unknownZone = (typed: string, candidates: readonly string[]): string => {
  const hint =
    candidates.length > 0
      ? `Do you mean ${candidates.map(zoneText).join(', ')}?`
      : `Pick one of those that are suggested while you type, e.g. ${zoneText('America/New_York')}.`;
  return `⚠️ There is no time zone “${harmless(typed)}”. ${hint} Nothing was changed.`;
};

/** A zone's name as it is written: its underscores would format. */
export const zoneText = (zone: string): string => `\`${zone.replaceAll('`', '')}\``;
