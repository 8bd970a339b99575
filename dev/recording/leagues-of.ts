import { readSnapshots } from './read-snapshots.ts';

/** By league key, the first answer in each recording that holds an event. */
export async function firstAnswersOf(files: readonly string[]): Promise<ReadonlyMap<string, unknown>> {
  const answers = new Map<string, unknown>();
  for (const file of files)
    for await (const { body } of readSnapshots([file])) {
      const league = leagueOf(body);
      if (league === undefined) continue;
      if (!answers.has(league)) answers.set(league, body);
      break;
    }
  return answers;
}

/** League key of an answer; undefined for one without events. */
export function leagueOf(body: unknown): string | undefined {
  const first: unknown = Array.isArray(body) ? body[0] : undefined;
  return typeof first === 'object' && first !== null && 'sport_key' in first && typeof first.sport_key === 'string'
    ? first.sport_key
    : undefined;
}
