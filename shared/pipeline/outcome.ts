/**
 * How a stage ended. Dropping a duplicate, rejecting bad input and failing are three different things: a failure is thrown
 * (retried, then poison); the rest is said with one of these, and counted with its reason.
 */
export type Outcome<T = void> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'drop'; readonly reason: string }
  /** Bad input: kept in the rejected store, never retried. */
  | { readonly kind: 'reject'; readonly reason: string }
  /** Not now: the message goes back to its queue for `afterMs`, as it is or with `instead` in its place. */
  | { readonly kind: 'later'; readonly afterMs: number; readonly reason: string; readonly instead?: object };

export function done(): Outcome<void>;
export function done<T>(value: T): Outcome<T>;
export function done<T>(value?: T): Outcome<T | undefined> {
  return { kind: 'done', value };
}
export const drop = (reason: string): Outcome<never> => ({ kind: 'drop', reason });
export const reject = (reason: string): Outcome<never> => ({ kind: 'reject', reason });
export const later = (afterMs: number, reason: string, instead?: object): Outcome<never> => ({
  kind: 'later',
  afterMs,
  reason,
  ...(instead === undefined ? {} : { instead }),
});
