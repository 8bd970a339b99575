import { harmless } from './harmless.ts';

/** How bookmakers write their own names, by our key. */
const NAMES: Readonly<Record<string, string>> = {
  ballybet: 'Bally Bet',
  bet365: 'bet365',
  betanysports: 'BetAnySports',
  betfair_ex_au: 'Betfair Exchange AU',
  betfair_ex_eu: 'Betfair Exchange',
  betfair_ex_uk: 'Betfair Exchange UK',
  betmgm: 'BetMGM',
  betonlineag: 'BetOnline.ag',
  betparx: 'betPARX',
  betrivers: 'BetRivers',
  betus: 'BetUS',
  betway: 'Betway',
  bovada: 'Bovada',
  draftkings: 'DraftKings',
  espnbet: 'theScore Bet',
  everygame: 'Everygame',
  fanatics: 'Fanatics',
  fanduel: 'FanDuel',
  fliff: 'Fliff',
  gtbets: 'GTbets',
  hardrockbet: 'Hard Rock Bet',
  lowvig: 'LowVig.ag',
  marathonbet: 'Marathonbet',
  matchbook: 'Matchbook',
  mybookieag: 'MyBookie.ag',
  novig: 'Novig',
  onexbet: '1xBet',
  pinnacle: 'Pinnacle',
  prophetx: 'ProphetX',
  rebet: 'Rebet',
  sport888: '888sport',
  tipico_us: 'Tipico',
  unibet: 'Unibet',
  unibet_us: 'Unibet',
  williamhill: 'William Hill',
  williamhill_us: 'Caesars',
  windcreek: 'Wind Creek',
};

/** A key that is not in the table, made readable: `some_new_book` → `Some New Book`. */
const readable = (key: string): string =>
  harmless(
    key.replace(/[_-]+/g, ' ').replace(/(^|\s)\p{Ll}/gu, (start) => start.toUpperCase()),
    30,
  );

/** A bookmaker's name, harmless in any Discord text. */
export const bookName = (key: string): string => (Object.hasOwn(NAMES, key) ? NAMES[key] : undefined) ?? readable(key);

/** Of more than these that moved in the same poll nobody can say who began. */
export const MOST_FIRST_MOVERS = 3;

/** So many that none is named. */
export const countMovers = (count: number): string => `${count} books moved within one poll`;

/** Who began a move, i.e. all that moved in its first poll: by name while they are few. Empty for nobody. */
export const firstMoversText = (keys: readonly string[]): string =>
  keys.length > MOST_FIRST_MOVERS ? countMovers(keys.length) : bookNames(keys, MOST_FIRST_MOVERS);

/** Some bookmakers in one line, the rest as a number: `Pinnacle, FanDuel and 3 more`. */
export const bookNames = (keys: readonly string[], most = 4): string => {
  const named = keys.slice(0, most).map(bookName).join(', ');
  return keys.length > most ? `${named} and ${keys.length - most} more` : named;
};
