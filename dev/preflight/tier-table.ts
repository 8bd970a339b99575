import type { Needs } from '../../shared/discord/commands/command.ts';
import { BUTTONS, COMMANDS } from '../../shared/discord/commands/table.ts';

/** What can be asked for, and what it takes. */
export interface Askable {
  /** E.g. `/watch add` or `button chart`. */
  readonly name: string;
  readonly needs: Needs;
}

const SUBCOMMAND = 1;

/** Every command and button, with what the app asks of whoever uses it. */
export const ASKABLE: readonly Askable[] = [
  ...COMMANDS.flatMap(({ definition: { name, options = [] }, needs }) => {
    const below = options.filter(({ type }) => type === SUBCOMMAND);
    return below.length > 0
      ? below.map((each) => ({ name: `/${name} ${each.name}`, needs: needs(each.name) }))
      : [{ name: `/${name}`, needs: needs(undefined) }];
  }),
  ...BUTTONS.map(({ name, needs }) => ({ name: `button ${name}`, needs })),
];

const QUERY: Needs = { takes: 'queries' };
const INSIGHT: Needs = { feature: 'insights', takes: 'insights' };

/** What each is meant to take, said a second time and on purpose; what is not named is for everybody. */
export const MEANT: Readonly<Record<string, Needs>> = {
  '/odds': QUERY,
  '/line': QUERY,
  '/signals': QUERY,
  '/explain': INSIGHT,
  '/watch add': { feature: 'watches' },
  '/watch messages': { feature: 'directMessages' },
  'button explain': INSIGHT,
  'button chart': INSIGHT,
  'button watch': { feature: 'watches' },
  'button mute': { feature: 'directMessages' },
};
