import { json, type Reply } from '../reply.ts';

interface Details {
  readonly status?: number;
  readonly type?: string;
  readonly code?: string;
  readonly param?: string;
}

/** A request that Stripe refuses, in the words that it uses. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly details: Details;
  constructor(message: string, details: Details = {}) {
    super(message);
    this.details = details;
  }
}

export const invalid = (message: string, param: string, code?: string): Refusal =>
  new Refusal(message, { param, ...(code === undefined ? {} : { code }) });

/** @param param of a thing that a parameter names: 400. Absent: of the thing that the address names: 404. */
export const noSuch = (what: string, id: string, param?: string): Refusal =>
  new Refusal(`No such ${what}: '${id}'`, {
    status: param === undefined ? 404 : 400,
    code: 'resource_missing',
    param: param ?? 'id',
  });

export const tooMany = (): Refusal =>
  new Refusal('Request rate limit exceeded. Learn more about rate limits: https://docs.stripe.com/rate-limits.', {
    status: 429,
    code: 'rate_limit',
  });

export const badKey = (key: string): Refusal =>
  new Refusal(
    key === ''
      ? 'You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth.'
      : `Invalid API Key provided: ${key.slice(0, 8)}****${key.slice(-4)}`,
    { status: 401 },
  );

/** An error as Stripe writes it. */
export const refusalReply = ({ message, details }: Refusal): Reply => {
  const { status = 400, type = 'invalid_request_error', code, param } = details;
  return json(status, {
    error: {
      type,
      message,
      ...(code === undefined
        ? {}
        : { code, doc_url: `https://docs.stripe.com/error-codes/${code.replaceAll('_', '-')}` }),
      ...(param === undefined ? {} : { param }),
    },
  });
};

const TYPES: Readonly<Record<number, string>> = { 402: 'card_error', 409: 'idempotency_error' };

/** An error that somebody ordered. */
export const orderedFailure = (status: number): Reply =>
  refusalReply(
    new Refusal(`The stand-in was told to fail with ${status}.`, {
      status,
      type: TYPES[status] ?? (status >= 500 ? 'api_error' : 'invalid_request_error'),
    }),
  );
