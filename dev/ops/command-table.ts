import { ARGUMENTS, type Argument } from './shapes.ts';

/** An option that only some commands take. */
export type OwnOption = 'all' | 'why' | 'weeks' | 'to' | 'dry-run';

export interface CommandShape {
  readonly group: string;
  readonly about: string;
  readonly takes: readonly Argument[];
  readonly options?: readonly OwnOption[];
}

const { queue, someQueue, someMessage, league, someLeague, level, raise, someSource } = ARGUMENTS;
const POISON = 'Messages that were given up';
const ALERTS = 'Alerts';
const MONEY = 'Money and people';

/** Every command, by its words, in the order of the help. */
const COMMANDS = {
  'poison list': {
    group: POISON,
    about: 'how many lie in each poison queue, since when and why, and what would become of them',
    takes: [someQueue],
  },
  'poison show': {
    group: POISON,
    about: 'the messages themselves: the oldest 32, or one',
    takes: [queue, someMessage],
  },
  'poison replay': {
    group: POISON,
    about: 'put one, or all, back into the queue, and then take it out of the poison queue',
    takes: [queue, someMessage],
    options: ['all', 'dry-run'],
  },
  'poison drop': {
    group: POISON,
    about: 'give one, or all, up for good; it is kept 30 days under rejected',
    takes: [queue, someMessage],
    options: ['all', 'dry-run'],
  },
  'rejected list': {
    group: POISON,
    about: 'what was refused, or failed too often, in the last 30 days; what was replayed since stays here, too',
    takes: [someSource],
  },
  'rejected show': { group: POISON, about: 'one of these, with what came in', takes: [ARGUMENTS.refused] },
  'thresholds show': {
    group: ALERTS,
    about: 'how sure signals must be to be sent, where that is not the model’s own bar',
    takes: [someLeague],
  },
  'thresholds set': {
    group: ALERTS,
    about: 'ask more of a league’s level, or auto; within a minute, and until it is given back with auto',
    takes: [league, level, raise],
    options: ['why', 'dry-run'],
  },
  'thresholds history': { group: ALERTS, about: 'who changed a league’s bars, when and why', takes: [league] },
  resend: {
    group: ALERTS,
    about: 'send an alert again to those who did not get it, or to one user or channel',
    takes: [ARGUMENTS.signal],
    options: ['to', 'dry-run'],
  },
  feedback: { group: ALERTS, about: 'what users say of alerts, by type and level', takes: [], options: ['weeks'] },
  budget: { group: MONEY, about: 'the month’s odds credits: used by whom, left, the pace', takes: [] },
  reconcile: {
    group: MONEY,
    about: 'Stripe, our users and the server’s roles are held against each other; what differs is repaired and told',
    takes: [],
    options: ['dry-run'],
  },
  cases: {
    group: MONEY,
    about: 'what somebody has to decide: fraud warnings, disputes, payments that fit nobody',
    takes: [],
  },
  close: {
    group: MONEY,
    about: 'decide one: a suspension that it stands for is lifted; the role comes back if it is still paid for',
    takes: [ARGUMENTS.billingCase],
    options: ['dry-run'],
  },
  'forget-user': {
    group: MONEY,
    about: 'delete everything about a person and end their subscriptions; what has to stay is told',
    takes: [ARGUMENTS.user],
    options: ['dry-run'],
  },
} as const satisfies Record<string, CommandShape>;

export type CommandName = keyof typeof COMMANDS;
export const COMMAND_NAMES = Object.keys(COMMANDS) as CommandName[];
export const shapeOf = (command: CommandName): CommandShape => COMMANDS[command];
