import { createOddsApi } from '../../../shared/adapters/odds-api/odds-api.ts';
import { OddsSourceError } from '../../../shared/ports/odds-source.ts';
import { silentTelemetry } from '../../silent-telemetry.ts';
import { type Checks, counted, type Finding, fact, fail, none, pass, warning } from '../check.ts';
import type { Checking } from '../checking.ts';

const KEY = 'key';

/** By the list of sports, which is free. */
export function oddsChecks({ settings: { config }, now, timeoutMs }: Checking): Checks {
  const { apiKey, baseUrl, leagues, monthlyCredits } = config.odds;
  const asked = { apiKey, baseUrl, now, telemetry: silentTelemetry, markets: [], regions: [] };
  const sports = fact(KEY, () => createOddsApi(asked).sports(), timeoutMs);
  const needs = ['ODDS_API_KEY', 'ODDS_API_BASE_URL'] as const;
  return {
    checks: [
      { name: KEY, needs, look: () => sports.read().then(({ leagues: all }) => seenOf(all.length), refused) },
      {
        name: 'leagues',
        needs: [...needs, 'ODDS_LEAGUES'],
        look: async () => leaguesFinding(leagues, (await sports.known()).leagues),
      },
      {
        name: 'credits',
        needs: [...needs, 'ODDS_MONTHLY_CREDITS'],
        look: async () => {
          const { quota } = await sports.known();
          return quota ? creditsFinding(quota, monthlyCredits, now()) : none('the answer does not tell them');
        },
      },
    ],
  };
}

const seenOf = (count: number): Finding => pass(`taken; ${counted(count, 'league')} on offer`);

/** The adapter's words say what is wrong; which of it a person can mend, its kind. */
function refused(error: unknown): Finding {
  if (!(error instanceof OddsSourceError)) throw error;
  return fail(
    error.message.replace(/^The Odds API: /, ''),
    error.failure.kind === 'bad-key'
      ? 'https://the-odds-api.com/account shows the key: set ODDS_API_KEY'
      : 'look at ODDS_API_BASE_URL and the network, then run this again',
  );
}

function leaguesFinding(
  wanted: readonly string[],
  offered: readonly { readonly key: string; readonly isActive: boolean }[],
): Finding {
  const unknown = wanted.filter((league) => !offered.some(({ key }) => key === league));
  if (unknown.length > 0) return fail(`not on offer: ${unknown.join(', ')}`, 'mend ODDS_LEAGUES');
  const resting = wanted.filter((league) => offered.some(({ key, isActive }) => key === league && !isActive));
  if (resting.length > 0)
    return warning(`out of season: ${resting.join(', ')}`, 'leave them: they are polled once their season begins');
  return pass(wanted.join(', '));
}

/** So much less than the rest of the month's share is within what a busy week makes. */
const SLACK = 0.8;

/** The share of the month that is still to come. */
function shareLeft(now: number): number {
  const date = new Date(now);
  const [from, to] = [0, 1].map((months) => Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1));
  return from === undefined || to === undefined ? 0 : (to - now) / (to - from);
}

function creditsFinding(
  { remaining, used }: { readonly remaining: number; readonly used: number },
  monthly: number,
  now: number,
): Finding {
  const seen = `${remaining} of ${remaining + used} left`;
  if (remaining === 0) return fail(seen, 'wait for the 1st, 00:00 UTC, or choose a larger plan');
  if (remaining + used < monthly)
    return warning(`${seen}, ODDS_MONTHLY_CREDITS says ${monthly}`, 'set it to what the plan has, or choose that plan');
  if (remaining < (remaining + used) * shareLeft(now) * SLACK)
    return warning(`${seen}: less than the rest of the month’s share`, 'the app polls less often until the 1st');
  return pass(seen);
}
