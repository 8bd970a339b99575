import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { type Call, json, type Reply } from '../reply.ts';
import { expireOldSessions } from './checkout.ts';
import { type Form, parseForm } from './form.ts';
import { createIdempotency } from './idempotency.ts';
import { list, readParameters, text } from './parameters.ts';
import { expand, present } from './present.ts';
import { badKey, Refusal, refusalReply, tooMany } from './refusal.ts';
import { ACCOUNT_ROUTES } from './routes/account.ts';
import { CATALOGUE_ROUTES } from './routes/catalogue.ts';
import { CHECKOUT_ROUTES } from './routes/checkout.ts';
import { CUSTOMER_ROUTES } from './routes/customers.ts';
import { MONEY_ROUTES } from './routes/money.ts';
import { PORTAL_ROUTES } from './routes/portal.ts';
import type { Route } from './routes/route.ts';
import { SUBSCRIPTION_ROUTES } from './routes/subscriptions.ts';
import { API_VERSION, findRow, NOBODY, type World } from './world.ts';

const ROUTES: readonly Route[] = [
  ...ACCOUNT_ROUTES,
  ...CATALOGUE_ROUTES,
  ...CHECKOUT_ROUTES,
  ...CUSTOMER_ROUTES,
  ...MONEY_ROUTES,
  ...PORTAL_ROUTES,
  ...SUBSCRIPTION_ROUTES,
];

interface ApiOptions {
  /** Absent: every key of test mode. */
  readonly keys: readonly string[] | undefined;
  readonly requestsPerSecond: number;
  /** How long each request takes, ms. */
  readonly latencyMs: number;
  readonly now: () => number;
}

/** Answers requests to `/v1/…`. `ordered` is a failure that somebody wants in place of the answer. */
export type Api = (call: Call, ordered?: Reply) => Promise<Reply>;

export const createApi = (world: World, options: ApiOptions): Api => {
  const idempotency = createIdempotency(options.now);
  const isTooMany = createLimit(options.requestsPerSecond);
  return async (call, ordered) => {
    const requestId = world.nextId('req');
    const run = async (): Promise<Reply> => {
      if (options.latencyMs > 0) await wait(options.latencyMs);
      return withId(ordered ?? refusing(() => carryOut(world, call, requestId)), requestId);
    };
    try {
      checkKey(call, options.keys);
      if (isTooMany()) throw tooMany();
      checkVersion(call);
      return await idempotency.once(call, run);
    } catch (error) {
      if (error instanceof Refusal) return withId(refusalReply(error), requestId);
      throw error;
    }
  };
};

const withId = (reply: Reply, requestId: string): Reply => ({
  ...reply,
  headers: { 'request-id': requestId, 'stripe-version': API_VERSION, ...reply.headers },
});

const refusing = (answer: () => Reply): Reply => {
  try {
    return answer();
  } catch (error) {
    if (error instanceof Refusal) return refusalReply(error);
    throw error;
  }
};

/** Counts in real seconds, whatever the world's clock says. */
const createLimit = (most: number): (() => boolean) => {
  let second = 0;
  let count = 0;
  return () => {
    const present = Math.floor(performance.now() / 1000);
    count = present === second ? count + 1 : 1;
    second = present;
    return count > most;
  };
};

const checkKey = ({ headers: { authorization = '' } }: Call, keys: readonly string[] | undefined): void => {
  const bearer = /^Bearer (.+)$/.exec(authorization)?.[1];
  const basic = /^Basic (.+)$/.exec(authorization)?.[1];
  const key = bearer ?? (basic === undefined ? '' : (Buffer.from(basic, 'base64').toString().split(':')[0] ?? ''));
  if (keys ? !keys.includes(key) : !/^[rs]k_test_./.test(key)) throw badKey(key);
};

const checkVersion = ({ headers }: Call): void => {
  const version = headers['stripe-version'] ?? API_VERSION;
  if (version !== API_VERSION) throw new Refusal(`Invalid Stripe API version: ${String(version)}`);
};

const carryOut = (world: World, call: Call, requestId: string): Reply => {
  const { route, id } = routeOf(call);
  const key = call.headers['idempotency-key'];
  world.source = { id: requestId, idempotency_key: typeof key === 'string' ? key : null };
  try {
    expireOldSessions(world);
    const { expand: wished, ...form } = parametersOf(call);
    const paths = wished === undefined ? [] : readParameters(expandSchema, { expand: wished }).expand;
    const told = present(route.answer(world, form, id));
    for (const path of paths) expand(told, path, (other) => findRow(world, other));
    return json(200, told);
  } finally {
    world.source = NOBODY;
  }
};

const expandSchema = z.strictObject({ expand: list(text) });

/** GET and DELETE have theirs in the address. */
const parametersOf = ({ method, query, body, headers }: Call): Form => {
  if (method !== 'POST') return parseForm(query.toString());
  if (body !== '' && !headers['content-type']?.startsWith('application/x-www-form-urlencoded'))
    throw new Refusal('Invalid request: parameters have to be form-encoded.');
  return parseForm(body);
};

const routeOf = (call: Call): { route: Route; id: string } => {
  for (const route of ROUTES) {
    const id = route.method === call.method ? idIn(route.path, call.path) : undefined;
    if (id !== undefined) return { route, id };
  }
  throw new Refusal(`Unrecognized request URL (${call.method}: ${call.path}).`, { status: 404 });
};

/** The id in a path that fits the pattern; empty when the pattern has none; undefined when it does not fit. */
const idIn = (pattern: string, path: string): string | undefined => {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return undefined;
  const id = given[wanted.indexOf(':id')] ?? '';
  const fits = wanted.every((part, index) => part === given[index] || (part === ':id' && given[index] !== ''));
  return fits ? decoded(id) : undefined;
};

const decoded = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
};
