import { z } from 'zod';
import { INTERACTIONS } from '../../setup-discord/endpoints.ts';
import { endpointUrlOf } from '../../setup-stripe/endpoint.ts';
import { type Check, type Checks, type Finding, Found, fact, fail, none, pass, warning } from '../check.ts';
import type { Checking } from '../checking.ts';

const HEALTH = 'health';
const NEEDS = ['PUBLIC_BASE_URL'] as const;
const healthSchema = z.object({ status: z.string(), checks: z.record(z.string(), z.string()) });
type Health = z.infer<typeof healthSchema>;

/** The app where people reach it: whether it is well, and keeps out whoever has no signature. */
export function appChecks({ settings: { config }, timeoutMs }: Checking): Checks {
  const { publicBaseUrl: base } = config;
  if (base === undefined)
    return {
      checks: [{ name: HEALTH, needs: NEEDS, look: () => none('the app’s address is not known: say it with --url') }],
    };
  const ask = (url: string, init: RequestInit = {}): Promise<Response> =>
    fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(timeoutMs * 0.7), ...init });
  const health = fact(
    HEALTH,
    async (): Promise<Health> => {
      const answer = await ask(`${base}/api/health`).catch(() => {
        throw new Found(fail(`nothing answers at ${base}`, 'start or deploy the app, or mend PUBLIC_BASE_URL'));
      });
      const { data } = healthSchema.safeParse(await answer.json().catch(() => undefined));
      if (!data) throw new Found(fail(`${base} is not this app (status ${answer.status})`, 'mend PUBLIC_BASE_URL'));
      return data;
    },
    timeoutMs,
  );
  const door = (name: string, url: string, request: RequestInit, expected: number): Check => ({
    name,
    needs: NEEDS,
    look: async () => {
      await health.known();
      const { status } = await ask(url, { method: 'POST', ...request });
      return status === expected
        ? pass(`refused with ${status}`)
        : fail(
            `answered with ${status}, not ${expected}`,
            'do not open: see the app’s log, and whether this version runs there',
          );
    },
  });
  const json = { 'content-type': 'application/json' };
  const forged = { ...json, 'stripe-signature': `t=${Math.floor(Date.now() / 1000)},v1=${'0'.repeat(64)}` };
  const event = JSON.stringify({ id: 'evt_preflight', object: 'event', type: 'invoice.paid' });
  return {
    checks: [
      { name: HEALTH, needs: NEEDS, look: async () => healthFinding(await health.read()) },
      door('unsigned interaction', `${base}${INTERACTIONS}`, { headers: json, body: '{"type":1}' }, 401),
      ...(config.stripe
        ? [door('forged Stripe event', endpointUrlOf(base), { headers: forged, body: event }, 400)]
        : []),
    ],
  };
}

function healthFinding({ status, checks }: Health): Finding {
  const failed = Object.keys(checks).filter((name) => checks[name] !== 'ok');
  if (status === 'ok') return pass(`ok: ${Object.keys(checks).join(', ')}`);
  const seen = `${status}: ${failed.join(', ')}`;
  return status === 'degraded'
    ? warning(seen, 'it goes on, slower: see the app’s log')
    : fail(seen, 'see health_check_failed in the app’s log');
}
