/**
 * When the leagues that we follow play in a busy month: all four in season, as in November. Times are UTC, as the provider tells them,
 * rounded to the usual slots; from public knowledge of how the leagues schedule, not from anybody's list of fixtures.
 */
interface Slot {
  /** 0 is Sunday; of the day at whose hour the games start, UTC. */
  readonly weekDay: number;
  /** Hours after 00:00 UTC. */
  readonly hour: number;
  readonly games: number;
  /** Weeks of the month in which it is played, from 0; all of them without. */
  readonly weeks?: readonly number[];
}

const slots = (days: readonly number[], times: readonly (readonly [hour: number, games: number])[]): readonly Slot[] =>
  days.flatMap((weekDay) => times.map(([hour, games]) => ({ weekDay, hour, games })));

const [SUNDAY, MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY] = [0, 1, 2, 3, 4, 5, 6];

/** Games by league; American evenings are the next day's first hours in UTC. */
export const CALENDAR: Readonly<Record<string, readonly Slot[]>> = {
  // Sunday early, late and night; Monday and Thursday night. About 15 a week.
  americanfootball_nfl: [
    { weekDay: SUNDAY, hour: 18, games: 8 },
    { weekDay: SUNDAY, hour: 21.25, games: 4 },
    { weekDay: MONDAY, hour: 1.25, games: 1 },
    { weekDay: TUESDAY, hour: 1.25, games: 1 },
    { weekDay: FRIDAY, hour: 1.25, games: 1 },
  ],
  // Nightly, east to west; fewer on Thursdays (the national night), matinees at the weekend. About 50 a week.
  basketball_nba: [
    ...slots(
      [SUNDAY, TUESDAY, THURSDAY, SATURDAY],
      [
        [0, 3],
        [1, 3],
        [3, 2],
      ],
    ),
    ...slots(
      [MONDAY, WEDNESDAY],
      [
        [0, 2],
        [1, 2],
        [3, 1],
      ],
    ),
    ...slots(
      [FRIDAY],
      [
        [0.5, 2],
        [3, 1],
      ],
    ),
    ...slots([SUNDAY], [[20.5, 2]]),
  ],
  // Nightly, fullest on Tuesdays, Thursdays and Saturdays. About 50 a week.
  icehockey_nhl: [
    ...slots(
      [WEDNESDAY, FRIDAY, SUNDAY],
      [
        [0, 5],
        [1, 3],
        [3, 2],
      ],
    ),
    ...slots(
      [TUESDAY, THURSDAY, SATURDAY],
      [
        [0.5, 3],
        [3, 1],
      ],
    ),
    ...slots([SATURDAY], [[18, 2]]),
    ...slots(
      [SUNDAY],
      [
        [18, 1],
        [22, 2],
      ],
    ),
  ],
  // Weekends, and midweek in two weeks of a busy month.
  soccer_epl: [
    { weekDay: FRIDAY, hour: 20, games: 1 },
    { weekDay: SATURDAY, hour: 12.5, games: 1 },
    { weekDay: SATURDAY, hour: 15, games: 5 },
    { weekDay: SATURDAY, hour: 17.5, games: 1 },
    { weekDay: SUNDAY, hour: 14, games: 2 },
    { weekDay: SUNDAY, hour: 16.5, games: 1 },
    { weekDay: MONDAY, hour: 20, games: 1 },
    { weekDay: TUESDAY, hour: 19.75, games: 4, weeks: [0, 2] },
    { weekDay: WEDNESDAY, hour: 19.75, games: 6, weeks: [0, 2] },
  ],
};

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Start times, epoch ms, ascending, one a game, of every game from `from` (midnight UTC) until `until`. */
export function startsOf(played: readonly Slot[], from: number, until: number): readonly number[] {
  const starts: number[] = [];
  for (let day = 0; from + day * DAY < until; day++) {
    const midnight = from + day * DAY;
    const weekDay = new Date(midnight).getUTCDay();
    const week = Math.floor(day / 7);
    for (const slot of played) {
      if (slot.weekDay !== weekDay || (slot.weeks && !slot.weeks.includes(week))) continue;
      for (let game = 0; game < slot.games; game++) starts.push(midnight + slot.hour * HOUR);
    }
  }
  return starts.sort((a, b) => a - b);
}
