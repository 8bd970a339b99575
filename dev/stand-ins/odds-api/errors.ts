import { json, type Reply } from '../reply.ts';

/** The provider's error codes that the stand-in answers, with their status and message. */
const ERRORS = {
  MISSING_KEY: [401, 'API key is missing'],
  INVALID_KEY: [401, 'API key is not valid. Get an API key at https://the-odds-api.com'],
  OUT_OF_USAGE_CREDITS: [401, 'Usage quota has been reached. See usage plans at https://the-odds-api.com'],
  EXCEEDED_FREQ_LIMIT: [429, 'Requests are too frequent. Space them out over several seconds'],
  UNKNOWN_SPORT: [404, 'Unknown sport'],
  MISSING_REGION: [422, 'Missing regions or bookmakers key'],
  INVALID_REGION: [422, 'Invalid regions parameter'],
  INVALID_BOOKMAKERS: [422, 'Invalid bookmakers parameter'],
  INVALID_MARKET: [422, 'Invalid markets parameter'],
  INVALID_ODDS_FORMAT: [422, 'Invalid oddsFormat parameter. Valid values are decimal, american'],
  INVALID_DATE_FORMAT: [422, 'Invalid dateFormat parameter. Valid values are iso, unix'],
  INVALID_COMMENCE_TIME_FROM: [422, 'Invalid commenceTimeFrom parameter. The format is YYYY-MM-DDTHH:MM:SSZ'],
  INVALID_COMMENCE_TIME_TO: [422, 'Invalid commenceTimeTo parameter. The format is YYYY-MM-DDTHH:MM:SSZ'],
  INVALID_COMMENCE_TIME_RANGE: [422, 'Invalid commence time range. commenceTimeFrom must be before commenceTimeTo'],
  INVALID_EVENT_IDS: [422, 'Invalid eventIds parameter'],
} as const satisfies Record<string, readonly [number, string]>;

export type OddsApiErrorCode = keyof typeof ERRORS;

const GUIDE = 'https://the-odds-api.com/liveapi/guides/v4/api-error-codes.html';

/** An error as the provider writes it: `{message, error_code, details_url}`. */
export const errorReply = (code: OddsApiErrorCode, headers: Readonly<Record<string, string>> = {}): Reply => {
  const [status, message] = ERRORS[code];
  const anchor = code.toLowerCase().replaceAll('_', '-');
  return json(status, { message, error_code: code, details_url: `${GUIDE}#${anchor}` }, headers);
};
