import { byId, el } from './dom.js';
import { count, latency, percent, words } from './format.js';

/** @import { PipelineView } from '../state/pipeline-view.ts' */
/** @import { Tally } from '../state/counters.ts' */
/** @import { ServiceStatus } from '../state/model.ts' */

/**
 * A figure: what it is called, what it reads, and whether it calls for attention.
 * @typedef {{ name: string, value: string, note?: string, alarm?: boolean }} Figure
 */

/** @param {readonly Tally[]} tallies */
const sum = (tallies) => tallies.reduce((all, { count }) => all + count, 0);

/** The large figures, in the way of a price. @type {readonly ((view: PipelineView) => Figure)[]} */
const FIGURES = [
  (view) => ({
    name: 'Polls',
    value: count(view.polls),
    note: failed(sum(view.pollFailures)),
    alarm: view.pollFailures.length > 0,
  }),
  (view) => ({ name: 'Changes', value: count(view.changes) }),
  (view) => ({ name: 'Signals', value: count(view.signals) }),
  (view) => ({
    name: 'Delivered',
    value: count(view.delivered),
    note: `of ${count(view.planned)} planned`,
    alarm: view.deliveryFailures.length > 0,
  }),
  ({ latency: { p50, p95 } }) => ({ name: 'Time to Discord', value: latency(p50), note: `p95 ${latency(p95)}` }),
  ({ credits }) => ({
    name: 'Credits used',
    value: count(credits.used),
    note: credits.remaining === undefined ? '' : `${count(credits.remaining)} left`,
  }),
];

/** @param {number} failures */
const failed = (failures) => (failures === 0 ? '' : `${count(failures)} failed`);

/** Splits by a label, each under its title; empty ones are left out. @type {readonly [string, (view: PipelineView) => readonly Tally[], boolean][]} */
const SPLITS = [
  ['Signals by type', (view) => view.signalTypes, false],
  ['Signals by level', (view) => view.signalLevels, false],
  ['Dropped, and why', (view) => view.drops, false],
  ['Put back, and why', (view) => view.putBack, false],
  ['Records left out', (view) => view.recordsRejected, false],
  ['Rejected messages', (view) => view.rejects, true],
  ['Failed polls', (view) => view.pollFailures, true],
  ['Failed deliveries', (view) => view.deliveryFailures, true],
  ['Failures by stage', (view) => view.failures, true],
];

/** @param {Figure} figure */
const figureView = ({ name, value, note = '', alarm = false }) =>
  el(
    'div',
    { class: alarm ? 'figure alarm' : 'figure' },
    el('dt', {}, name),
    el('dd', {}, el('strong', {}, value), el('span', { class: 'note' }, note)),
  );

/** @param {string} title @param {readonly Tally[]} tallies @param {boolean} alarm */
const splitView = (title, tallies, alarm) => {
  const all = sum(tallies);
  const lines = tallies.slice(0, 8).map((tally) => {
    const bar = el('span', { class: 'bar' });
    bar.style.width = `${(tally.count / all) * 100}%`;
    return el('li', {}, bar, el('span', {}, words(tally.name)), el('span', { class: 'number' }, count(tally.count)));
  });
  return el('div', { class: alarm ? 'split alarm' : 'split' }, el('h3', {}, title), el('ul', {}, ...lines));
};

/** @param {string[]} heads @param {(Node | string)[][]} rows @param {string} caption */
const table = (caption, heads, rows) =>
  el(
    'table',
    {},
    el('caption', {}, caption),
    el('thead', {}, el('tr', {}, ...heads.map((head) => el('th', { scope: 'col' }, head)))),
    el(
      'tbody',
      {},
      ...rows.map(([first = '', ...rest]) =>
        el('tr', {}, el('th', { scope: 'row' }, first), ...rest.map((cell) => el('td', {}, cell))),
      ),
    ),
  );

/** @param {PipelineView} view */
const queueTable = ({ queues }) =>
  table(
    'Queues',
    ['Queue', 'Waiting', 'Poison'],
    queues.map(({ name, depth, poison }) => [
      name,
      count(depth),
      el('span', { class: poison > 0 ? 'poisoned' : 'calm' }, count(poison)),
    ]),
  );

/** @param {PipelineView} view */
const cacheTable = ({ cache }) =>
  table(
    'Cache',
    ['Layer', 'Requests', 'Hits'],
    cache.map(({ layer, hits, requests }) => [layer.toUpperCase(), count(requests), percent(hits, requests)]),
  );

/** @param {PipelineView} view */
const figureViews = (view) => [
  el('dl', { class: 'figures' }, ...FIGURES.map((figure) => figureView(figure(view)))),
  ...(view.queues.length ? [queueTable(view)] : []),
  ...(view.cache.length ? [cacheTable(view)] : []),
];

/** @param {PipelineView} view */
const splitViews = (view) =>
  SPLITS.flatMap(([title, of, alarm]) => (of(view).length ? [splitView(title, of(view), alarm)] : []));

/** @param {ServiceStatus} service */
const serviceView = ({ name, standIn, note = '' }) =>
  el(
    'li',
    {},
    el('span', { class: 'service-name' }, name),
    el('span', { class: 'hint service-note' }, note),
    el('span', { class: standIn ? 'pill stand-in' : 'pill real' }, standIn ? 'stand-in' : 'real'),
  );

/** The pipeline panel: redrawn only when its data differ. */
export const createPipeline = () => {
  let shown = '';
  /** @param {PipelineView} view @param {readonly ServiceStatus[]} services */
  return (view, services) => {
    const data = JSON.stringify([view, services]);
    if (data === shown) return;
    shown = data;
    byId('figures').replaceChildren(...figureViews(view));
    byId('splits').replaceChildren(...splitViews(view));
    byId('services').replaceChildren(...services.map(serviceView));
  };
};
