import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { FeedEvent } from './feed.ts';
import { recordedFeed } from './recorded-feed.ts';
import { startOddsApi } from './server.ts';

const folder = mkdtempSync(join(tmpdir(), 'recorded-feed-'));
afterAll(() => rmSync(folder, { recursive: true }));

const START = Date.UTC(2026, 0, 4, 12);
const MINUTE = 60_000;
const snapshot = (minutes: number, sport: string, ...prices: number[]) =>
  JSON.stringify({
    captured_at: new Date(START + minutes * MINUTE).toISOString(),
    body: prices.map((price, index) => ({
      id: `${sport}${index}`,
      sport_key: sport,
      sport_title: sport.toUpperCase(),
      commence_time: '2026-01-04T18:00:00Z',
      home_team: 'H',
      away_team: 'A',
      bookmakers: [
        {
          key: 'b',
          markets: [
            {
              key: 'h2h',
              outcomes: [
                { name: 'H', price },
                { name: 'A', price: -110 },
              ],
            },
          ],
        },
      ],
    })),
  });
const record = (name: string, ...lines: string[]): string => {
  const file = join(folder, name);
  writeFileSync(file, lines.join('\n'));
  return file;
};
const priceOf = (feed: ReturnType<typeof recordedFeed>, sport: string) =>
  feed.events(sport)?.[0]?.bookmakers[0]?.markets[0]?.outcomes[0]?.price;

describe('recordedFeed', () => {
  it('goes from snapshot to snapshot and stays at the last one', async () => {
    const feed = recordedFeed([record('a.jsonl', snapshot(0, 'nfl', 150), snapshot(20, 'nfl', 140))]);
    expect(feed.events('nfl')).toBeUndefined();
    expect(await feed.peek()).toBe(START);
    expect(await feed.next()).toEqual({ at: START });
    expect(priceOf(feed, 'nfl')).toBe(150);
    expect(await feed.next()).toEqual({ at: START + 20 * MINUTE });
    expect(await feed.next()).toBeUndefined();
    expect(await feed.peek()).toBeUndefined();
    expect(priceOf(feed, 'nfl')).toBe(140);
  });

  it('shows each league at its newest snapshot', async () => {
    const feed = recordedFeed([
      record('nfl.jsonl', snapshot(0, 'nfl', 150), snapshot(20, 'nfl', 140), snapshot(40, 'nfl', 130)),
      record('mlb.jsonl', snapshot(10, 'mlb', -120), snapshot(35, 'mlb', -130)),
    ]);
    for (const minute of [0, 10, 20]) expect(await feed.next()).toEqual({ at: START + minute * MINUTE });
    expect([priceOf(feed, 'nfl'), priceOf(feed, 'mlb')]).toEqual([140, -120]);
    expect(feed.sports().map(({ key }) => key)).toEqual(['nfl', 'mlb']);
    expect(await feed.next()).toEqual({ at: START + 35 * MINUTE });
    expect([priceOf(feed, 'nfl'), priceOf(feed, 'mlb')]).toEqual([140, -130]);
  });

  it('shows an empty snapshot of its only league as no events', async () => {
    const feed = recordedFeed([record('empty.jsonl', snapshot(0, 'nfl', 150), snapshot(20, 'nfl'))]);
    await feed.next();
    await feed.next();
    expect(feed.events('nfl')).toEqual([]);
  });

  it('is served in decimal odds, or as it was recorded', async () => {
    const feed = recordedFeed([record('served.jsonl', snapshot(0, 'nfl', 150))]);
    await feed.next();
    const api = await startOddsApi({ feed, now: () => START, credits: 10 });
    const prices = async (oddsFormat: string) => {
      const answer = await fetch(`${api.url}/v4/sports/nfl/odds?apiKey=k&regions=us&oddsFormat=${oddsFormat}`);
      const [event] = (await answer.json()) as FeedEvent[];
      return event?.bookmakers[0]?.markets[0]?.outcomes.map(({ price }) => price);
    };
    expect(await prices('decimal')).toEqual([2.5, 1.91]);
    expect(await prices('american')).toEqual([150, -110]);
    expect(priceOf(feed, 'nfl')).toBe(150);
    await api.stop();
  });

  it('can be closed early', async () => {
    const feed = recordedFeed([record('close.jsonl', snapshot(0, 'nfl', 150), snapshot(20, 'nfl', 140))]);
    await feed.next();
    await feed.close();
    expect(await feed.next()).toBeUndefined();
  });
});
