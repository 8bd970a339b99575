import type { Clock } from '../../shared/ports/clock.ts';
import type { ReadSettings } from './settings.ts';

/** What every group of checks is given. */
export interface Checking {
  readonly settings: ReadSettings;
  /** How long one check may take. */
  readonly timeoutMs: number;
  readonly now: Clock;
}
