import { byId, el, setText } from './dom.js';
import { paintConnection } from './header.js';
import { createTile } from './operator-tile.js';

/** @import { TileAnswer, TilesAnswer } from '../operators/model.ts' */

const REFRESH_MS = 5000;

/** @type {Map<string, ReturnType<typeof createTile>>} */
const tiles = new Map();

/** @param {TileAnswer} tile */
const placeOf = ({ part, shape }) =>
  byId(part === 'technical' ? `technical-${shape === 'figures' ? 'figures' : 'tables'}` : part);

/** @param {TileAnswer} answer @param {TilesAnswer} all */
const paintTile = (answer, all) => {
  let tile = tiles.get(answer.id);
  if (!tile) {
    tile = createTile(answer);
    tiles.set(answer.id, tile);
    placeOf(answer).append(tile.view);
  }
  tile.paint(answer, all);
};

/** @param {readonly TileAnswer[]} all @param {string} state */
const inState = (all, state) => all.filter(({ rows }) => rows.some((row) => row['state'] === state));

/** @param {string} word @param {readonly TileAnswer[]} all */
const links = (word, all) => [
  `${word}: `,
  ...all.flatMap(({ id, title }, at) => [...(at ? [', '] : []), el('a', { href: `#${id}` }, title)]),
];

/** What an operator reads first: what to act on, what to look at. @param {readonly TileAnswer[]} all */
const paintVerdict = (all) => {
  const act = inState(all, 'critical');
  const look = inState(all, 'warning').filter((tile) => !act.includes(tile));
  const failed = all.filter(({ error }) => error);
  const state = act.length ? 'critical' : look.length ? 'warning' : failed.length ? 'quiet' : 'good';
  const verdict = byId('verdict');
  const parts = [
    ...(act.length ? [links('Act', act)] : []),
    ...(look.length ? [links('Look', look)] : []),
    ...(failed.length ? [links('No answer', failed)] : []),
  ];
  const said = el(
    'span',
    {},
    ...(parts.length ? parts.flatMap((part, at) => (at ? [' · ', ...part] : part)) : ['Nothing to do']),
  );
  if (verdict.dataset['state'] === state && verdict.textContent === said.textContent) return;
  verdict.dataset['state'] = state;
  verdict.replaceChildren(said);
};

const range = /** @type {HTMLSelectElement} */ (byId('range'));
let asked = 0;

/** @type {(response: Response) => Promise<TilesAnswer>} */
const read = async (response) => {
  if (!response.ok) throw new Error((await response.text()).trim());
  return response.json();
};

const refresh = async () => {
  const turn = ++asked;
  try {
    const all = await read(await fetch(`/operators/tiles.json?range=${range.value}`));
    if (turn !== asked) return;
    for (const answer of all.tiles) paintTile(answer, all);
    paintVerdict(all.tiles);
    paintConnection('live');
  } catch (error) {
    if (turn !== asked) return;
    paintConnection('reconnecting');
    byId('verdict').dataset['state'] = 'quiet';
    setText(byId('verdict'), error instanceof TypeError ? 'The control room does not answer.' : String(error));
  }
};

/** A page that nobody sees asks nothing. */
const beat = async () => {
  if (!document.hidden) await refresh();
  setTimeout(beat, REFRESH_MS);
};

range.addEventListener('change', refresh);
document.addEventListener('visibilitychange', () => !document.hidden && refresh());
void beat();
