import { createChart } from './chart.js';
import { el, setText } from './dom.js';
import { marketDifference, marketValue, span, words } from './format.js';
import { quotingBooks } from './market-store.js';

/** @import { MarketView } from '../state/model.ts' */
/** @import { Game } from './market-store.js' */

const LABELS = { spread: 'Spread', total: 'Total', moneyline: 'Home win' };
const UNITS = { spread: 'The home side’s point', total: 'Points', moneyline: 'Chance of the home side' };
const ORDER = Object.keys(LABELS);
/** How long a market's last alert stays on its row. */
const SIGNAL_SHOWN_MS = 15 * 60_000;
/** A chart that did not change is drawn anew this often (wall time), to let its line go on. */
const REDRAW_MS = 10_000;
const MOVED = 'moved';

/** @param {MarketView['signal']} signal @param {number} now */
const signalText = (signal, now) => {
  if (!signal || now - signal.at > SIGNAL_SHOWN_MS) return '';
  const price = signal.price === undefined ? '' : ` ${signal.price.toFixed(2)}`;
  return `${words(signal.type)} · ${signal.level} · ${signal.book}${price}`;
};

/** One market of a game: label, chart, where it stands. @param {MarketView} market */
const createRow = (market) => {
  const chart = createChart();
  const value = el('span', { class: 'value' });
  const change = el('span', { class: 'change' });
  const books = el('span', { class: 'books' });
  const signal = el('p', { class: 'signal', hidden: true });
  const view = el(
    'div',
    { class: 'market', 'data-key': market.key },
    el('span', { class: 'market-name', title: UNITS[market.market] }, LABELS[market.market]),
    chart.view,
    el('div', { class: 'reading' }, value, el('span', { class: 'detail' }, change, books)),
    signal,
  );
  view.addEventListener('animationend', () => view.classList.remove(MOVED));

  /** @type {MarketView | undefined} */
  let painted;
  let paintedAt = 0;

  /** @param {MarketView} market @param {number} now @param {boolean} moved */
  const paint = (market, now, moved) => {
    if (moved) view.classList.add(MOVED);
    if (market === painted && performance.now() - paintedAt < REDRAW_MS) return;
    painted = market;
    paintedAt = performance.now();
    paintLine(market, now);
    paintSignal(market, now);
  };

  /** @param {MarketView} market @param {number} now */
  const paintLine = ({ market: type, points }, now) => {
    const first = points[0]?.consensus ?? 0;
    const last = points.at(-1)?.consensus ?? 0;
    const difference = marketDifference(type, last - first);
    const quoting = quotingBooks(points);
    setText(value, marketValue(type, last));
    setText(change, difference);
    change.className = `change ${difference.startsWith('+') ? 'up' : 'down'}`;
    setText(books, `${quoting} ${quoting === 1 ? 'book' : 'books'}`);
    const summary = `${LABELS[type]}: from ${marketValue(type, first)} to ${marketValue(type, last)}, ${points.length} changes`;
    chart.draw(points, type, now, summary);
  };

  /** @param {MarketView} market @param {number} now */
  const paintSignal = ({ signal: raised }, now) => {
    const text = signalText(raised, now);
    signal.hidden = text === '';
    setText(signal, text);
    signal.className = `signal level-${(raised?.level ?? '').toLowerCase()}`;
  };
  return { view, paint };
};

/** A game's card: teams, start, and a row for each of its markets. @param {Game} game */
export const createCard = (game) => {
  const start = el('time', { class: 'start' });
  const league = el('span', { class: 'league' });
  const away = el('span', { class: 'team' });
  const home = el('span', { class: 'team' });
  const rows = el('div', { class: 'rows' });
  const title = el('h3', { class: 'teams' }, away, el('span', { class: 'at' }, ' at '), home);
  const view = el(
    'li',
    { class: 'event', 'data-event': game.id },
    el('div', { class: 'event-head' }, league, start),
    title,
    rows,
  );
  /** @type {Map<string, ReturnType<typeof createRow>>} */
  const known = new Map();

  /** @param {MarketView} market */
  const rowOf = (market) => {
    const row = known.get(market.key) ?? createRow(market);
    known.set(market.key, row);
    return row;
  };

  return {
    view,
    /** @param {Game} game @param {number} now @param {ReadonlySet<string>} moved keys of markets that just moved */
    paint: (game, now, moved) => {
      setText(league, game.leagueTitle);
      setText(away, game.away);
      setText(home, game.home);
      const left = game.commenceTime - now;
      setText(start, left > 0 ? `in ${span(left)}` : 'started');
      start.dateTime = new Date(game.commenceTime).toISOString();
      start.title = new Date(game.commenceTime).toLocaleString('en-US');
      start.classList.toggle('soon', left < 2 * 3_600_000);
      const sorted = game.markets.toSorted((a, b) => ORDER.indexOf(a.market) - ORDER.indexOf(b.market));
      const views = sorted.map((market) => {
        const row = rowOf(market);
        row.paint(market, now, moved.has(market.key));
        return row.view;
      });
      if (views.length !== rows.childElementCount) rows.replaceChildren(...views);
    },
  };
};
