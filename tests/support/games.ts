import type { FeedEvent, FeedMarket, OddsFeed } from '../../dev/stand-ins/odds-api/feed.ts';

export const LEAGUE = 'americanfootball_nfl';
/** Eight books; the last one never follows, so that there is always a price left to take. */
const BOOKMAKERS = [
  'pinnacle',
  'draftkings',
  'fanduel',
  'betmgm',
  'betrivers',
  'fanatics',
  'espnbet',
  'bovada',
] as const;
const LAGGARD = 'bovada';

/** A feed that shows what the test says. */
export interface ScriptedFeed extends OddsFeed {
  show(events: readonly FeedEvent[]): void;
}

export const scriptedFeed = (): ScriptedFeed => {
  let shown: readonly FeedEvent[] = [];
  return {
    oddsFormat: 'decimal',
    sports: () => [{ key: LEAGUE, group: 'American Football', title: 'NFL', description: 'US Football' }],
    events: (sport) => (sport === LEAGUE ? shown : undefined),
    show: (events) => {
      shown = events;
    },
  };
};

/** What every book shows of a game: a home handicap and its two prices. */
interface Line {
  readonly point: number;
  readonly home: number;
  readonly away: number;
}

const FIRST: Line = { point: -4.5, home: 1.91, away: 1.91 };
/** A little shorter: the first step, in which there is nothing to bet on yet. */
const LEAD: Line = { point: -4.5, home: 1.87, away: 1.95 };
const MOVED: Line = { point: -6.5, home: 1.91, away: 1.91 };

export const HOME = 'Harbor Hawks';
export const AWAY = 'Prairie Wolves';

const spreads = ({ point, home, away }: Line, names: { home: string; away: string }): FeedMarket => ({
  key: 'spreads',
  outcomes: [
    { name: names.home, price: home, point },
    { name: names.away, price: away, point: -point },
  ],
});

export interface GameOptions {
  /** Scheduled start, epoch ms. */
  readonly start: number;
  /** Default 1; the home team carries it, so that alerts of different games can be told apart. */
  readonly number?: number;
  readonly home?: string;
  readonly away?: string;
}

const gameWith = (
  { start, number = 1, home = `${HOME} ${number}`, away = AWAY }: GameOptions,
  lineOf: (book: string) => Line,
): FeedEvent => ({
  id: `game${number}`,
  sport_key: LEAGUE,
  sport_title: 'NFL',
  commence_time: new Date(start).toISOString(),
  home_team: home,
  away_team: away,
  bookmakers: BOOKMAKERS.map((key) => ({ key, title: key, markets: [spreads(lineOf(key), { home, away })] })),
});

/** A game in three polls: all agree, one book leads, all but the laggard follow: steam. */
export const opening = (game: GameOptions): FeedEvent => gameWith(game, () => FIRST);
export const led = (game: GameOptions): FeedEvent => gameWith(game, (book) => (book === 'pinnacle' ? LEAD : FIRST));
export const steamed = (game: GameOptions): FeedEvent => gameWith(game, (book) => (book === LAGGARD ? FIRST : MOVED));

/** The title of the alert that a steamed game is worth. */
export const titleOf = (number: number): string => `${HOME} ${number} -4.5 @ 1.91 · Bovada`;

/** 1 to `count`. */
export const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1);
