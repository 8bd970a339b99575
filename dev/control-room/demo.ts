/**
 * The control room with made-up data, for work on the page: `node dev/control-room/demo.ts [port]`, then open the printed address.
 * Its numbers come from a seeded generator, so that two screenshots of the same second show the same room.
 */
import { createServer } from 'node:http';
import type { APIEmbed } from 'discord-api-types/v10';
import type { MarketType } from '../../shared/domain/market/market.ts';
import type { Fields } from '../../shared/ports/telemetry.ts';
import { type ControlRoom, createControlRoom } from './control-room.ts';
import { DEMO_BUTTONS, DEMO_STRIPE, demoDiscord } from './demo-discord.ts';
import { someTelemetry } from './operators/fixtures.ts';

type Random = () => number;

/** mulberry32: small, seeded, good enough to look at. */
const seeded = (seed: number): Random => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

const LEAGUES: readonly [league: string, title: string, teams: readonly string[]][] = [
  [
    'americanfootball_nfl',
    'NFL',
    ['Harbor Gulls', 'Ridge Wolves', 'Prairie Bison', 'Iron Kings', 'Bay Pilots', 'North Stags'],
  ],
  [
    'basketball_nba',
    'NBA',
    ['Canyon Suns', 'Lake Monsters', 'City Comets', 'River Otters', 'Delta Herons', 'Summit Rams'],
  ],
  ['icehockey_nhl', 'NHL', ['Frost Owls', 'Granite Bears', 'Coast Orcas', 'Timber Foxes']],
];
const BOOKS = [
  'pinnacle',
  'draftkings',
  'fanduel',
  'betmgm',
  'caesars',
  'betrivers',
  'bovada',
  'lowvig',
  'betonlineag',
];
const MARKETS: readonly [market: MarketType, centre: number, spread: number, step: number][] = [
  ['spread', 0, 9, 0.5],
  ['total', 47, 8, 0.5],
  ['moneyline', 0.5, 0.25, 0.012],
];
const TYPES = ['SharpActivity', 'SteamMove', 'ValueGap', 'KeyNumberCross', 'Reversal'] as const;
const LEVELS = ['Low', 'Medium', 'High'] as const;
const COLOURS = { Low: 0x5b9dff, Medium: 0xe9b44c, High: 0xf0616d } as const;

interface DemoMarket {
  readonly fields: {
    eventId: string;
    league: string;
    leagueTitle: string;
    home: string;
    away: string;
    market: MarketType;
    commenceTime: number;
  };
  readonly step: number;
  consensus: number;
  books: Map<string, number>;
}

const pick = <T>(random: Random, list: readonly [T, ...T[]] | readonly T[], fallback: T): T =>
  list[Math.floor(random() * list.length)] ?? fallback;

const makeMarkets = (random: Random, now: number, copies: number): DemoMarket[] => {
  const markets: DemoMarket[] = [];
  for (const [league, leagueTitle, teams] of LEAGUES) {
    for (let game = 0; game < (teams.length / 2) * copies; game++) {
      const away = teams[(2 * game) % teams.length] ?? '';
      const home = teams[(2 * game + 1) % teams.length] ?? '';
      const commenceTime = now + Math.round((0.4 + random() * 40) * 3_600_000);
      for (const [market, centre, spread, step] of MARKETS) {
        const consensus = centre + Math.round(((random() - 0.5) * spread) / step) * step;
        const books = new Map(BOOKS.map((book) => [book, consensus + (random() - 0.5) * step * 2]));
        markets.push({
          fields: { eventId: `${league}-${game}`, league, leagueTitle, home, away, market, commenceTime },
          step,
          consensus,
          books,
        });
      }
    }
  }
  return markets;
};

const move = (market: DemoMarket, random: Random): void => {
  market.consensus += (random() < 0.5 ? -1 : 1) * market.step;
  for (const book of market.books.keys()) {
    if (random() < 0.7) market.books.set(book, market.consensus + Math.round(random() * 2 - 1) * market.step * 0.5);
  }
};

const log = (room: ControlRoom, level: 'debug' | 'info' | 'warn' | 'error', event: string, fields: Fields): void =>
  room.telemetry({ kind: 'log', level, event, fields });
const count = (room: ControlRoom, metric: string, labels: Record<string, string> = {}, value = 1): void =>
  room.telemetry({ kind: 'count', metric, value, labels });

const reportChange = (room: ControlRoom, { fields, consensus, books }: DemoMarket, at: number): void => {
  const pairs = [...books].map(([book, value]) => `${book}:${value.toFixed(3)}`);
  log(room, 'debug', 'market_changed', { ...fields, at, consensus, books: pairs });
  count(room, 'fingerprint_changes');
};

const shown = (value: number): string => String(Number(value.toFixed(2)));

