import type { TokenCredential } from '@azure/identity';
import type { SecretClient, SecretClientOptions } from '@azure/keyvault-secrets';

/** A secret that a setting refers to. */
export interface SecretReference {
  /** E.g. `https://NAME.vault.azure.net`. */
  readonly vaultUrl: string;
  readonly secret: string;
  /** Absent: the newest. */
  readonly version: string | undefined;
}

/** Throws an Error in plain words when the secret cannot be had. */
export type ReadSecret = (reference: SecretReference, signal: AbortSignal) => Promise<string>;

interface Access {
  /** Whoever runs this, by default: in Azure the managed identity, on a developer's machine the account of `az login`. */
  readonly credential?: TokenCredential;
  readonly client?: SecretClientOptions;
}

/** Reads secrets from Azure's key vaults. Loads the libraries only when there is one to read. */
export function createSecretReader({ credential, client: options = {} }: Access = {}): ReadSecret {
  const clients = new Map<string, Promise<SecretClient>>();
  const connect = async (vaultUrl: string): Promise<SecretClient> => {
    const [{ SecretClient }, whoever] = await Promise.all([
      import('@azure/keyvault-secrets'),
      credential ?? import('@azure/identity').then(({ DefaultAzureCredential }) => new DefaultAzureCredential()),
    ]);
    return new SecretClient(vaultUrl, whoever, { retryOptions: { maxRetries: 1, retryDelayInMs: 200 }, ...options });
  };
  const clientOf = (vaultUrl: string): Promise<SecretClient> => {
    const client = clients.get(vaultUrl) ?? connect(vaultUrl);
    clients.set(vaultUrl, client);
    return client;
  };
  return async ({ vaultUrl, secret, version }, abortSignal) => {
    try {
      const client = await clientOf(vaultUrl);
      const { value = '' } = await client.getSecret(secret, { abortSignal, ...(version ? { version } : {}) });
      if (value.trim() === '') throw new Error('the secret is empty');
      return value;
    } catch (error) {
      throw new Error(reasonOf(error), { cause: error });
    }
  };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'it cannot be read';
  const status = 'statusCode' in error ? error.statusCode : undefined;
  if (status === 404) return 'there is no such secret: add it to the vault, or mend the reference';
  if (status === 401 || status === 403)
    return 'whoever runs this may not read it: give the role “Key Vault Secrets User”, and open the vault’s firewall to this machine';
  if (/Credential|Authentication/.test(error.name)) return 'nobody is signed in to Azure here: az login';
  if (error.name === 'AbortError') return 'no answer in time: is there such a vault, and this machine let in?';
  const code = 'code' in error && typeof error.code === 'string' ? ` (${error.code})` : '';
  if (error.message === 'the secret is empty') return 'it is empty: set a value';
  return `the vault cannot be reached${code}: is its name right, and the network open?`;
}
