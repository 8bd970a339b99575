import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFaults, type Fault } from '../../../dev/stand-ins/faults.ts';
import { type StandIn, startStandIn } from '../../../dev/stand-ins/http.ts';
import { type Call, json, type Reply } from '../../../dev/stand-ins/reply.ts';
import { BillingUnavailableError } from '../../ports/billing.ts';
import { type RecordingTelemetry, recordingTelemetry } from '../telemetry/recording-telemetry.ts';
import { createStripe, type StripeOptions } from './stripe.ts';

const KEY = 'sk_test_0123456789abcdef';
const NOW = Date.parse('2026-11-25T12:00:00Z');
const BUYER = 'joe@example.com';
const NOTHING = { month: undefined, year: undefined };
const HASTE = { attemptMs: 150, totalMs: 400 };

let server: StandIn;
let telemetry: RecordingTelemetry;
let calls: Call[];
/** What the server answers to a request, counted from 0. */
let script: (call: Call, number: number) => Reply;
const faults = createFaults();

beforeEach(async () => {
  telemetry = recordingTelemetry();
  calls = [];
  faults.clear();
  script = () => json(200, { id: 'cus_1' });
  server = await startStandIn({
    faults,
    control: () => undefined,
    failure: () => json(429, { error: { type: 'invalid_request_error' } }),
    handle: (call) => script(call, calls.push(call) - 1),
  });
});
afterEach(() => server.stop());

const stripe = (options: Partial<StripeOptions> = {}) =>
  createStripe({
    secretKey: KEY,
    baseUrl: server.origin,
    prices: { starter: NOTHING, core: NOTHING, sharp: NOTHING },
    portalConfiguration: undefined,
    publicBaseUrl: 'https://app.example',
    telemetry,
    now: () => NOW,
    ...options,
  });

const refusal = (status: number, error: Readonly<Record<string, unknown>>, headers: Record<string, string> = {}) =>
  json(
    status,
    { error: { type: 'invalid_request_error', message: `${BUYER} ${KEY} https://checkout.example/c`, ...error } },
    { 'request-id': 'req_1', ...headers },
  );

const failureOf = async (work: Promise<unknown>): Promise<Error> => {
  const thrown: unknown = await work.then(() => undefined).catch((error: unknown) => error);
  if (thrown instanceof Error) return thrown;
  throw new Error('it did not fail');
};
const counted = (result: string) => telemetry.total('stripe_requests', { result });

