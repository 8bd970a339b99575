import type { Telemetry } from '../ports/telemetry.ts';

export type Checks = Readonly<Record<string, () => Promise<unknown>>>;

export interface Health {
  readonly status: 'ok' | 'unhealthy';
  readonly checks: Readonly<Record<string, 'ok' | 'failed'>>;
}

/** Runs every check. Says which failed and logs why; the answer itself tells a stranger nothing more. */
export async function checkHealth(checks: Checks, telemetry: Telemetry): Promise<Health> {
  const results = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => {
      try {
        await check();
        return [name, 'ok'] as const;
      } catch (error) {
        telemetry.error('health_check_failed', { check: name, reason: String(error) });
        return [name, 'failed'] as const;
      }
    }),
  );
  const isWell = results.every(([, result]) => result === 'ok');
  return { status: isWell ? 'ok' : 'unhealthy', checks: Object.fromEntries(results) };
}
