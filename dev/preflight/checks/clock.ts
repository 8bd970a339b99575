import { type Checks, counted, type Finding, fail, none, pass, warning } from '../check.ts';
import type { Checking } from '../checking.ts';

const WARN_S = 5;
const FAIL_S = 60;

/** This machine's clock against those of the services, as their answers date themselves, in whole seconds. */
export const clockChecks = ({ settings: { config }, now, timeoutMs }: Checking): Checks => ({
  checks: [
    {
      name: 'this machine’s clock',
      look: async () => {
        const urls = [
          config.odds.baseUrl,
          config.discord.baseUrl,
          ...(config.stripe ? [config.stripe.baseUrl] : []),
          config.claude.baseUrl,
          config.quickChartBaseUrl,
        ];
        const origins = [...new Set(urls.map((url) => new URL(url).origin))];
        const told = await Promise.all(origins.map((origin) => aheadOf(origin, now, timeoutMs * 0.8)));
        return skewFinding(told.filter((seconds) => seconds !== undefined));
      },
    },
  ],
});

/** Seconds that this clock is ahead of a service's; undefined when that does not say. */
async function aheadOf(origin: string, now: () => number, timeoutMs: number): Promise<number | undefined> {
  try {
    const began = now();
    // Whatever it answers: only when.
    const answer = await fetch(origin, {
      method: 'HEAD',
      redirect: 'manual',
      cache: 'no-store',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const middle = (began + now()) / 2;
    const date = Date.parse(answer.headers.get('date') ?? '');
    // What a cache kept is as old as it says.
    const age = Number(answer.headers.get('age') ?? 0);
    // The second is cut off: half of one is the best guess.
    return Number.isFinite(date) && age === 0 ? (middle - date) / 1000 - 0.5 : undefined;
  } catch {
    return undefined;
  }
}

/** By the one in the middle: a service may be wrong itself. */
function skewFinding(told: readonly number[]): Finding {
  const middle = told.toSorted((a, b) => a - b)[Math.floor((told.length - 1) / 2)];
  if (middle === undefined) return none('no service says what time it is');
  const seconds = Math.abs(middle);
  const by = `${seconds.toFixed(seconds < 10 ? 1 : 0)} s ${middle < 0 ? 'behind' : 'ahead of'} ${counted(told.length, 'service')}`;
  const remedy = 'have it set by a time server: signatures with another time are refused';
  if (seconds > FAIL_S) return fail(by, remedy);
  return seconds > WARN_S ? warning(by, remedy) : pass(by);
}
