import { CLAIM_TIME, claimed, type LeagueState, newLeague } from '../../domain/polling/league-state.ts';
import type { Documents, Key, Stored } from '../../ports/documents.ts';

export const leagueKey = (league: string): Key => ({ id: league, partition: 'leagues' });

const MOST_TRIES = 8;

/** The league as stored, created when there is none. */
export const readLeague = async (leagues: Documents<LeagueState>, league: string): Promise<Stored<LeagueState>> => {
  const key = leagueKey(league);
  const stored = await leagues.read(key);
  if (stored !== undefined) return stored;
  await leagues.create(key, newLeague(league));
  const created = await leagues.read(key);
  if (created === undefined) throw new Error(`the state of league ${league} was created and is not there`);
  return created;
};

/**
 * Claims a league for one poll: gives the claim, the moment until which the league is ours alone, or undefined when the state is
 * no longer the one that was planned with. Two instances cannot both replace the same version.
 */
export const claimLeague = async (
  leagues: Documents<LeagueState>,
  { value, etag }: Stored<LeagueState>,
  now: number,
): Promise<number | undefined> => {
  const claim = now + CLAIM_TIME;
  const written = await leagues.replace(leagueKey(value.league), claimed(value, claim), etag);
  return written === 'replaced' ? claim : undefined;
};

/** Applies a pure change to a league's stored state, again on what another wrote in between. */
export const changeLeague = async (
  leagues: Documents<LeagueState>,
  league: string,
  change: (state: LeagueState) => LeagueState,
): Promise<void> => {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const { value, etag } = await readLeague(leagues, league);
    if ((await leagues.replace(leagueKey(league), change(value), etag)) === 'replaced') return;
  }
  throw new Error(`the state of league ${league} was changed by others ${MOST_TRIES} times in a row`);
};

const PAGE_SIZE = 100;

/** Every league that was ever watched, those no longer watched too: a record that forgets is none. */
export const everyLeague = async (leagues: Documents<LeagueState>): Promise<readonly string[]> => {
  const found: string[] = [];
  let after: string | undefined;
  do {
    const page = await leagues.list(leagueKey('').partition, { limit: PAGE_SIZE, after });
    found.push(...page.items.map(({ key }) => key.id));
    after = page.next;
  } while (after !== undefined);
  return found;
};
