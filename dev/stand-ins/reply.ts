import type { IncomingHttpHeaders } from 'node:http';

/** A request that reached a stand-in. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** An answer in JSON. */
export const json = (status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Reply => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(value),
});

/** An answer without a body (204). */
export const noContent = (headers: Readonly<Record<string, string>> = {}): Reply => ({
  status: 204,
  headers,
  body: '',
});

/** How a stand-in answers: as the real service does, and as the real service does in a bad state. */
export interface Behaviour {
  readonly handle: (call: Call) => Reply | Promise<Reply>;
  readonly failure: (kind: 'bad-key' | 'out-of-credits' | 'too-many-requests', call: Call, global: boolean) => Reply;
}
