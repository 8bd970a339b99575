import pLimit from 'p-limit';
import { type Check, type Checks, fail, none, pass } from './check.ts';
import { inTime } from './in-time.ts';
import type { ReadSecret, SecretReference } from './secret-reader.ts';

/** Settings with what their references lead to, and how that went. */
export interface Resolved extends Checks {
  readonly values: Readonly<Record<string, string>>;
  /** Names of settings whose reference leads nowhere; they are not among the values. */
  readonly unresolved: readonly string[];
}

const AT_ONCE = 4;
const NO_ANSWER = 'no answer in time: is there such a vault, and this machine let in?';
const REFERENCE = /^@Microsoft\.KeyVault\((.*)\)$/i;

/** Puts the secrets of key vaults in the place of references to them, as Azure does before the app starts. Never throws. */
export async function resolveReferences(
  values: Readonly<Record<string, string>>,
  read: ReadSecret,
  timeoutMs: number,
): Promise<Resolved> {
  const limit = pLimit(AT_ONCE);
  const references = Object.entries(values).flatMap(([name, value]) => {
    const [, inside] = REFERENCE.exec(value.trim()) ?? [];
    return inside === undefined ? [] : [{ name, reference: referenceIn(inside) }];
  });
  const found = await Promise.all(
    references.map(({ name, reference }) => limit(() => resolve(name, reference, { read, timeoutMs }))),
  );
  const secrets = Object.fromEntries(found.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])));
  const unresolved = found.flatMap(({ name, value }) => (value === undefined ? [name] : []));
  const plain = Object.entries(values).filter(([name]) => !unresolved.includes(name));
  const checks = found.map(({ check }) => check);
  return {
    values: { ...Object.fromEntries(plain), ...secrets },
    unresolved,
    checks: checks.length > 0 ? checks : [{ name: 'references', look: () => none('no setting refers to a key vault') }],
  };
}

interface Resolving {
  readonly read: ReadSecret;
  readonly timeoutMs: number;
}

interface ResolvedOne {
  readonly name: string;
  readonly value: string | undefined;
  readonly check: Check;
}

async function resolve(
  name: string,
  reference: SecretReference | undefined,
  { read, timeoutMs }: Resolving,
): Promise<ResolvedOne> {
  if (!reference) {
    const finding = fail(
      'the reference is not understood',
      'write @Microsoft.KeyVault(SecretUri=https://VAULT.vault.azure.net/secrets/NAME)',
    );
    return { name, value: undefined, check: { name, look: () => finding } };
  }
  const where = `${reference.secret} in ${new URL(reference.vaultUrl).hostname.split('.')[0]}`;
  try {
    // Whoever signs in may not listen to the signal.
    const value = await inTime(read(reference, AbortSignal.timeout(timeoutMs)), timeoutMs, NO_ANSWER);
    return { name, value, check: { name, look: () => pass(where) } };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const [, seen = reason, remedy] = /^([^:]*): (.*)$/s.exec(reason) ?? [];
    const finding = { status: 'fail', seen: `${where}: ${seen}`, ...(remedy === undefined ? {} : { remedy }) } as const;
    return { name, value: undefined, check: { name, look: () => finding } };
  }
}

/** Both forms that Azure takes: an address, or the names of vault and secret. */
function referenceIn(inside: string): SecretReference | undefined {
  const parts = new Map(
    inside.split(';').map((part) => {
      const [key = '', ...value] = part.split('=');
      return [key.trim().toLowerCase(), value.join('=').trim()];
    }),
  );
  const address = URL.parse(parts.get('secreturi') ?? '');
  if (address?.protocol === 'https:') {
    const [, secret, version] = /^\/secrets\/([^/]+)(?:\/([^/]+))?\/?$/.exec(address.pathname) ?? [];
    return secret === undefined ? undefined : { vaultUrl: address.origin, secret, version };
  }
  const [vault = '', secret = ''] = [parts.get('vaultname'), parts.get('secretname')];
  if (!/^[\w-]+$/.test(vault) || !/^[\w-]+$/.test(secret)) return undefined;
  return { vaultUrl: `https://${vault}.vault.azure.net`, secret, version: parts.get('secretversion') };
}
