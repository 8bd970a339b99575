import type { Tier } from '../domain/account/account.ts';

/** Where people pay, and look after what they pay for. Both call outside, and throw when that fails. */
export interface Billing {
  /** A page on which this user can buy a tier. */
  checkoutUrl(userId: string, tier: Tier): Promise<string>;
  /** A page on which this user can change, pay for and end what was bought; undefined for whoever has bought nothing there. */
  portalUrl(userId: string): Promise<string | undefined>;
}
