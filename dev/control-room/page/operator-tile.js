import { el, setText } from './dom.js';
import { words } from './format.js';
import { byUnit, cellText } from './operator-cells.js';
import { createTrend } from './operator-trend.js';

/** @import { TileAnswer, TilesAnswer, Cell } from '../operators/model.ts' */
/** @typedef {Readonly<Record<string, Cell>>} Row */

/** Colour and word, since not everybody sees the colour. @type {Readonly<Record<string, string>>} */
const TAGS = { critical: 'act', warning: 'look', good: 'fine', quiet: '–' };
const WORST_FIRST = ['critical', 'warning', 'good', 'quiet'];

/** @param {readonly Row[]} rows */
const worstOf = (rows) => WORST_FIRST.find((state) => rows.some((row) => row['state'] === state)) ?? 'quiet';

/** @param {Cell | undefined} state */
const tag = (state) => el('span', { class: 'tag', 'data-state': String(state) }, TAGS[String(state)] ?? String(state));

/** @param {TileAnswer} tile */
const figures = ({ rows, units }) =>
  el(
    'dl',
    { class: 'big-figures' },
    ...rows.map((row) =>
      el(
        'div',
        { class: 'big-figure', 'data-state': String(row['state']) },
        el('dt', {}, String(row['label'])),
        el('dd', {}, el('strong', {}, byUnit(row['value'] ?? null, units['value']))),
        el('dd', { class: 'note' }, String(row['note'] ?? '')),
      ),
    ),
  );

/** @param {TileAnswer} tile */
const table = ({ rows, units, title }) => {
  const columns = Object.keys(rows[0] ?? {}).filter((column) => column !== 'state');
  const isJudged = rows.some((row) => 'state' in row);
  /** @param {Row} row */
  const cells = (row) => [
    ...columns.map((column, at) =>
      el(
        at ? 'td' : 'th',
        { ...(at ? {} : { scope: 'row' }), class: units[column] ? 'number' : 'text' },
        cellText(row[column] ?? null, units[column]),
      ),
    ),
    ...(isJudged ? [el('td', { class: 'state' }, tag(row['state']))] : []),
  ];
  const heads = [
    ...columns.map((column) => el('th', { scope: 'col', class: units[column] ? 'number' : 'text' }, words(column))),
  ];
  if (isJudged) heads.push(el('th', { scope: 'col', class: 'state' }, el('span', { class: 'unseen' }, 'State')));
  return el(
    'div',
    { class: 'table-scroll', tabindex: '0', role: 'region', 'aria-label': title },
    el(
      'table',
      {},
      el('thead', {}, el('tr', {}, ...heads)),
      el('tbody', {}, ...rows.map((row) => el('tr', { 'data-state': String(row['state'] ?? '') }, ...cells(row)))),
    ),
  );
};

/** @param {TileAnswer} tile @param {TilesAnswer} all */
const body = (tile, all) => {
  if (tile.rows.length === 0) return tile.error ? '' : el('p', { class: 'empty' }, tile.empty);
  if (tile.shape === 'figures') return figures(tile);
  return tile.shape === 'table' ? table(tile) : createTrend(tile, all);
};

/** A tile of the board, with its query behind a click. @param {TileAnswer} first */
export const createTile = ({ id, title, shape }) => {
  const tagPlace = el('span', {});
  const content = el('div', { class: 'tile-body' });
  const problem = el('p', { class: 'tile-problem', hidden: true });
  const query = el('code', {});
  const view = el(
    'article',
    { class: `tile ${shape}-tile`, id, 'aria-labelledby': `${id}-title` },
    el('div', { class: 'tile-head' }, el('h3', { id: `${id}-title` }, title), tagPlace),
    content,
    problem,
    el('details', {}, el('summary', {}, 'Query'), el('pre', { tabindex: '0' }, query)),
  );
  let shown = '';
  return {
    view,
    /** @param {TileAnswer} answer @param {TilesAnswer} all */
    paint: (answer, all) => {
      const data = JSON.stringify([answer, shape === 'chart' ? all.at : 0]);
      if (data === shown) return;
      shown = data;
      const state = worstOf(answer.rows);
      view.dataset['state'] = shape === 'chart' ? 'quiet' : state;
      tagPlace.replaceChildren(...(state === 'quiet' ? [] : [tag(state)]));
      const scrolled = content.querySelector('.table-scroll')?.scrollTop ?? 0;
      content.replaceChildren(body(answer, all));
      content.querySelector('.table-scroll')?.scrollTo(0, scrolled);
      problem.hidden = answer.error === undefined;
      setText(problem, answer.error ?? '');
      setText(query, answer.query.trim());
    },
  };
};
