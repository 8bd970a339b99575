import { describe, expect, it } from 'vitest';
import { simulatedFeed } from './simulated-feed.ts';

const POLL = 30_000;

interface Side {
  readonly fair: number;
  readonly prices: readonly [number, number];
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

/** Every book's moneyline of every game before its start: the home side's fair chance, by its share of implied chance. */
const moneylines = (feed: ReturnType<typeof simulatedFeed>, now: number): Map<string, Map<string, Side>> => {
  const games = new Map<string, Map<string, Side>>();
  for (const event of feed.events('basketball_nba') ?? []) {
    const books = new Map<string, Side>();
    for (const book of event.bookmakers) {
      const [home, away] = book.markets.find(({ key }) => key === 'h2h')?.outcomes ?? [];
      if (!home || !away) continue;
      books.set(book.key, { fair: away.price / (home.price + away.price), prices: [home.price, away.price] });
    }
    if (Date.parse(event.commence_time) > now) games.set(event.id, books);
  }
  return games;
};

/** Whether three books or more moved one way between two polls and one that stood still offers an edge of 1.5 % on their view. */
const hasSharpMove = (before: Map<string, Map<string, Side>>, after: Map<string, Map<string, Side>>): boolean =>
  [...after].some(([id, books]) => {
    const moves = [...books].map(([key, side]) => ({
      side,
      by: side.fair - (before.get(id)?.get(key)?.fair ?? side.fair),
    }));
    return [1, -1].some((way) => {
      const moved = moves.filter(({ by }) => by * way > 0.012);
      const fair = median(moved.map(({ side }) => side.fair));
      const left = moves.filter(({ by }) => Math.abs(by) < 0.004);
      const edge = ({ prices: [home, away] }: Side) => Math.max(home * fair, away * (1 - fair)) - 1;
      return moved.length >= 3 && left.some(({ side }) => edge(side) > 0.015);
    });
  });

describe('the simulated market, polled every 30 s from any start', () => {
  it('has a sharp move with a book left behind within two polls nearly always, and about every minute after', () => {
    let now = 0;
    const feed = simulatedFeed({ seed: 7, now: () => now });
    const starts = Array.from({ length: 60 }, (_, index) => Date.UTC(2026, 10, 23) + index * 1_234_567);
    const pollsWithMove = starts.map((start) => {
      now = start;
      let before = moneylines(feed, now);
      return Array.from({ length: 8 }, () => {
        now += POLL;
        const after = moneylines(feed, now);
        const sharp = hasSharpMove(before, after);
        before = after;
        return sharp;
      });
    });
    const soon = pollsWithMove.filter(([first, second]) => first || second).length;
    const all = pollsWithMove.flat();
    expect(soon / starts.length).toBeGreaterThan(0.85);
    expect(all.filter(Boolean).length / all.length).toBeGreaterThan(0.5);
  });
});
