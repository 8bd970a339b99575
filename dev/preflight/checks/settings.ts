import { SETTING_NAMES } from '../../../shared/config.ts';
import { closeNames } from '../../../shared/discord/commands/close-names.ts';
import { type Check, type Checks, counted, fail, pass, warning } from '../check.ts';
import type { Problem } from '../settings.ts';

/** How names of ours begin; other programs have theirs beside them. */
const OURS = /^(?:ODDS|COSMOS|REDIS|DISCORD|STRIPE|PUBLIC|ANTHROPIC|CLAUDE|QUICKCHART)_/i;
const HINTS: Readonly<Record<string, string>> = {
  PUBLIC_BASE_URL: 'set it; of an app in Azure, which knows its address by itself, say it with --url',
};

/** One line for all settings, where they are as they have to be; else one for each that is not. */
export function settingsChecks(
  values: Readonly<Record<string, string>>,
  problems: readonly Problem[],
  of: string,
): Checks {
  const given = SETTING_NAMES.filter((name) => values[name] !== undefined);
  const wrong = problems.map(
    ({ name, what }): Check => ({
      name,
      look: () => {
        const [, seen = what, expected] = /^(is missing|is not valid)(?:, | *: |: expected )?(.*)$/.exec(what) ?? [];
        return fail(seen, HINTS[name] ?? `set it in ${of}${expected ? `: ${expected.replace(/^expected /, '')}` : ''}`);
      },
    }),
  );
  const right: Check = {
    name: 'well-formed',
    look: () => pass(`${counted(given.length, 'setting')} of ${SETTING_NAMES.length}; the others have a default`),
  };
  return { checks: [...(wrong.length > 0 ? wrong : [right]), ...unknown(values)] };
}

const unknown = (values: Readonly<Record<string, string>>): readonly Check[] =>
  Object.keys(values)
    .filter((name) => OURS.test(name) && !SETTING_NAMES.some((known) => known === name))
    .map((name) => ({
      name: name.slice(0, 60),
      look: () => {
        const [meant] = closeNames(name, SETTING_NAMES, 1);
        return warning('the app reads no setting of this name', meant ? `is ${meant} meant?` : 'take it away');
      },
    }));
