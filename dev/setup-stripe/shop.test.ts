import { createServer, type RequestListener } from 'node:http';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { freePort, listenOnLoopback } from '../services/loopback.ts';
import { createShop } from './shop.ts';

const KEY = 'rk_test_hunter2hunter2';
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A server in Stripe's place that answers as it is told; its address. */
const inPlaceOfStripe = async (answer: RequestListener): Promise<string> => {
  const server = createServer(answer);
  const port = await listenOnLoopback(server);
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${port}`;
};
const refusing =
  (status: number, error: object): RequestListener =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json', 'stripe-should-retry': 'false' });
    response.end(JSON.stringify({ error: { type: 'invalid_request_error', ...error } }));
  };
const failureOf = async (call: Promise<unknown>): Promise<string> => {
  const failure: unknown = await call.then(
    () => 'no failure',
    (error: unknown) => error,
  );
  return failure instanceof Error ? failure.message : inspect(failure);
};
const listing = async (answer: RequestListener): Promise<string> =>
  failureOf(createShop({ baseUrl: await inPlaceOfStripe(answer), key: KEY }).products());

describe('what a person can act on', () => {
  it('a key that Stripe does not take, of which nothing is quoted', async () => {
    const text = await listing(refusing(401, { message: `Invalid API Key provided: ${KEY}` }));
    expect(text).toContain('Stripe does not take STRIPE_SECRET_KEY');
    expect(text).not.toContain('hunter2');
  });

  it('a right that a restricted key lacks, by its name', async () => {
    const message = `The provided key '${KEY}' does not have the required permissions for this endpoint on account 'acct_1'. Having the 'rak_product_read' permission would allow this request to continue.`;
    const text = await listing(refusing(403, { message }));
    expect(text).toContain('does not let this key list the products. It lacks the permission rak_product_read.');
    expect(text).toContain('edit the restricted key');
    expect(text).not.toContain('hunter2');
  });

  it('what Stripe finds fault with, in its words, without a key', async () => {
    const text = await listing(refusing(400, { message: `No such thing for ${KEY}` }));
    expect(text).toBe('Stripe does not list the products: No such thing for rk_test_…');
  });

  it.each([429, 500, 503])('Stripe out of order: %d', async (status) => {
    const text = await listing(refusing(status, { message: 'Oh' }));
    expect(text).toContain(`could not list the products: it answered with ${status}. Run this again`);
  });

  it('a page in place of an answer', async () => {
    const text = await listing((_, response) => response.end('<html>Sign in</html>'));
    expect(text).toContain('answered with something that is not Stripe');
  });

  it('an answer that is none of Stripe’s', async () => {
    const text = await listing((_, response) => response.end('{"object":"list","data":[{"hello":"world"}]}'));
    expect(text).toContain('is not understood (list the products)');
  });

  it('nobody there', async () => {
    const baseUrl = `http://127.0.0.1:${await freePort()}`;
    const text = await failureOf(createShop({ baseUrl, key: KEY }).products());
    expect(text).toContain(`cannot be reached at ${baseUrl}`);
  });

  it('somebody there who never answers', async () => {
    const baseUrl = await inPlaceOfStripe(() => {});
    const text = await failureOf(createShop({ baseUrl, key: KEY }, 50).products());
    expect(text).toContain(`${baseUrl} did not answer within 0.05 s, twice`);
  });
});

describe('createShop', () => {
  it('asks for the portals’ products, which are told to nobody else', async () => {
    const asked: (string | undefined)[] = [];
    const baseUrl = await inPlaceOfStripe((request, response) => {
      asked.push(request.url);
      response.end('{"object":"list","data":[],"has_more":false}');
    });
    expect(await createShop({ baseUrl, key: KEY }).portals()).toEqual([]);
    expect(decodeURIComponent(asked.join())).toContain('expand[0]=data.features.subscription_update.products');
  });

  it('does without the account’s name when the key may not read it', async () => {
    const baseUrl = await inPlaceOfStripe(refusing(403, { message: "Having the 'rak_accounts_read' permission" }));
    expect(await createShop({ baseUrl, key: KEY }).account()).toBeUndefined();
  });

  it('asks again under the same key when an answer is lost', async () => {
    const keys: unknown[] = [];
    const baseUrl = await inPlaceOfStripe((request, response) => {
      keys.push(request.headers['idempotency-key']);
      if (keys.length === 1) request.socket.destroy();
      else response.end('{"id":"prod_1","active":true,"name":"A"}');
    });
    const shop = createShop({ baseUrl, key: KEY });
    expect((await shop.createProduct({ name: 'A' })).id).toBe('prod_1');
    expect([keys.length, new Set(keys).size]).toEqual([2, 1]);
    await createShop({ baseUrl, key: KEY }).createProduct({ name: 'A' });
    expect(new Set(keys).size).toBe(2);
  });
});
