/** League key of an answer; undefined for one without events. */
export function leagueOf(body: unknown): string | undefined {
  const first: unknown = Array.isArray(body) ? body[0] : undefined;
  return typeof first === 'object' && first !== null && 'sport_key' in first && typeof first.sport_key === 'string'
    ? first.sport_key
    : undefined;
}
