import type { StripeFacts, Suspension } from '../domain/account/billing-facts.ts';
import type { Tier } from '../domain/account/tier.ts';

export const INTERVALS = ['month', 'year'] as const;
export type Interval = (typeof INTERVALS)[number];

/** What a tier costs; `amount` in the currency's smallest unit. */
export interface Price {
  readonly tier: Tier;
  readonly interval: Interval;
  readonly amount: number;
  /** ISO 4217, lower case. */
  readonly currency: string;
}

/** Stripe is down, slow or asks to wait: try again after so long. Everything else that these calls throw time does not heal. */
export class BillingUnavailableError extends Error {
  override readonly name = 'BillingUnavailableError';
  readonly afterMs: number;
  /** Whether it is a limit, which says itself when it ends; nobody knows when an outage does. */
  readonly isLimit: boolean;
  constructor(
    message: string,
    afterMs: number,
    { isLimit = false, ...options }: ErrorOptions & { isLimit?: boolean } = {},
  ) {
    super(message, options);
    this.afterMs = afterMs;
    this.isLimit = isLimit;
  }
}

/** Somebody has asked for pages to pay on more often than a person needs them. */
export class TooOftenError extends Error {
  override readonly name = 'TooOftenError';
  /** Until there are more, ms. */
  readonly resetsInMs: number;
  constructor(resetsInMs: number) {
    super('payment pages were asked for too often');
    this.resetsInMs = resetsInMs;
  }
}

/** Where people pay, and look after what they pay for. Every call goes outside; see {@link BillingUnavailableError}. */
export interface PaymentPages {
  /** What there is to buy: as many prices as are set up, cheapest tier first. */
  prices(): Promise<readonly Price[]>;
  /**
   * The customer that a user is from now on. Asked again for the same user and the same `former` customer, it is the same one.
   * @param former a customer of this user that was deleted
   */
  createCustomer(userId: string, former?: string): Promise<string>;
  /**
   * A page on which this customer buys a tier; every other page that was open for this customer is closed first, so that nobody
   * pays twice. `attempt` names the wish: the same one leads to the same page. Throws for a tier that is not set up.
   */
  checkoutUrl(wish: {
    readonly userId: string;
    readonly customerId: string;
    readonly tier: Tier;
    readonly interval: Interval;
    readonly attempt: string;
  }): Promise<string>;
  /** A page on which this customer can change, pay for and end what was bought. */
  portalUrl(customerId: string): Promise<string>;
}

export type FraudKind = Suspension['kind'];

/** Money that was fetched without its owner's will. */
export interface Fraud {
  readonly kind: 'fraud';
  readonly customerId: string;
  /** As with any other customer; absent also where it was not asked. */
  readonly userId?: string | undefined;
  readonly suspension: Omit<Suspension, 'liftedAt'>;
}

/** What an event is about, as Stripe tells when it is asked again. */
export type BillingSubject =
  /** `userId` as the customer's own metadata say it; absent for a customer that we did not make or that is deleted. */
  | { readonly kind: 'customer'; readonly customerId: string; readonly userId?: string | undefined }
  /** A checkout whose customer and buyer were named by us; both must belong together. */
  | {
      readonly kind: 'checkout';
      readonly customerId: string;
      readonly userId?: string | undefined;
      readonly buyerId: string;
    }
  | Fraud
  /** Nothing of ours: says why. */
  | { readonly kind: 'none'; readonly reason: string };

/** A page of Stripe's subscriptions that still stand (none that is canceled). */
interface SubscriptionsPage {
  readonly items: readonly { readonly customerId: string; readonly subscriptionId: string }[];
  readonly next: string | undefined;
}

interface FraudsPage {
  readonly items: readonly Fraud[];
  readonly next: string | undefined;
}

/** The truth about who pays. */
export interface PaymentFacts {
  /** What an event is about; undefined when Stripe knows no such event. */
  subjectOf(eventId: string): Promise<BillingSubject | undefined>;
  /** The customer as it is now, with its subscriptions: those that still stand first, then the newest. */
  factsOf(customerId: string): Promise<StripeFacts>;
  /** Whose customer it is by its own metadata; undefined when it says nothing, is deleted or is not there. */
  userOf(customerId: string): Promise<string | undefined>;
  subscriptionsAfter(cursor: string | undefined): Promise<SubscriptionsPage>;
  /** Disputes, or early fraud warnings, made since a moment (epoch ms); none of a charge without a customer. */
  fraudsAfter(kind: FraudKind, since: number, cursor: string | undefined): Promise<FraudsPage>;
  /** Ends every subscription now, and deletes the customer: what had to stay (invoices, by law) Stripe keeps. */
  deleteCustomer(customerId: string): Promise<void>;
}

/** A signed request from Stripe, read: its event's id and type. Throws {@link RefusedWebhookError} for every other. */
export type ReadWebhook = (
  body: Uint8Array,
  signature: string,
) => Promise<{ readonly id: string; readonly type: string }>;

/** `stale`: signed so long ago that it may be a copy. `unreadable`: Stripe signed it, but it is no event that we know the form of. */
export type WebhookRefusal = 'bad-signature' | 'stale' | 'unreadable';

/** A request that is none of Stripe's, or that we can do nothing with. */
export class RefusedWebhookError extends Error {
  override readonly name = 'RefusedWebhookError';
  readonly reason: WebhookRefusal;
  constructor(reason: WebhookRefusal) {
    super(`refused: ${reason}`);
    this.reason = reason;
  }
}

/**
 * What a subscriber's commands ask of payments; the whole of it is absent while payments are not set up. Pages are for one user few at
 * a time, since each costs several requests to Stripe: see {@link TooOftenError}.
 */
export interface Billing {
  prices(): Promise<readonly Price[]>;
  /**
   * Where a user goes to buy a tier, or, with a subscription already, to change it.
   * `attempt` names the wish: the interaction's id.
   */
  checkout(
    userId: string,
    wish: { readonly tier: Tier; readonly interval: Interval; readonly attempt: string },
  ): Promise<{ readonly kind: 'checkout' | 'portal'; readonly url: string } | { readonly kind: 'suspended' }>;
  /** Undefined for whoever has bought nothing at Stripe. */
  portalUrl(userId: string): Promise<string | undefined>;
}
