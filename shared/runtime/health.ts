import type { Telemetry } from '../ports/telemetry.ts';

export type Checks = Readonly<Record<string, () => Promise<unknown>>>;

export interface Health {
  /** `degraded`: something is gone that the app can do without. `unhealthy`: it cannot do its work. */
  readonly status: 'ok' | 'degraded' | 'unhealthy';
  readonly checks: Readonly<Record<string, 'ok' | 'failed'>>;
}

/**
 * Runs every check. Says which failed and logs why; the answer itself tells a stranger nothing more.
 * @param optional what the app goes on without, slower
 */
export async function checkHealth(needed: Checks, optional: Checks, telemetry: Telemetry): Promise<Health> {
  const isWell = async (name: string, check: Checks[string]): Promise<boolean> => {
    try {
      await check();
      return true;
    } catch (error) {
      telemetry.error('health_check_failed', { check: name, reason: String(error) });
      return false;
    }
  };
  const run = (checks: Checks) =>
    Promise.all(Object.entries(checks).map(async ([name, check]) => [name, await isWell(name, check)] as const));
  const [must, may] = await Promise.all([run(needed), run(optional)]);
  const status = must.some(([, well]) => !well) ? 'unhealthy' : may.some(([, well]) => !well) ? 'degraded' : 'ok';
  return {
    status,
    checks: Object.fromEntries([...must, ...may].map(([name, well]) => [name, well ? 'ok' : 'failed'])),
  };
}

/**
 * Whoever asks while a look is under way gets what that one finds: anybody may ask, and a crowd of them must not become a crowd of
 * requests to database and queue.
 */
export function oneLook(look: () => Promise<Health>): () => Promise<Health> {
  let underWay: Promise<Health> | undefined;
  return () => {
    underWay ??= look().finally(() => {
      underWay = undefined;
    });
    return underWay;
  };
}
