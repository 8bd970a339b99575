import { z } from 'zod';
import { addCustomer, changeCustomer, deleteCustomer } from '../customers.ts';
import { emptyable, metadata, paging, text } from '../parameters.ts';
import type { Row } from '../rows.ts';
import { listRoute, meets, type Route, route } from './route.ts';

const fields = {
  description: emptyable(text).optional(),
  email: emptyable(text.pipe(z.email())).optional(),
  metadata: metadata.optional(),
  name: emptyable(text).optional(),
  phone: emptyable(text).optional(),
};
const none = z.strictObject({});

const deletedOf = ({ id, object }: Row) => ({ id, object, deleted: true });

export const CUSTOMER_ROUTES: readonly Route[] = [
  route('POST', '/v1/customers', z.strictObject(fields), addCustomer),
  route('GET', '/v1/customers/:id', none, (world, _, id) => {
    const deleted = world.deletedCustomers.get(id);
    return deleted ? deletedOf(deleted) : world.customers.need(id);
  }),
  route('POST', '/v1/customers/:id', z.strictObject(fields), (world, wish, id) =>
    changeCustomer(world, world.customers.need(id), wish),
  ),
  route('DELETE', '/v1/customers/:id', none, (world, _, id) =>
    deletedOf(deleteCustomer(world, world.customers.need(id))),
  ),
  listRoute(
    '/v1/customers',
    z.strictObject({ ...paging, email: text.optional() }),
    ({ customers }) => customers,
    (row, { email }) => meets(email, row.email),
  ),
];
