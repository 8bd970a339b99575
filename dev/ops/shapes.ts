import { LEVELS } from '../../shared/domain/signal/signal.ts';
import { QUEUE_NAMES } from '../../shared/messages/messages.ts';

/** What may stand in one place of the line. */
export interface Argument {
  readonly name: string;
  /** What it is, with an example, as it completes "… takes NAME, ". */
  readonly what: string;
  /** What was typed as the command wants it; undefined when that makes no sense. */
  readonly read: (typed: string) => string | undefined;
  readonly isOptional?: true;
}

const matching =
  (shape: RegExp) =>
  (typed: string): string | undefined =>
    shape.test(typed) ? typed : undefined;

const optional = (argument: Argument): Argument => ({ ...argument, isOptional: true });

/** With or without `-poison`: as the log and the portal name it. */
const QUEUE: Argument = {
  name: 'QUEUE',
  what: `one of ${QUEUE_NAMES.join(', ')}`,
  read: (typed) => QUEUE_NAMES.find((name) => name === typed.replace(/-poison$/, '')),
};
const MESSAGE: Argument = {
  name: 'ID',
  what: 'a message’s id as poison show lists it',
  read: matching(/^[\w-]{1,64}$/),
};
const LEAGUE: Argument = {
  name: 'LEAGUE',
  what: 'a league’s key, e.g. americanfootball_nfl',
  read: matching(/^[a-z0-9_]{1,64}$/),
};
const LEVEL: Argument = {
  name: 'LEVEL',
  what: LEVELS.join(', '),
  read: (typed) => LEVELS.find((level) => level.toLowerCase() === typed.toLowerCase()),
};
const RAISE: Argument = {
  name: 'RAISE',
  what: 'how much surer than usual, in hundredths from 0 to 1, e.g. 0.05; or auto, to leave it to the daily check again',
  read: matching(/^(auto|0?\.\d{1,2}|[01]|1\.00?)$/),
};
const SOURCE: Argument = {
  name: 'SOURCE',
  what: 'a queue, or odds- and a league’s key, e.g. odds-americanfootball_nfl',
  read: matching(/^[a-z0-9_-]{1,100}$/),
};

export const ARGUMENTS = {
  queue: QUEUE,
  someQueue: optional(QUEUE),
  someMessage: optional(MESSAGE),
  league: LEAGUE,
  someLeague: optional(LEAGUE),
  level: LEVEL,
  raise: RAISE,
  someSource: optional(SOURCE),
  refused: { name: 'ID', what: 'an id as rejected list tells it', read: matching(/^[0-9a-f]{32}$/) },
  signal: { name: 'SIGNAL_ID', what: 'an id as the log tells it, signalId', read: matching(/^[\w-]{1,64}$/) },
  billingCase: { name: 'CASE', what: 'e.g. dp_1ABC: ops -- cases lists them', read: matching(/^\w{3,255}$/) },
  user: { name: 'ID', what: 'a Discord user id, digits only', read: matching(/^\d{1,20}$/) },
} as const satisfies Record<string, Argument>;