describe('createStripe, turned down', () => {
  it.each([
    ['a broken server', () => refusal(500, { type: 'api_error' }), 3, 10_000],
    ['a server that is closed', () => refusal(503, { type: 'api_error' }), 3, 10_000],
    ['an error of something in between', () => json(502, { message: 'Bad gateway' }), 3, 10_000],
    ['a limit', () => refusal(429, { code: 'rate_limit' }), 1, 10_000],
    ['a limit for a while', () => refusal(429, { code: 'rate_limit' }, { 'retry-after': '42' }), 1, 42_000],
    ['a limit until then', () => refusal(429, {}, { 'retry-after': 'Wed, 25 Nov 2026 12:01:30 GMT' }), 1, 90_000],
    ['a limit for no time', () => refusal(429, {}, { 'retry-after': '0' }), 1, 1000],
    ['a limit for ever', () => refusal(429, {}, { 'retry-after': '999999999' }), 1, 3_600_000],
    ['a limit for nonsense', () => refusal(429, {}, { 'retry-after': 'soon' }), 1, 10_000],
    ['the key of a request under way', () => refusal(409, { code: 'idempotency_key_in_use' }), 3, 10_000],
    ['a page', (): Reply => ({ status: 403, headers: { 'content-type': 'text/html' }, body: '<html>' }), 1, 10_000],
    ['something else', () => json(200, { object: 'customer' }), 1, 10_000],
  ])('asks to come back after %s', async (_, answer, attempts, afterMs) => {
    script = answer;
    const error = await failureOf(stripe().createCustomer('42'));
    expect(error).toBeInstanceOf(BillingUnavailableError);
    expect(error).toMatchObject({ afterMs, cause: expect.any(Error) });
    expect(calls).toHaveLength(attempts);
    expect(counted('unavailable')).toBe(1);
  });

  it.each<[Fault]>([
    [{ kind: 'html' }],
    [{ kind: 'empty' }],
    [{ kind: 'huge', bytes: 1_000_000 }],
    [{ kind: 'truncated' }],
    [{ kind: 'drop-before' }],
    [{ kind: 'drop-after' }],
    [{ kind: 'hang' }],
  ])('asks to come back after %o', async (fault) => {
    faults.inject(fault);
    const person = fault.kind === 'hang' ? HASTE : {};
    expect(await failureOf(stripe({ patience: { person } }).createCustomer('42'))).toBeInstanceOf(
      BillingUnavailableError,
    );
  });

  it('tries again by itself, under the same idempotency key', async () => {
    faults.inject({ kind: 'drop-after', times: 1 });
    script = (_, number) => (number === 1 ? refusal(500, {}) : json(200, { id: 'cus_1' }));
    expect(await stripe().createCustomer('42')).toBe('cus_1');
    expect(calls).toHaveLength(3);
    expect(new Set(calls.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
    expect(counted('ok')).toBe(1);
  });

  it('is unavailable when nobody listens', async () => {
    const lonely = stripe({ baseUrl: server.origin });
    await server.stop();
    const error = await failureOf(lonely.userOf('cus_1'));
    server = await startStandIn({
      faults,
      control: () => undefined,
      failure: () => json(429, {}),
      handle: () => json(200, {}),
    });
    expect(error).toBeInstanceOf(BillingUnavailableError);
    expect(String(error)).toContain('ECONNREFUSED');
  });

  it('gives a person no answer rather than one that comes too late, and asks nothing more then', async () => {
    const shop = stripe({ patience: { person: { attemptMs: 60_000, totalMs: 100 } } });
    faults.inject({ kind: 'hang', times: 1 });
    const error = await failureOf(shop.createCustomer('42'));
    expect(error).toBeInstanceOf(BillingUnavailableError);
    expect(String(error)).toContain('too late');
    expect(calls).toEqual([]);
  });

  it.each([401, 403])('names the setting when the key is refused (%i)', async (status) => {
    script = () => refusal(status, {});
    const error = await failureOf(stripe().createCustomer('42'));
    expect(error).not.toBeInstanceOf(BillingUnavailableError);
    expect(error.message).toMatch(/^Stripe refuses our key: check STRIPE_SECRET_KEY/);
    expect(calls).toHaveLength(1);
  });

  it('says by code and parameter what else was refused', async () => {
    script = () => refusal(400, { code: 'parameter_unknown', param: 'line_items[0][price]' });
    const error = await failureOf(stripe().portalUrl('cus_1'));
    expect(error).not.toBeInstanceOf(BillingUnavailableError);
    expect(error.message).toBe(
      'Stripe refused a request (billingPortal.sessions.create: parameter_unknown, line_items[0][price], req_1)',
    );
    expect(error.cause).toMatchObject({ statusCode: 400 });
    expect(counted('refused')).toBe(1);
  });

  it('takes no words from outside into its own', async () => {
    script = () => refusal(400, { code: BUYER, param: `https://x.example/${KEY}`, type: 'a type' });
    expect((await failureOf(stripe().portalUrl('cus_1'))).message).toBe(
      'Stripe refused a request (billingPortal.sessions.create: HTTP 400, req_1)',
    );
  });

  it('never says who, a key, or an address', async () => {
    const statuses = [400, 401, 403, 404, 409, 429, 500];
    for (const status of statuses) {
      script = () => refusal(status, { code: 'resource_missing' }, { 'stripe-should-retry': 'false' });
      const error = await failureOf(stripe().portalUrl('cus_1'));
      expect(String(error)).not.toMatch(/sk_test|example/);
    }
    expect(telemetry.total('stripe_requests')).toBe(statuses.length);
    expect(inspect(telemetry.records, { depth: 10 })).not.toMatch(/sk_test|example/);
  });
});

describe('createStripe, asked again', () => {
  it('goes on under another key when Stripe only repeats an error of its own', async () => {
    const failed = new Set<unknown>();
    script = ({ headers }) => {
      const key = String(headers['idempotency-key']);
      if (key.endsWith('-2')) return json(200, { id: 'cus_2' });
      const isRepeated = failed.has(key);
      failed.add(key);
      return refusal(500, { type: 'api_error' }, isRepeated ? { 'idempotent-replayed': 'true' } : {});
    };
    expect(await Promise.all([stripe().createCustomer('42'), stripe().createCustomer('42')])).toEqual([
      'cus_2',
      'cus_2',
    ]);
  });

  it('gives up after a few keys', async () => {
    script = () => refusal(500, {}, { 'idempotent-replayed': 'true', 'stripe-should-retry': 'false' });
    expect(await failureOf(stripe().createCustomer('42'))).toBeInstanceOf(BillingUnavailableError);
    expect(calls.map(({ headers }) => headers['idempotency-key'])).toEqual([
      'oddstracker-customer-42-first',
      'oddstracker-customer-42-first-2',
      'oddstracker-customer-42-first-3',
    ]);
  });
});

describe('checkoutUrl, when an older page cannot be closed', () => {
  const WISH = { userId: '42', customerId: 'cus_1', tier: 'core', interval: 'month', attempt: '1' } as const;
  const prices = { starter: NOTHING, core: { month: 'price_1', year: undefined }, sharp: NOTHING };
  const open = (status: string) => {
    script = ({ method, path }) => {
      if (path.endsWith('/expire')) return refusal(400, {});
      if (path.endsWith('/cs_old')) return json(200, { id: 'cs_old', created: 1, status });
      if (method === 'POST')
        return json(200, { id: 'cs_new', created: 2, status: 'open', url: 'https://pay.example/c' });
      return json(200, { data: [{ id: 'cs_old', created: 1, status: 'open' }], has_more: false });
    };
    return stripe({ prices }).checkoutUrl(WISH);
  };

  it.each(['complete', 'expired'])('goes on, since it became %s by itself', async (status) => {
    expect(await open(status)).toBe('https://pay.example/c');
  });

  it('gives no second page out while it is open', async () => {
    await expect(open('open')).rejects.toThrow('checkout.sessions.expire');
  });
});

describe('createStripe', () => {
  it('connects at the first use only, and tells Stripe nothing about this machine', async () => {
    const shop = stripe();
    expect(calls).toEqual([]);
    await shop.createCustomer('42', 'cus_0');
    await shop.createCustomer('42', 'cus_0');
    expect(calls[1]?.headers).toMatchObject({
      authorization: `Bearer ${KEY}`,
      'idempotency-key': 'oddstracker-customer-42-cus_0',
      'stripe-version': expect.stringMatching(/^\d{4}-\d\d-\d\d\.\w+$/),
    });
    expect(calls[1]?.headers['x-stripe-client-telemetry']).toBeUndefined();
    expect(calls[1]?.body).toBe('metadata[discord_user_id]=42');
  });

  it('reads list after list, and stops at a list without end', async () => {
    script = ({ path, query }) => {
      if (!path.endsWith('/subscriptions')) return json(200, { id: 'cus_1' });
      const first = Number(query.get('starting_after')?.slice(4) ?? -1) + 1;
      const data = Array.from({ length: 100 }, (_, index) => ({
        id: `sub_${first + index}`,
        customer: 'cus_1',
        status: first + index === 250 ? 'active' : 'canceled',
        created: 1_764_000_000 - first - index,
        items: { data: [] },
      }));
      return json(200, { object: 'list', data, has_more: true });
    };
    const { subscriptions } = await stripe().factsOf('cus_1');
    expect(subscriptions.map(({ id }) => id).slice(0, 3)).toEqual(['sub_250', 'sub_0', 'sub_1']);
    expect(subscriptions).toHaveLength(10);
    expect(calls).toHaveLength(6);
  });
});
