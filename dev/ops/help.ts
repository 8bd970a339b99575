import { COMMAND_NAMES, type CommandName, type CommandShape, type OwnOption, shapeOf } from './command-table.ts';

const OWN_OPTIONS: Readonly<Record<OwnOption, readonly [usage: string, about: string]>> = {
  all: ['--all', 'all that lie there, in place of an ID'],
  why: ['--why TEXT', 'kept with the change, 200 characters at most'],
  weeks: ['--weeks N', 'of signals of so many weeks, this one included: 1 to 52, without it 4'],
  to: ['--to ID', 'a Discord user id, or the id of one of our channels'],
  'dry-run': ['--dry-run', 'say what it would do, and change nothing'],
};

const COMMON = [
  ['--json', 'answer as one line of JSON'],
  ['--settings FILE', 'the app of these settings, in place of the above'],
  ['--help', 'this text; after a command, its arguments'],
] as const;

const column = (left: string, right: string, width: number): string => `  ${left.padEnd(width)}  ${right}`;

/** A command as it is typed, e.g. `poison replay QUEUE ID|--all`. */
export function usageOf(command: CommandName): string {
  const { takes, options = [] } = shapeOf(command);
  const places = takes.map(({ name, isOptional }, at) => {
    if (isOptional && at === takes.length - 1 && options.includes('all')) return `${name}|--all`;
    return isOptional ? `[${name}]` : name;
  });
  return [
    command,
    ...places,
    ...options.filter((each) => each !== 'all' && each !== 'dry-run').map((each) => `[${OWN_OPTIONS[each][0]}]`),
  ].join(' ');
}

const HEAD = `npm run ops -- COMMAND [OPTIONS]

Looks after a running app: the one that npm start runs on this machine, or, when none does, the one of local.settings.json.`;

/** Everything, or what there is to say of the command whose words the line begins with. */
export function helpFor(args: readonly string[]): string {
  const [first = '', second = ''] = args.filter((arg) => !arg.startsWith('-'));
  const named = COMMAND_NAMES.filter((name) => name === first || name === `${first} ${second}`);
  const meant = named.length > 0 ? named : COMMAND_NAMES.filter((name) => name.startsWith(`${first} `));
  if (first === '' || meant.length === 0) return overview();
  return meant.length === 1 ? meant.map(details).join() : meant.map(brief).join('\n');
}

function overview(): string {
  const width = Math.max(...COMMAND_NAMES.map((name) => name.length));
  const groups = Map.groupBy(COMMAND_NAMES, (name) => shapeOf(name).group);
  const lists = [...groups].map(([group, names]) =>
    [`${group}:`, ...names.map((name) => column(name, shapeOf(name).about, width))].join('\n'),
  );
  return [HEAD, ...lists, common(width)].join('\n\n');
}

const common = (width: number): string =>
  [OWN_OPTIONS['dry-run'], ...COMMON].map(([usage, about]) => column(usage, about, width)).join('\n');

const brief = (command: CommandName): string => `npm run ops -- ${usageOf(command)}\n  ${shapeOf(command).about}`;

function details(command: CommandName): string {
  const { about, takes, options = [] }: CommandShape = shapeOf(command);
  const rows = [
    ...takes.map(
      ({ name, what, isOptional }) =>
        [name, isOptional && !options.includes('all') ? `${what}; may be left out` : what] as const,
    ),
    ...options.map((each) => OWN_OPTIONS[each]),
    ...COMMON.slice(0, -1),
  ];
  const width = Math.max(...rows.map(([left]) => left.length));
  return [`npm run ops -- ${usageOf(command)}`, `  ${about}`, '', ...rows.map(([l, r]) => column(l, r, width))].join(
    '\n',
  );
}
