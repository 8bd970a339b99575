import { describe, expect, it } from 'vitest';
import { BUTTONS, COMMANDS } from '../shared/discord/commands/table.ts';
import { STANDINGS, type Standing } from '../shared/domain/account/tiers.ts';
import { createCommandWorld } from './support/command-world.ts';
import { aSignal } from './support/delivery-world.ts';
import { aCommand, anAutocomplete, aPress } from './support/interactions.ts';
import { anEvent, HOUR, MINUTE } from './support/odds.ts';

const event = anEvent({ commenceTime: Date.now() + 5 * HOUR });
const signal = aSignal({ event, detectedAt: Date.now() - MINUTE });
const CHOSEN = `${event.id}:${signal.id}`;

const EVERYBODY = STANDINGS;
const SUBSCRIBERS: readonly Standing[] = ['starter', 'core', 'sharp'];
const CORE_AND_UP: readonly Standing[] = ['core', 'sharp'];
type Options = Readonly<Record<string, string | number | boolean>>;

/** Who gets an answer to what: everybody else is refused with the name of the tier that has it. */
const COMMAND_TABLE: readonly (readonly [path: string, options: Options, allowed: readonly Standing[]])[] = [
  ['odds', { league: event.league, team: event.home }, EVERYBODY],
  ['line', { event: event.id, market: 'spread' }, EVERYBODY],
  ['signals', {}, EVERYBODY],
  ['explain', { signal: CHOSEN }, CORE_AND_UP],
  ['watch add', { league: event.league, team: event.home }, SUBSCRIBERS],
  ['watch list', {}, EVERYBODY],
  ['watch remove', { watch: '1' }, EVERYBODY],
  ['watch messages', { direct: true, cooldown: 10 }, CORE_AND_UP],
  ['record', {}, EVERYBODY],
  ['account', {}, EVERYBODY],
  ['subscribe', {}, EVERYBODY],
  ['settings', { odds: 'american' }, EVERYBODY],
  ['help', {}, EVERYBODY],
];

const BUTTON_TABLE: readonly (readonly [name: string, parts: string, allowed: readonly Standing[]])[] = [
  ['explain', `:${CHOSEN}`, CORE_AND_UP],
  ['chart', `:${CHOSEN}`, CORE_AND_UP],
  ['watch', `:${CHOSEN}`, SUBSCRIBERS],
  ['mute', `:${CHOSEN}`, CORE_AND_UP],
  ['useful', `:${CHOSEN}`, EVERYBODY],
  ['useless', `:${CHOSEN}`, EVERYBODY],
  ['buy', ':core:month', EVERYBODY],
  ['manage', '', EVERYBODY],
];

const SUGGESTION_TABLE: readonly (readonly [
  path: string,
  options: Options,
  focused: string,
  allowed: readonly Standing[],
])[] = [
  ['odds', { league: 'nfl' }, 'league', EVERYBODY],
  ['odds', { league: event.league, team: 'harb' }, 'team', EVERYBODY],
  ['line', { event: 'harb' }, 'event', EVERYBODY],
  ['signals', { league: 'nfl' }, 'league', EVERYBODY],
  ['record', { league: 'nfl' }, 'league', EVERYBODY],
  ['explain', { signal: 'harb' }, 'signal', CORE_AND_UP],
  ['watch add', { team: 'harb' }, 'team', SUBSCRIBERS],
  ['watch messages', { timezone: 'berlin' }, 'timezone', CORE_AND_UP],
  ['settings', { timezone: 'berlin' }, 'timezone', EVERYBODY],
];

const CROSSED = <Row extends readonly unknown[]>(table: readonly Row[]) =>
  table.flatMap((row) => STANDINGS.map((standing) => [standing, ...row] as const));
const REFUSAL = /^\{"content":"🔒/;
const APOLOGY = /did not work|took too long|not known here/;

const worldOf = async (standing: Standing) => {
  const world = await createCommandWorld({ event, signal });
  await world.door.admitUser('7', standing);
  return world;
};
const asked = { userId: '7' };

const expectOutcome = (answer: unknown, isAllowed: boolean): void => {
  const text = JSON.stringify(answer);
  expect(text).not.toMatch(APOLOGY);
  if (isAllowed) expect(text).not.toMatch(REFUSAL);
  else for (const told of [REFUSAL, /Starter|Core|Sharp/, /\/subscribe/]) expect(text).toMatch(told);
};

describe('who may ask what', () => {
  it.each(CROSSED(COMMAND_TABLE))('%s: /%s', async (standing, path, options, allowed) => {
    const { ask } = await worldOf(standing);
    expectOutcome(await ask(aCommand(path, options, asked)), allowed.includes(standing));
  });

  it.each(CROSSED(BUTTON_TABLE))('%s: button %s', async (standing, name, parts, allowed) => {
    const { ask } = await worldOf(standing);
    expectOutcome(await ask(aPress(`${name}${parts}`, asked)), allowed.includes(standing));
  });

  it.each(CROSSED(SUGGESTION_TABLE))('%s: typing /%s %o', async (standing, path, options, focused, allowed) => {
    const { ask } = await worldOf(standing);
    const answer = await ask(anAutocomplete(path, options, focused, asked));
    const count = (answer as { choices: unknown[] }).choices.length;
    expect(count > 0).toBe(allowed.includes(standing));
  });

  it('leaves no command and no button out', () => {
    const paths = COMMANDS.flatMap(({ definition: { name, options = [] } }) => {
      const subcommands = options.filter(({ type }) => type === 1);
      return subcommands.length > 0 ? subcommands.map((each) => `${name} ${each.name}`) : [name];
    });
    expect(COMMAND_TABLE.map(([path]) => path)).toEqual(paths);
    expect(BUTTON_TABLE.map(([name]) => name).sort()).toEqual(BUTTONS.map(({ name }) => name).sort());
  });

  it('goes by the subscription alone: roles that come along open nothing', async () => {
    const { ask } = await worldOf('none');
    const raw = aCommand('explain', { signal: CHOSEN }, asked);
    const member = { ...raw.member, roles: ['1', '2', '3'], permissions: '8' };
    expectOutcome(await ask({ ...raw, member }), false);
  });
});
