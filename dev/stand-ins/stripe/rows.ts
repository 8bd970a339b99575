/**
 * What Stripe keeps, in the form in which it answers. Rows change in place: a subscription's item holds the price itself, and so
 * always the price as it is now, as Stripe's answers do.
 */
export interface Row {
  readonly id: string;
  readonly object: string;
  /** Seconds since the epoch, like every time here. */
  readonly created: number;
}

export type Metadata = Record<string, string>;

export interface Customer extends Row {
  email: string | null;
  name: string | null;
  phone: string | null;
  description: string | null;
  /** In cents; below 0 is credit. */
  balance: number;
  currency: string | null;
  delinquent: boolean;
  metadata: Metadata;
}

export interface Product extends Row {
  active: boolean;
  name: string;
  description: string | null;
  default_price: string | null;
  metadata: Metadata;
  updated: number;
}

type Interval = 'day' | 'week' | 'month' | 'year';
export interface Recurring {
  readonly interval: Interval;
  readonly interval_count: number;
}

export interface Price extends Row {
  active: boolean;
  readonly currency: string;
  readonly product: string;
  readonly recurring: Recurring | null;
  readonly unit_amount: number;
  lookup_key: string | null;
  nickname: string | null;
  metadata: Metadata;
}

export interface List<T> {
  readonly object: 'list';
  readonly data: readonly T[];
  readonly has_more: boolean;
  readonly url: string;
}

export interface Session extends Row {
  status: 'open' | 'complete' | 'expired';
  payment_status: 'paid' | 'unpaid' | 'no_payment_required';
  customer: string | null;
  subscription: string | null;
  invoice: string | null;
  url: string | null;
  readonly client_reference_id: string | null;
  readonly customer_email: string | null;
  readonly success_url: string;
  readonly cancel_url: string | null;
  readonly expires_at: number;
  readonly metadata: Metadata;
  readonly amount_total: number;
  readonly currency: string;
}

export interface Item {
  readonly id: string;
  readonly object: 'subscription_item';
  readonly subscription: string;
  price: Price;
  quantity: number;
  current_period_start: number;
  current_period_end: number;
}

type SubscriptionStatus =
  | 'incomplete'
  | 'incomplete_expired'
  | 'trialing'
  | 'active'
  | 'past_due'
  | 'canceled'
  | 'unpaid'
  | 'paused';

export interface Subscription extends Row {
  status: SubscriptionStatus;
  readonly customer: string;
  readonly currency: string;
  items: List<Item>;
  billing_cycle_anchor: number;
  cancel_at: number | null;
  cancel_at_period_end: boolean;
  canceled_at: number | null;
  cancellation_details: { comment: string | null; feedback: string | null; reason: string | null };
  ended_at: number | null;
  description: string | null;
  latest_invoice: string | null;
  metadata: Metadata;
}

export interface Line {
  readonly description: string;
  readonly amount: number;
  readonly price: Price;
  readonly proration: boolean;
  readonly period: { readonly start: number; readonly end: number };
}

export interface Invoice extends Row {
  status: 'draft' | 'open' | 'paid' | 'uncollectible' | 'void';
  readonly customer: string;
  readonly currency: string;
  readonly billing_reason: 'subscription_create' | 'subscription_cycle' | 'subscription_update';
  readonly total: number;
  amount_due: number;
  amount_paid: number;
  amount_remaining: number;
  attempt_count: number;
  attempted: boolean;
  number: string | null;
  next_payment_attempt: number | null;
  hosted_invoice_url: string | null;
  status_transitions: { finalized_at: number | null; paid_at: number | null };
  readonly parent: { readonly subscription_details: { readonly subscription: string } };
}

export interface Charge extends Row {
  readonly amount: number;
  readonly currency: string;
  readonly customer: string;
  readonly payment_intent: string;
  readonly status: 'succeeded' | 'failed';
  readonly paid: boolean;
  amount_refunded: number;
  disputed: boolean;
  refunded: boolean;
}

export interface Dispute extends Row {
  readonly charge: string;
  readonly amount: number;
  readonly reason: string;
  status: 'needs_response' | 'won' | 'lost';
}

export interface FraudWarning extends Row {
  readonly charge: string;
  actionable: boolean;
}

export interface Portal extends Row {
  active: boolean;
  default_return_url: string | null;
  readonly is_default: boolean;
  metadata: Metadata;
  name: string | null;
  updated: number;
}

export interface PortalSession extends Row {
  readonly configuration: string;
  readonly customer: string;
  readonly return_url: string | null;
  readonly url: string;
}

export interface Endpoint extends Row {
  url: string;
  status: 'enabled' | 'disabled';
  enabled_events: readonly string[];
  description: string | null;
  metadata: Metadata;
  readonly api_version: string | null;
}

export interface Event extends Row {
  readonly object: 'event';
  readonly type: string;
  readonly api_version: string;
  readonly livemode: false;
  readonly data: { readonly object: Readonly<Record<string, unknown>>; readonly previous_attributes?: object };
  readonly request: { readonly id: string | null; readonly idempotency_key: string | null };
  pending_webhooks: number;
}
