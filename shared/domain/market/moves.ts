import type { Move } from './fingerprint-schema.ts';

/** How long a move counts as part of the present one. */
export const MOVE_WINDOW_MS = 60 * 60_000;
/** How long, and how many, moves are kept with a market: two hours serve a reversal; the number bounds a message. */
const KEEP_MS = 2 * 60 * 60_000;
const KEEP_COUNT = 120;

/** `moves` without what is too old at `now`, then `added`. The same array when nothing changes. */
export function keepMoves(moves: readonly Move[], added: readonly Move[], now: number): readonly Move[] {
  const recent = moves.filter((move) => now - move.at <= KEEP_MS);
  return added.length === 0 && recent.length === moves.length ? moves : [...recent, ...added].slice(-KEEP_COUNT);
}

/** Which way the market moves, and who does what. */
export interface MovePattern {
  readonly direction: 1 | -1 | 0;
  /** When the present move began, epoch ms; undefined when nothing moves. */
  readonly since: number | undefined;
  readonly firstMovers: readonly string[];
  readonly confirming: readonly string[];
  readonly opposing: readonly string[];
}

const STILL: MovePattern = { direction: 0, since: undefined, firstMovers: [], confirming: [], opposing: [] };

interface Net {
  change: number;
  up: number;
  down: number;
}

/**
 * Reads the moves of the last {@link MOVE_WINDOW_MS}. A book's vote is its net change; the direction is the majority's, 0 when it
 * is even. First movers are those whose first step in that direction came first (ties are common: all are kept), confirming
 * books those that followed, opposing ones those whose net change goes the other way.
 */
export function movePattern(moves: readonly Move[], now: number): MovePattern {
  const nets = netByBook(moves, now);
  let votes = 0;
  for (const net of nets.values()) votes += Math.sign(net.change);
  if (votes === 0) return STILL;
  const direction = votes > 0 ? 1 : -1;
  const movers: { book: string; at: number }[] = [];
  const opposing: string[] = [];
  let since = Number.POSITIVE_INFINITY;
  for (const [book, net] of nets) {
    if (Math.sign(net.change) === -direction) opposing.push(book);
    if (Math.sign(net.change) !== direction) continue;
    const at = direction === 1 ? net.up : net.down;
    movers.push({ book, at });
    since = Math.min(since, at);
  }
  return {
    direction,
    since,
    firstMovers: movers
      .filter((mover) => mover.at === since)
      .map((mover) => mover.book)
      .sort(),
    confirming: movers
      .filter((mover) => mover.at !== since)
      .map((mover) => mover.book)
      .sort(),
    opposing: opposing.sort(),
  };
}

function netByBook(moves: readonly Move[], now: number): Map<string, Net> {
  const nets = new Map<string, Net>();
  for (const move of moves) {
    if (now - move.at > MOVE_WINDOW_MS) continue;
    let net = nets.get(move.book);
    if (!net) {
      net = { change: 0, up: Number.POSITIVE_INFINITY, down: Number.POSITIVE_INFINITY };
      nets.set(move.book, net);
    }
    const change = move.to - move.from;
    net.change += change;
    if (change > 0) net.up = Math.min(net.up, move.at);
    else net.down = Math.min(net.down, move.at);
  }
  return nets;
}
