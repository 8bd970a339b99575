import { arrange, byId, el, setText } from './dom.js';
import { count } from './format.js';
import { createCard } from './market-card.js';
import { gamesOf, joinPoints, selectGames } from './market-store.js';

/** @import { MarketView } from '../state/model.ts' */
/** @import { Game } from './market-store.js' */

/** Cards drawn before one asks for more: charts nobody looks at cost as much as those somebody does. */
const AT_FIRST = matchMedia('(max-width: 700px)').matches ? 12 : 48;

/**
 * Knows which cards are on the screen or near it: after its first drawing a card is kept up to date only there.
 * @param {() => void} changed
 */
const createSight = (changed) => {
  /** @type {Set<Element>} */
  const seen = new Set();
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) seen[isIntersecting ? 'add' : 'delete'](target);
      changed();
    },
    { rootMargin: '200px' },
  );
  return {
    /** @param {Element} view */
    watch: (view) => observer.observe(view),
    /** @param {Element} view */
    forget: (view) => {
      observer.unobserve(view);
      seen.delete(view);
    },
    /** @param {Element} view */
    sees: (view) => seen.has(view),
  };
};

/** The markets panel. It is told of changes at once and draws them when `paint` is called. */
/** @param {() => void} repaint asks for a `paint`: the person wants to see something else */
export const createMarkets = (repaint) => {
  const sight = createSight(repaint);
  const list = byId('events');
  const more = byId('more');
  const filters = /** @type {HTMLFormElement} */ (byId('filters'));
  const leagues = /** @type {HTMLSelectElement} */ (filters.elements.namedItem('league'));
  /** @type {Map<string, MarketView>} */
  const markets = new Map();
  /** @type {Map<string, ReturnType<typeof createCard>>} */
  const cards = new Map();
  /** @type {Set<string>} */
  const moved = new Set();
  let limit = AT_FIRST;

  /** @param {readonly Game[]} games */
  const paintLeagues = (games) => {
    const titles = new Map(games.map((game) => [game.league, game.leagueTitle]));
    const known = new Set([...leagues.options].map((option) => option.value));
    for (const [league, title] of titles)
      if (!known.has(league)) leagues.append(el('option', { value: league }, title));
  };

  const readFilter = () => {
    const data = new FormData(filters);
    const read = (/** @type {string} */ name) => String(data.get(name) ?? '');
    return { text: read('text'), league: read('league'), sort: read('sort') };
  };

  /** @param {Game} game */
  const cardOf = (game) => {
    const known = cards.get(game.id);
    if (known) return known;
    const card = createCard(game);
    cards.set(game.id, card);
    sight.watch(card.view);
    return card;
  };

  /** @param {readonly Game[]} games */
  const forgetCards = (games) => {
    const live = new Set(games.map((game) => game.id));
    for (const [id, { view }] of cards) {
      if (live.has(id)) continue;
      sight.forget(view);
      cards.delete(id);
    }
  };

  /** @param {number} now epoch ms */
  const paint = (now) => {
    const games = gamesOf(markets.values());
    const selected = selectGames(games, readFilter());
    const views = selected.slice(0, limit).map((game) => {
      const isNew = !cards.has(game.id);
      const card = cardOf(game);
      if (isNew || sight.sees(card.view)) card.paint(game, now, moved);
      return card.view;
    });
    arrange(list, views);
    moved.clear();
    forgetCards(games);
    paintLeagues(games);
    const matching = selected.length === games.length ? '' : `${count(selected.length)} of `;
    setText(byId('market-count'), `${count(markets.size)} in ${matching}${count(games.length)} games`);
    more.hidden = selected.length <= limit;
    setText(more, `Show all ${count(selected.length)} games`);
    byId('no-markets').hidden = selected.length > 0;
    setText(byId('no-markets'), games.length === 0 ? 'Waiting for the first odds.' : 'No game matches.');
  };

  filters.addEventListener('input', repaint);
  filters.addEventListener('submit', (event) => event.preventDefault());
  more.addEventListener('click', () => {
    limit = Number.POSITIVE_INFINITY;
    repaint();
  });

  return {
    /** @param {readonly MarketView[]} changed @param {readonly string[]} gone */
    change: (changed, gone) => {
      for (const key of gone) markets.delete(key);
      for (const market of changed) {
        const before = markets.get(market.key);
        if (before && market.points.length) moved.add(market.key);
        markets.set(market.key, { ...market, points: joinPoints(before?.points ?? [], market.points) });
      }
    },
    clear: () => markets.clear(),
    paint,
  };
};
