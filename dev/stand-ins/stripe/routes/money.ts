import { z } from 'zod';
import { paging, text } from '../parameters.ts';
import { listRoute, meets, type Route, route } from './route.ts';

const none = z.strictObject({});

/** Invoices, charges, and what banks say about them. */
export const MONEY_ROUTES: readonly Route[] = [
  route('GET', '/v1/invoices/:id', none, ({ invoices }, _, id) => invoices.need(id)),
  listRoute(
    '/v1/invoices',
    z.strictObject({
      ...paging,
      customer: text.optional(),
      status: z.enum(['draft', 'open', 'paid', 'uncollectible', 'void']).optional(),
      subscription: text.optional(),
    }),
    ({ invoices }) => invoices,
    (row, { customer, status, subscription }) =>
      meets(customer, row.customer) &&
      meets(status, row.status) &&
      meets(subscription, row.parent.subscription_details.subscription),
  ),
  route('GET', '/v1/charges/:id', none, ({ charges }, _, id) => charges.need(id)),
  listRoute(
    '/v1/charges',
    z.strictObject({ ...paging, customer: text.optional() }),
    ({ charges }) => charges,
    (row, { customer }) => meets(customer, row.customer),
  ),
  route('GET', '/v1/disputes/:id', none, ({ disputes }, _, id) => disputes.need(id)),
  listRoute(
    '/v1/disputes',
    z.strictObject({ ...paging, charge: text.optional() }),
    ({ disputes }) => disputes,
    (row, { charge }) => meets(charge, row.charge),
  ),
  route('GET', '/v1/radar/early_fraud_warnings/:id', none, ({ warnings }, _, id) => warnings.need(id)),
  listRoute(
    '/v1/radar/early_fraud_warnings',
    z.strictObject({ ...paging, charge: text.optional() }),
    ({ warnings }) => warnings,
    (row, { charge }) => meets(charge, row.charge),
  ),
];
