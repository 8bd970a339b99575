import { byId, el, setText, svg } from './dom.js';
import { refreshTimes } from './markdown-view.js';
import { alertView } from './message.js';
import { createViewer } from './viewer.js';

/** @import { AlertView } from '../state/model.ts' */

/**
 * A message of a channel.
 * @typedef {object} Entry
 * @property {HTMLElement} view
 * @property {string | undefined} recipientId
 * @property {boolean} isUnread
 */

const KEPT = 100;
/** An alert slides in when it comes alone; in a rush, movement would hide what it shows. */
const CALM_MS = 1000;
const CHANNELS = ['odds-alerts', 'sharp-signals', 'direct'];
const LOCK =
  'M5 7V5a3 3 0 0 1 6 0v2h.5a1 1 0 0 1 1 1v5a1 1 0 0 1-1 1h-7a1 1 0 0 1-1-1V8a1 1 0 0 1 1-1zm1.5 0h3V5a1.5 1.5 0 0 0-3 0z';

/** @param {string} channel */
const channelLabel = (channel) => (channel === 'direct' ? 'Direct messages' : `# ${channel}`);

/** With room for what is unread beside it. @param {string} channel */
const tabLabel = (channel) => (channel === 'direct' ? 'Direct' : channelLabel(channel));

const lockView = () =>
  svg('svg', { class: 'lock', viewBox: '0 0 16 16', role: 'img', 'aria-label': 'locked' }, svg('path', { d: LOCK }));

/**
 * The alerts panel: one tab a channel, newest message first.
 * @param {(personId: string) => void} seenAs somebody was chosen to look at the channels as
 */
export const createAlerts = (seenAs) => {
  const tabs = byId('tabs');
  const list = byId('messages');
  /** @type {Map<string, { tab: HTMLButtonElement, badge: HTMLElement, lock: Element, entries: Entry[] }>} */
  const channels = new Map();
  let shown = CHANNELS[0] ?? '';
  let addedAt = performance.now();
  const viewer = createViewer({
    chosen: (personId) => personId !== '' && seenAs(personId),
    changed: () => show(shown),
  });

  /** @param {string} channel */
  const channelOf = (channel) => {
    const known = channels.get(channel);
    if (known) return known;
    const badge = el('span', { class: 'badge', hidden: true });
    const lock = lockView();
    const tab = el(
      'button',
      { type: 'button', role: 'tab', 'aria-controls': 'channel', title: channelLabel(channel) },
      tabLabel(channel),
      badge,
      lock,
    );
    tab.addEventListener('click', () => show(channel));
    const made = { tab, badge, lock, entries: /** @type {Entry[]} */ ([]) };
    channels.set(channel, made);
    tabs.append(tab);
    return made;
  };

  /** @param {Entry} entry */
  const isSeen = ({ recipientId }) => viewer.isFor(recipientId);

  const paintTabs = () => {
    for (const [name, { tab, badge, lock, entries }] of channels) {
      const isLocked = viewer.lockOf(name) !== undefined;
      const unread = entries.filter((entry) => entry.isUnread && isSeen(entry)).length;
      tab.setAttribute('aria-selected', String(name === shown));
      tab.tabIndex = name === shown ? 0 : -1;
      badge.hidden = unread === 0 || isLocked;
      lock.toggleAttribute('hidden', !isLocked);
      setText(badge, unread > 99 ? '99+' : String(unread));
      badge.setAttribute('aria-label', `${unread} unread`);
    }
    const lock = viewer.lockOf(shown);
    list.hidden = lock !== undefined;
    byId('locked').hidden = lock === undefined;
    setText(byId('locked-text'), lock ?? '');
    byId('no-messages').hidden = lock !== undefined || channelOf(shown).entries.some(isSeen);
  };

  /** @param {string} channel */
  const show = (channel) => {
    const isOther = channel !== shown;
    shown = channel;
    const { entries } = channelOf(channel);
    for (const entry of entries) {
      entry.view.hidden = !isSeen(entry);
      if (!entry.view.hidden && viewer.lockOf(channel) === undefined) entry.isUnread = false;
    }
    list.replaceChildren(...entries.map(({ view }) => view));
    if (isOther) byId('channel').scrollTop = 0;
    paintTabs();
  };

  tabs.addEventListener('keydown', (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const names = [...channels.keys()];
    const next = names.at((names.indexOf(shown) + step) % names.length);
    if (next === undefined) return;
    show(next);
    channelOf(next).tab.focus();
  });

  /** @param {AlertView} alert @param {number} now @param {boolean} calm */
  const add = (alert, now, calm) => {
    const channel = channelOf(alert.tab);
    const entry = { view: alertView(alert, now), recipientId: alert.recipientId, isUnread: true };
    const canSee = isSeen(entry) && viewer.lockOf(alert.tab) === undefined;
    entry.view.hidden = !isSeen(entry);
    entry.view.classList.toggle('arriving', calm);
    channel.entries.unshift(entry);
    for (const old of channel.entries.splice(KEPT)) old.view.remove();
    if (alert.tab === shown) {
      entry.isUnread = !canSee;
      list.prepend(entry.view);
    }
    if (canSee)
      setText(byId('announcement'), `New in ${channelLabel(alert.tab)}: ${alert.embeds[0]?.title ?? alert.content}`);
  };

  CHANNELS.forEach(channelOf);
  show(shown);
  return {
    /** @param {readonly AlertView[]} alerts oldest first @param {number} now */
    add: (alerts, now) => {
      if (alerts.length === 0) return;
      const calm = performance.now() - addedAt > CALM_MS;
      addedAt = performance.now();
      for (const alert of alerts) add(alert, now, calm);
      paintTabs();
    },
    clear: () => {
      for (const channel of channels.values()) channel.entries = [];
      list.replaceChildren();
    },
    /** How everybody stands whom the channels can be looked at as. */
    live: viewer.live,
    /** Shows what that person sees. @param {string} personId */
    seeAs: viewer.choose,
    /** @param {number} now */
    refresh: (now) => refreshTimes(list, now),
  };
};
