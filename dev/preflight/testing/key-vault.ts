import type { SecretClientOptions } from '@azure/keyvault-secrets';
import { createFaults } from '../../stand-ins/faults.ts';
import { startStandIn } from '../../stand-ins/http.ts';
import { json } from '../../stand-ins/reply.ts';
import { createSecretReader, type ReadSecret } from '../secret-reader.ts';

export interface KeyVault {
  readonly url: string;
  /** The real client, led to this server. */
  readonly read: ReadSecret;
  /** Puts a secret in; an empty one may not be read. */
  put(name: string, value: string): void;
  stop(): Promise<void>;
}

const TOKEN = 'token-of-the-tests';
const FORBIDDEN = { error: { code: 'Forbidden', message: 'does not have secrets get permission' } };
const NOT_FOUND = { error: { code: 'SecretNotFound', message: 'was not found in this key vault' } };

/** Key Vault's way of reading secrets: a challenge first, then the secret to whoever brings a token. */
export async function startKeyVault(): Promise<KeyVault> {
  const secrets = new Map<string, string>();
  const { origin, stop } = await startStandIn({
    faults: createFaults(),
    control: () => ({}),
    failure: () => json(500, {}),
    handle: ({ path, headers }) => {
      if (headers.authorization !== `Bearer ${TOKEN}`)
        return json(
          401,
          {},
          {
            'www-authenticate':
              'Bearer authorization="https://login.microsoftonline.com/t", resource="https://vault.azure.net"',
          },
        );
      const [, name = ''] = /^\/secrets\/([^/]+)/.exec(path) ?? [];
      const value = secrets.get(name);
      if (value === undefined) return json(404, NOT_FOUND);
      return value === ''
        ? json(403, FORBIDDEN)
        : json(200, { value, id: `https://tests.vault.azure.net/secrets/${name}/1` });
    },
  });
  return {
    url: 'https://tests.vault.azure.net',
    read: createSecretReader({
      credential: { getToken: async () => ({ token: TOKEN, expiresOnTimestamp: Date.now() + 3600_000 }) },
      client: { httpClient: ledTo(origin) },
    }),
    put: (name, value) => void secrets.set(name, value),
    stop,
  };
}

/** The client speaks to https alone: what it sends goes to the server here. */
const ledTo = (origin: string): NonNullable<SecretClientOptions['httpClient']> => ({
  sendRequest: async (request) => {
    const { pathname, search } = new URL(request.url);
    const answer = await fetch(`${origin}${pathname}${search}`, {
      method: request.method,
      headers: request.headers.toJSON(),
    });
    const Headers = request.headers.constructor as new (given: object) => typeof request.headers;
    return {
      request,
      status: answer.status,
      headers: new Headers(Object.fromEntries(answer.headers)),
      bodyAsText: await answer.text(),
    };
  },
});
