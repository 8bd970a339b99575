import { createFaults, type Faults } from '../faults.ts';
import { startStandIn } from '../http.ts';
import type { Call, Reply } from '../reply.ts';
import { createApi } from './api.ts';
import { takeStripeOrder } from './control.ts';
import { createDeeds, type Deeds } from './deeds.ts';
import { createDeliveries, type Deliveries, type DeliveryStats } from './deliveries.ts';
import { EVERY_TYPE } from './event-types.ts';
import { servePage } from './pages/pages.ts';
import type { Target } from './post.ts';
import { present } from './present.ts';
import { badKey, orderedFailure, Refusal, refusalReply, tooMany } from './refusal.ts';
import type { Charge, Customer, Event, Invoice, Subscription } from './rows.ts';
import { signatureOf } from './signature.ts';
import { createWorld, unguessable, type World } from './world.ts';

export interface StripeStandInOptions {
  /** Ms since the epoch; the wall clock by default. */
  readonly now?: () => number;
  /** Secret keys it accepts; absent: every key of test mode. */
  readonly keys?: readonly string[];
  /** 0: a free one. */
  readonly port?: number;
  /** What events for `deliverTo` are signed with; one of its own by default. */
  readonly webhookSecret?: string;
  /** The pause before an event that was refused is sent again, ms; it doubles each time. */
  readonly retryMs?: number;
  /** How long a receiver of events may take, ms. */
  readonly timeoutMs?: number;
  readonly requestsPerSecond?: number;
  /** How long each request to the API takes, ms. */
  readonly latencyMs?: number;
}

interface StripeStats extends DeliveryStats {
  readonly requests: number;
  /** Requests answered with 400 or more. */
  readonly errors: number;
  readonly events: number;
}

export interface StripeStandIn extends Deeds {
  /** Base address, without a path. */
  readonly url: string;
  readonly control: Faults;
  readonly deliveries: Deliveries;
  /** Of what `deliverTo` names. Endpoints made through the API have their own. */
  readonly webhookSecret: string;
  /** Where events are sent besides the endpoints made through the API; undefined: nowhere. Absent `events`: every type. */
  deliverTo(url: string | undefined, events?: readonly string[]): void;
  /** Resolves when every event was taken or given up; what is held back does not count. */
  idle(): Promise<void>;
  /** All that happened, the newest last. */
  events(): readonly Event[];
  /** As the API would answer them, the newest first. */
  customers(): readonly Customer[];
  subscriptions(): readonly Subscription[];
  invoices(): readonly Invoice[];
  charges(): readonly Charge[];
  /** The header `Stripe-Signature` for a body. `at`: ms since the epoch, now by default. */
  sign(body: string, at?: number, secret?: string): string;
  stats(): StripeStats;
  stop(): Promise<void>;
}

const DEFAULTS = { retryMs: 1000, timeoutMs: 10_000, requestsPerSecond: 100, latencyMs: 0 };

/** Starts a server that speaks the part of Stripe's API that the app uses, sends its events, and has its pages for people. */
export const startStripe = async (options: StripeStandInOptions = {}): Promise<StripeStandIn> => {
  const { now = Date.now, keys, port, webhookSecret = unguessable('whsec') } = options;
  const delivering = createDeliveries({ ...DEFAULTS, ...options });
  let direct: Target | undefined;
  const world = createWorld(now, (event) => delivering.send(event, targetsOf(world, direct)));
  const api = createApi(world, { ...DEFAULTS, ...options, keys, now });
  const deeds = createDeeds(world);
  const faults = createFaults();
  const ordered = takeStatusFaults(faults);
  const counts = { requests: 0, errors: 0 };
  const stats = (): StripeStats => ({ ...counts, events: world.events.size, ...delivering.stats() });

  const { origin, stop } = await startStandIn({
    port,
    faults: ordered.faults,
    handle: (call) => {
      const failure = ordered.take();
      if (call.path.startsWith('/v1/')) return api(call, failure);
      return failure ?? servePage(world, deeds, call);
    },
    failure: (kind, call) => FAILURES[kind](call),
    control: (order) => takeStripeOrder({ faults, stats, deeds, deliveries: delivering }, order),
    observe: ({ path }, { status }) => {
      if (!path.startsWith('/v1/')) return;
      counts.requests += 1;
      if (status >= 400) counts.errors += 1;
    },
  });
  world.origin = origin;
  const snapshot = <T extends object>(rows: readonly T[]): readonly T[] => rows.map((row) => present(row) as T);
  const { hold, release, duplicate, lose, idle } = delivering;
  return {
    ...deeds,
    url: origin,
    control: faults,
    deliveries: { hold, release, duplicate, lose },
    webhookSecret,
    deliverTo: (url, events = [EVERY_TYPE]) => {
      direct = url === undefined ? undefined : { url, secret: webhookSecret, wants: wantsOf(events) };
    },
    idle,
    events: () => world.events.newestFirst().toReversed(),
    customers: () => snapshot(world.customers.newestFirst()),
    subscriptions: () => snapshot(world.subscriptions.newestFirst()),
    invoices: () => snapshot(world.invoices.newestFirst()),
    charges: () => snapshot(world.charges.newestFirst()),
    sign: (body, at = Date.now(), secret = webhookSecret) => signatureOf(body, secret, at),
    stats,
    stop: async () => {
      delivering.stop();
      await stop();
    },
  };
};

const wantsOf =
  (types: readonly string[]) =>
  (type: string): boolean =>
    types.includes(EVERY_TYPE) || types.includes(type);

const targetsOf = (world: World, direct: Target | undefined): readonly Target[] => [
  ...(direct ? [direct] : []),
  ...world.endpoints.newestFirst().flatMap(({ id, url, status, enabled_events }) => {
    const secret = world.secrets.get(id);
    return status === 'enabled' && secret !== undefined ? [{ url, secret, wants: wantsOf(enabled_events) }] : [];
  }),
];

const FAILURES: Readonly<Record<'bad-key' | 'out-of-credits' | 'too-many-requests', (call: Call) => Reply>> = {
  'bad-key': ({ headers }) => refusalReply(badKey((headers.authorization ?? '').replace('Bearer ', ''))),
  'out-of-credits': () =>
    refusalReply(new Refusal('Your account cannot currently make charges.', { status: 402, type: 'card_error' })),
  'too-many-requests': () => ({
    ...refusalReply(tooMany()),
    headers: { 'retry-after': '1', 'content-type': 'application/json' },
  }),
};

/** Ordered statuses have to look like Stripe's own errors, so that they are kept from the common code and answered by ours. */
const takeStatusFaults = (faults: Faults): { faults: Faults; take: () => Reply | undefined } => {
  let failure: Reply | undefined;
  return {
    faults: {
      ...faults,
      take: (path) => {
        const fault = faults.take(path);
        failure = fault?.kind === 'status' ? orderedFailure(fault.status) : undefined;
        return failure ? undefined : fault;
      },
    },
    // Right after the other `take`, before anything else can happen.
    take: () => {
      const taken = failure;
      failure = undefined;
      return taken;
    },
  };
};
