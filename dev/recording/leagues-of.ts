import { readSnapshots } from './read-snapshots.ts';

/** League keys of some recordings, from the first answer in each that holds an event. */
export async function leaguesOf(files: readonly string[]): Promise<string[]> {
  const leagues = new Set<string>();
  for (const file of files)
    for await (const { body } of readSnapshots([file])) {
      const league = leagueOf(body);
      if (league === undefined) continue;
      leagues.add(league);
      break;
    }
  return [...leagues];
}

/** League key of an answer; undefined for one without events. */
export function leagueOf(body: unknown): string | undefined {
  const first: unknown = Array.isArray(body) ? body[0] : undefined;
  return typeof first === 'object' && first !== null && 'sport_key' in first && typeof first.sport_key === 'string'
    ? first.sport_key
    : undefined;
}
