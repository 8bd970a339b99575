import type { PreflightRequest } from '../preflight.ts';
import type { World } from './world.ts';

/** Settings in place of the right ones; undefined: taken away. */
type Changes = Readonly<Record<string, string | undefined>>;

/** One thing that is wrong, and the lines that have to say so. */
export interface Broken {
  readonly what: string;
  readonly settings?: (world: World) => Changes | Promise<Changes>;
  /** Breaks something; what it answers mends it again. */
  readonly breaks?: (world: World) => Promise<() => unknown> | (() => unknown);
  readonly request?: Partial<PreflightRequest>;
  /** E.g. `discord: public key` ► `fail`. All other lines are as they have to be. */
  readonly odd: Readonly<Record<string, 'fail' | 'warning'>>;
  /** What the list says. */
  readonly says: string;
}

/** A setting of the world, which has it. */
export const settingOf = ({ values }: World, name: string): string => {
  const value = values[name];
  if (value === undefined) throw new Error(`the world has no ${name}`);
  return value;
};
