import { randomBytes } from 'node:crypto';
import { present } from './present.ts';
import type {
  Charge,
  Customer,
  Dispute,
  Endpoint,
  Event,
  FraudWarning,
  Invoice,
  Portal,
  PortalSession,
  Price,
  Product,
  Row,
  Session,
  Subscription,
} from './rows.ts';
import { createTable, type Table } from './table.ts';

export const API_VERSION = '2026-10-28.endive';

interface EventSource {
  readonly id: string | null;
  readonly idempotency_key: string | null;
}
/** Not asked for through the API: a person or a bank did it, or time passed. */
export const NOBODY: EventSource = { id: null, idempotency_key: null };

type Tables = ReturnType<typeof createTables>;

const createTables = () => ({
  customers: createTable<Customer>('customer'),
  deletedCustomers: createTable<Row>('customer'),
  products: createTable<Product>('product'),
  prices: createTable<Price>('price'),
  sessions: createTable<Session>('checkout.session'),
  subscriptions: createTable<Subscription>('subscription'),
  invoices: createTable<Invoice>('invoice', 20_000),
  charges: createTable<Charge>('charge', 20_000),
  disputes: createTable<Dispute>('dispute'),
  warnings: createTable<FraudWarning>('early fraud warning'),
  portals: createTable<Portal>('configuration'),
  portalSessions: createTable<PortalSession>('session'),
  endpoints: createTable<Endpoint>('webhook endpoint'),
  events: createTable<Event>('event'),
});

/** All that the stand-in knows. */
export interface World extends Tables {
  /** Seconds since the epoch. */
  now(): number;
  /** The next id of a kind: the same ones in the same order each time. */
  nextId(prefix: string): string;
  /** Where the stand-in listens. */
  origin: string;
  /** On whose behalf events happen at the moment. */
  source: EventSource;
  /** Each endpoint's secret, by its id. */
  readonly secrets: Map<string, string>;
  /** What was charged for an invoice last. */
  readonly chargeOf: WeakMap<Invoice, Charge>;
  /** What will become of a checkout's page when it is paid. */
  readonly orders: WeakMap<Session, Order>;
  /** Something happened to a row: makes the event and hands it to whoever delivers. */
  emit(type: string, row: Row, previous?: object): void;
}

/** What is bought in a checkout. */
export interface Order {
  readonly lines: readonly { readonly price: Price; readonly quantity: number }[];
  readonly metadata: Readonly<Record<string, string>>;
  readonly description: string | null;
}

/** An id or a secret that nobody can guess: whoever knows it may use it. */
export const unguessable = (prefix: string): string => `${prefix}_${randomBytes(24).toString('hex')}`;

/**
 * @param nowMs ms since the epoch
 * @param deliver takes each event that happens
 */
export const createWorld = (nowMs: () => number, deliver: (event: Event) => void): World => {
  const counts = new Map<string, number>();
  const tables = createTables();
  const world: World = {
    ...tables,
    now: () => Math.floor(nowMs() / 1000),
    nextId: (prefix) => {
      const count = (counts.get(prefix) ?? 0) + 1;
      counts.set(prefix, count);
      return `${prefix}_${String(count).padStart(16, '0')}`;
    },
    origin: '',
    source: NOBODY,
    secrets: new Map(),
    chargeOf: new WeakMap(),
    orders: new WeakMap(),
    emit: (type, row, previous) => deliver(addEvent(world, type, row, previous)),
  };
  return world;
};

const addEvent = (world: World, type: string, row: Row, previous: object | undefined): Event =>
  world.events.add({
    id: world.nextId('evt'),
    object: 'event',
    api_version: API_VERSION,
    created: world.now(),
    data: { object: present(row), ...(previous === undefined ? {} : { previous_attributes: present(previous) }) },
    livemode: false,
    pending_webhooks: 0,
    request: world.source,
    type,
  });

/** A row of whatever kind. */
export const findRow = (world: World, id: string): Row | undefined => {
  const tables: readonly Table<Row>[] = [
    world.customers,
    world.deletedCustomers,
    world.products,
    world.prices,
    world.subscriptions,
    world.invoices,
    world.charges,
    world.portals,
    world.sessions,
  ] as unknown as readonly Table<Row>[];
  return tables.map((table) => table.get(id)).find((row) => row !== undefined);
};
