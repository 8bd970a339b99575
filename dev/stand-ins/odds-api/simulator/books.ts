/** How a bookmaker follows news. */
interface Pace {
  /** Seconds behind the news, least and most. */
  readonly lag: readonly [number, number];
  /** Whether a slow-moving piece of news slows it further. */
  readonly waits: boolean;
}

const ORIGINATES: Pace = { lag: [0, 2], waits: false };
const FOLLOWS: Pace = { lag: [3, 11], waits: true };
const LAGS: Pace = { lag: [50, 240], waits: false };

export interface Book {
  readonly key: string;
  readonly title: string;
  readonly pace: Pace;
  /** Its margin over fair prices. */
  readonly hold: number;
  /** American prices are multiples of this. */
  readonly tick: number;
}

/** The longest that any book takes to follow a piece of news, ms. */
export const LONGEST_LAG = 240_000;

export const BOOKS: readonly Book[] = [
  { key: 'betonlineag', title: 'BetOnline.ag', pace: ORIGINATES, hold: 0.045, tick: 1 },
  { key: 'lowvig', title: 'LowVig.ag', pace: ORIGINATES, hold: 0.0435, tick: 1 },
  { key: 'fanduel', title: 'FanDuel', pace: FOLLOWS, hold: 0.048, tick: 2 },
  { key: 'draftkings', title: 'DraftKings', pace: FOLLOWS, hold: 0.047, tick: 1 },
  { key: 'williamhill_us', title: 'Caesars', pace: FOLLOWS, hold: 0.05, tick: 1 },
  { key: 'bovada', title: 'Bovada', pace: FOLLOWS, hold: 0.049, tick: 2 },
  { key: 'betmgm', title: 'BetMGM', pace: LAGS, hold: 0.05, tick: 2 },
  { key: 'betrivers', title: 'BetRivers', pace: LAGS, hold: 0.053, tick: 1 },
  { key: 'fanatics', title: 'Fanatics', pace: LAGS, hold: 0.051, tick: 2 },
  { key: 'mybookieag', title: 'MyBookie.ag', pace: LAGS, hold: 0.055, tick: 1 },
  { key: 'betus', title: 'BetUS', pace: LAGS, hold: 0.055, tick: 2 },
];

/** The book whose feed is dead for some games: it shows its opening line to the end. */
export const DEAD_BOOK = 'betus';
