import type { Subscription } from '../../domain/account/account.ts';
import type { Telemetry } from '../../ports/telemetry.ts';

/** Something that was not as it should be. */
export interface Difference {
  /** `unknown` where it is nobody's. */
  readonly userId: string;
  readonly what: 'tier' | 'facts' | 'roles' | 'notices' | 'second-customer' | 'fraud';
  readonly was: string;
  readonly is: string;
  readonly repaired: boolean;
}

const MOST_LISTED = 1000;

export interface Differences {
  /** Counts `reconcile_differences{what}`. */
  add(difference: Difference): void;
  /** The first {@link MOST_LISTED}. */
  readonly listed: readonly Difference[];
  /** How many there were beyond those. */
  more(): number;
}

export function collectDifferences(telemetry: Telemetry): Differences {
  const listed: Difference[] = [];
  let more = 0;
  return {
    listed,
    more: () => more,
    add(difference) {
      telemetry.count('reconcile_differences', 1, { what: difference.what });
      telemetry.info('reconcile_difference', { ...difference });
      if (listed.length < MOST_LISTED) listed.push(difference);
      else more++;
    },
  };
}

const day = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** What somebody has, in a few words for operators. */
export function inShort(subscription: Subscription): string {
  if (subscription.status === 'none') return subscription.reason ? `none (${subscription.reason})` : 'none';
  const { tier, renewsAt, endsAt, paymentDueBy } = subscription;
  const parts = [
    paymentDueBy === undefined ? undefined : `payment due by ${day(paymentDueBy)}`,
    endsAt === undefined ? undefined : `ends ${day(endsAt)}`,
    renewsAt === undefined ? undefined : `renews ${day(renewsAt)}`,
  ].filter((part) => part !== undefined);
  return [tier, ...parts].join(', ');
}