const embedOf = (
  { fields, consensus, step }: DemoMarket,
  type: string,
  level: keyof typeof COLOURS,
  price: number,
  at: number,
): APIEmbed => ({
  color: COLOURS[level],
  title: `${type === 'SteamMove' ? 'Steam move' : 'Sharp activity'}: take ${fields.home} at ${price.toFixed(2)}`,
  description: `**draftkings** still offers **${price.toFixed(2)}** · edge *+3.1 %*\n${fields.away} at ${fields.home}, starts <t:${Math.round(fields.commenceTime / 1000)}:R>`,
  fields: [
    { name: 'Line', value: `${shown(consensus - step)} → **${shown(consensus)}**`, inline: true },
    { name: 'Confidence', value: `${level} · 72 %`, inline: true },
    { name: 'Seen', value: `<t:${Math.round(at / 1000)}:R>`, inline: true },
    { name: 'Moved first', value: '`pinnacle`', inline: true },
    { name: 'Confirmed', value: '`lowvig`, `betonlineag`', inline: true },
    { name: 'What this rests on', value: 'First version’s formula: edge, confirming books, time to start.' },
  ],
  footer: { text: 'Bet only what you can afford to lose · 18+ · 1-800-GAMBLER' },
});

const CHANNELS = ['odds-alerts', 'sharp-signals', 'direct'] as const;

const raise = (room: ControlRoom, market: DemoMarket, random: Random, at: number, id: string): void => {
  const type = pick(random, TYPES, 'SteamMove');
  const level = pick(random, LEVELS, 'Low');
  const price = 1.8 + random() * 0.3;
  const { eventId, market: marketType } = market.fields;
  count(room, 'signals', { type, level });
  const key = `${eventId}:${marketType}:${type}:${level}`;
  log(room, 'info', 'signal_raised', { signalId: id, key, confidence: 0.72, book: 'draftkings', price });
  const channelName = pick(random, CHANNELS, 'odds-alerts');
  const isDirect = channelName === 'direct';
  const kind = isDirect ? 'user' : 'channel';
  count(room, 'deliveries_planned', { kind });
  count(room, 'alerts_delivered', { kind });
  room.telemetry({ kind: 'observe', metric: 'alert_latency_ms', value: 300 + random() * 900, labels: {} });
  log(room, 'info', 'alert_delivered', { signalId: id, to: channelName });
  const channel = isDirect
    ? ({ kind: 'dm', name: 'Cora', userId: '300000000000000003' } as const)
    : ({ kind: 'guild', name: channelName } as const);
  const embeds = [embedOf(market, type, level, price, at)];
  room.discordMessage({ channel, message: { id, content: '', embeds, components: DEMO_BUTTONS }, at });
};

const chores = (room: ControlRoom, random: Random): void => {
  count(room, 'odds_polls');
  count(room, 'credits_used', {}, 3);
  log(room, 'info', 'odds_polled', { league: 'americanfootball_nfl', events: 14, credits: 3 });
  for (const layer of ['l1', 'l2']) count(room, 'cache_requests', { layer, result: random() < 0.8 ? 'hit' : 'miss' });
  const reason = pick(random, ['duplicate', 'below-level', 'event-started'], 'duplicate');
  count(room, 'stage_outcomes', { stage: 'score-market', kind: 'drop', reason });
  log(room, 'info', 'alert_suppressed', { signalId: 'demo', reason });
  room.queueDepths({
    'fingerprint-changes': Math.floor(random() * 9),
    alerts: 0,
    deliveries: 2,
    'deliveries-poison': random() < 0.5 ? 1 : 0,
  });
  if (random() < 0.2) log(room, 'warn', 'discord_rate_limited', { route: 'channel', retryAfterMs: 820 });
};

export interface Demo {
  /** One beat: some markets move, now and then an alert. */
  readonly beat: () => void;
}

/** Fills a room with history and returns what keeps it alive. `copies` multiplies the number of games (8 at 1). */
export const createDemo = (room: ControlRoom, now: () => number, copies = 1): Demo => {
  const random = seeded(7);
  const markets = makeMarkets(random, now(), copies);
  const first = markets[0];
  if (!first) throw new Error('The demo needs at least one copy of its games.');
  for (let minute = 45; minute > 0; minute -= 3) {
    for (const market of markets) {
      if (minute < 45 && random() < 0.6) continue;
      move(market, random);
      reportChange(room, market, now() - minute * 60_000);
    }
  }
  let raised = 0;
  const beat = (): void => {
    for (let i = 0; i < 3; i++) {
      const market = pick(random, markets, first);
      move(market, random);
      reportChange(room, market, now());
      if (i === 0) raise(room, market, random, now(), `demo-${raised++}`);
    }
    chores(room, random);
  };
  room.telemetry({ kind: 'gauge', metric: 'credits_remaining', value: 412, labels: {} });
  room.status({
    services: [
      { name: 'The Odds API', standIn: true, note: 'market simulator, seed 7' },
      { name: 'Discord', standIn: true },
      { name: 'Cosmos DB', standIn: true, note: 'emulator in process' },
      { name: 'Storage queues', standIn: true, note: 'Azurite' },
      { name: 'Redis', standIn: false, note: '127.0.0.1:6379' },
    ],
    workerMemoryBytes: 131_000_000,
  });
  return { beat };
};

if (import.meta.main) {
  const room = createControlRoom({
    now: Date.now,
    discord: await demoDiscord(),
    stripeOrigin: DEMO_STRIPE,
    operators: { tables: () => someTelemetry(Date.now()) },
  });
  const demo = createDemo(room, Date.now, 6);
  const server = createServer(room.listener).listen(Number(process.argv[2] ?? 7079), '127.0.0.1', () => {
    console.log('Control room with made-up data:', server.address());
  });
  setInterval(demo.beat, 1500);
}
