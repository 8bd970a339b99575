import type { z } from 'zod';
import type { StripeFacts, StripeSubscription } from '../../domain/account/billing-facts.ts';
import type { PaymentFacts } from '../../ports/billing.ts';
import {
  createdSchema,
  eventSchema,
  invoiceSchema,
  listOf,
  msOf,
  type SubscriptionAnswer,
  subscriptionSchema,
} from './answers.ts';
import type { Ask, Asking } from './ask.ts';
import { customerOf, orAbsent } from './customers.ts';
import { fraudsAfter } from './frauds.ts';
import { subjectOfEvent } from './subject.ts';
import { mainItem, mostRelevant, type Prices, subscriptionFacts } from './subscription-facts.ts';

/** The most that Stripe gives at once. */
const PAGE = 100;
/** Of one customer's things. Nobody has as many. */
const MOST_PAGES = 5;

export const createFacts = (asking: Asking, prices: Prices): PaymentFacts => ({
  subjectOf: (eventId) =>
    asking(async (ask) => {
      const event = await orAbsent(ask('events.retrieve', eventSchema, (stripe) => stripe.events.retrieve(eventId)));
      return event && subjectOfEvent(ask, event);
    }),
  factsOf: (customerId) => asking((ask) => factsOf(ask, prices, customerId)),
  userOf: (customerId) => asking(async (ask) => (await customerOf(ask, customerId))?.userId),
  subscriptionsAfter: (cursor) =>
    asking(async (ask) => {
      const { data, has_more } = await ask('subscriptions.list', listOf(subscriptionSchema), (stripe) =>
        stripe.subscriptions.list({ limit: PAGE, ...after(cursor) }),
      );
      return {
        items: data.flatMap(({ id, customer }) => (customer ? [{ customerId: customer, subscriptionId: id }] : [])),
        next: has_more ? data.at(-1)?.id : undefined,
      };
    }),
  fraudsAfter: (kind, since, cursor) => asking((ask) => fraudsAfter(ask, kind, { since, cursor })),
  deleteCustomer: (customerId) =>
    asking(async (ask) => {
      await orAbsent(ask('customers.del', createdSchema, (stripe) => stripe.customers.del(customerId)));
    }),
});

const after = (cursor: string | undefined) => (cursor === undefined ? {} : { starting_after: cursor });

async function factsOf(ask: Ask, prices: Prices, customerId: string): Promise<StripeFacts> {
  if (!(await customerOf(ask, customerId))) return { customerId, isDeleted: true, subscriptions: [] };
  const all = await allOf(ask, 'subscriptions.list', subscriptionSchema, (stripe, cursor) =>
    stripe.subscriptions.list({ customer: customerId, status: 'all', limit: PAGE, ...after(cursor) }),
  );
  const subscriptions = await Promise.all(mostRelevant(all).map((each) => withDebt(ask, prices, each)));
  return { customerId, isDeleted: false, subscriptions };
}

/** Everything of a list, page by page. */
async function allOf<T extends { readonly id: string }>(
  ask: Ask,
  call: string,
  schema: z.ZodType<T>,
  request: (stripe: Parameters<Parameters<Ask>[2]>[0], cursor: string | undefined) => Promise<unknown>,
): Promise<readonly T[]> {
  const all: T[] = [];
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const cursor = all.at(-1)?.id;
    const { data, has_more } = await ask(call, listOf(schema), (stripe) => request(stripe, cursor));
    all.push(...data);
    if (!has_more || data.length === 0) break;
  }
  return all;
}

const OWING = ['past_due', 'unpaid'];

async function withDebt(ask: Ask, prices: Prices, answer: SubscriptionAnswer): Promise<StripeSubscription> {
  const facts = subscriptionFacts(prices, answer);
  if (!OWING.includes(answer.status)) return facts;
  const since = (await owedSince(ask, answer.id)) ?? mainItem(prices, answer)?.current_period_start;
  return since === undefined ? facts : { ...facts, overdueSince: msOf(since) };
}

/** When the oldest invoice was made that is still to be paid, in seconds. */
async function owedSince(ask: Ask, subscriptionId: string): Promise<number | undefined> {
  const open = await allOf(ask, 'invoices.list', invoiceSchema, (stripe, cursor) =>
    stripe.invoices.list({ subscription: subscriptionId, status: 'open', limit: PAGE, ...after(cursor) }),
  );
  const owed = open.filter(({ amount_remaining }) => amount_remaining > 0).map(({ created }) => created);
  return owed.length === 0 ? undefined : Math.min(...owed);
}
