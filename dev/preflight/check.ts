import { inTime } from './in-time.ts';
import type { SettingName } from './settings.ts';

/** What is checked, in the order in which it is shown; `--only` names them so. */
export const GROUPS = {
  settings: 'Settings',
  vault: 'Key Vault',
  odds: 'The Odds API',
  discord: 'Discord',
  stripe: 'Stripe',
  claude: 'Claude',
  charts: 'QuickChart',
  queues: 'Storage queues',
  database: 'Cosmos DB',
  redis: 'Redis',
  clock: 'Clock',
  app: 'The app itself',
  tiers: 'Tiers',
  load: 'Load test',
} as const;
export type GroupName = keyof typeof GROUPS;
export const GROUP_NAMES = Object.keys(GROUPS) as GroupName[];

export interface Finding {
  /** `none`: there is nothing to check, or something else has to be mended first. */
  readonly status: 'pass' | 'warning' | 'fail' | 'none';
  readonly seen: string;
  /** What to do; absent where the words before it say so already. */
  readonly remedy?: string;
}

/** One line of the list. */
export interface Check {
  readonly name: string;
  /** Settings without which it cannot be made. */
  readonly needs?: readonly SettingName[];
  /** Whether it takes time, and so comes when nothing else is at work. */
  readonly isTimed?: boolean;
  /** What it throws is a failure, told by the error's message. */
  readonly look: () => Finding | Promise<Finding>;
}

/** The checks of a group, and how to let go of what they opened. */
export interface Checks {
  readonly checks: readonly Check[];
  readonly close?: () => void | Promise<void>;
}

export const pass = (seen: string): Finding => ({ status: 'pass', seen });
export const warning = (seen: string, remedy: string): Finding => ({ status: 'warning', seen, remedy });
export const fail = (seen: string, remedy: string): Finding => ({ status: 'fail', seen, remedy });
export const none = (seen: string): Finding => ({ status: 'none', seen });

/** Thrown where looking on makes no sense. */
export class Found extends Error {
  override readonly name = 'Found';
  readonly finding: Finding;
  constructor(finding: Finding) {
    super(finding.seen);
    this.finding = finding;
  }
}

/** What several checks look at. */
export interface Fact<T> {
  /** For the check that answers for it: throws what reading it threw. */
  readonly read: () => Promise<T>;
  /** For all others: where it cannot be read, that is told in its own line and not again in theirs. */
  readonly known: () => Promise<T>;
}

/** Of the time of a check, so that what a fact waited for in vain is told by the check that answers for it alone. */
const PATIENCE = 0.8;

/**
 * Read once, when it is first asked for.
 * @param owner name of the check that answers for it
 * @param timeoutMs how long a check may take; absent where it is made of other facts, which have their time
 */
export function fact<T>(owner: string, read: () => T | Promise<T>, timeoutMs?: number): Fact<T> {
  let reading: Promise<T> | undefined;
  const begin = (): Promise<T> => {
    const work = (async () => read())();
    if (timeoutMs === undefined) return work;
    const patienceMs = timeoutMs * PATIENCE;
    return inTime(work, patienceMs, noAnswer(patienceMs));
  };
  const once = (): Promise<T> => {
    reading ??= begin();
    return reading;
  };
  return {
    read: once,
    known: () =>
      once().catch(() => {
        throw new Found(none(`“${owner}” first`));
      }),
  };
}

/** What is said where somebody did not answer in time. */
export const noAnswer = (timeoutMs: number): string =>
  `no answer within ${timeoutMs / 1000} s. Is it there, and the network open?`;

/** So many of one thing. */
export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;
