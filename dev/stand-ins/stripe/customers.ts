import { BLANK_CUSTOMER } from './blanks.ts';
import { change } from './change.ts';
import { mergeMetadata } from './metadata.ts';
import { pageOf } from './pagination.ts';
import { ON_REQUEST } from './present.ts';
import type { Customer, Metadata, Row, Subscription } from './rows.ts';
import { end } from './subscription-life.ts';
import type { World } from './world.ts';

interface NewCustomer {
  readonly email?: string | null | undefined;
  readonly name?: string | null | undefined;
  readonly phone?: string | null | undefined;
  readonly description?: string | null | undefined;
  readonly metadata?: Metadata | null | undefined;
}

export const addCustomer = (world: World, wish: NewCustomer): Customer => {
  const id = world.nextId('cus');
  const customer = world.customers.add({
    ...BLANK_CUSTOMER,
    id,
    object: 'customer',
    created: world.now(),
    description: wish.description ?? null,
    email: wish.email ?? null,
    ...{ invoice_prefix: `STAND${id.slice(-6)}` },
    metadata: mergeMetadata({}, wish.metadata),
    name: wish.name ?? null,
    phone: wish.phone ?? null,
    ...{
      [ON_REQUEST]: {
        subscriptions: () => pageOf(`/v1/customers/${id}/subscriptions`, 'subscription', standing(world, id), {}),
      },
    },
  });
  world.emit('customer.created', customer);
  return customer;
};

export const changeCustomer = (world: World, customer: Customer, { metadata, ...wish }: NewCustomer): Customer => {
  change(world, customer, 'customer.updated', {
    ...Object.fromEntries(Object.entries(wish).filter(([, value]) => value !== undefined)),
    ...(metadata === undefined ? {} : { metadata: mergeMetadata(customer.metadata, metadata) }),
  });
  return customer;
};

/** Ends every subscription of it first, now. Answers what is left of it. */
export const deleteCustomer = (world: World, customer: Customer): Row => {
  for (const subscription of standing(world, customer.id)) end(world, subscription, 'cancellation_requested');
  world.customers.remove(customer.id);
  const rest = world.deletedCustomers.add({
    id: customer.id,
    object: 'customer',
    created: customer.created,
    ...{ deleted: true },
  });
  world.emit('customer.deleted', customer);
  return rest;
};

/** Its subscriptions that have not ended, the newest first. */
const standing = (world: World, customerId: string): readonly Subscription[] =>
  world.subscriptions
    .newestFirst()
    .filter(
      ({ customer, status }) => customer === customerId && status !== 'canceled' && status !== 'incomplete_expired',
    );
