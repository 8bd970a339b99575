import { byId, el, setText } from './dom.js';
import { refreshTimes } from './markdown-view.js';
import { alertView } from './message.js';

/** @import { AlertView } from '../state/model.ts' */

const KEPT = 100;
/** An alert slides in when it comes alone; in a rush, movement would hide what it shows. */
const CALM_MS = 1000;
const CHANNELS = ['odds-alerts', 'sharp-signals', 'direct'];

/** @param {string} channel */
const tabLabel = (channel) => (channel === 'direct' ? 'Direct messages' : `# ${channel}`);

/** The alerts panel: one tab a channel, newest message first. */
export const createAlerts = () => {
  const tabs = byId('tabs');
  const list = byId('messages');
  /** @type {Map<string, { tab: HTMLButtonElement, badge: HTMLElement, views: HTMLElement[], unread: number }>} */
  const channels = new Map();
  let shown = CHANNELS[0] ?? '';
  let addedAt = performance.now();

  /** @param {string} channel */
  const channelOf = (channel) => {
    const known = channels.get(channel);
    if (known) return known;
    const badge = el('span', { class: 'badge', hidden: true });
    const tab = el('button', { type: 'button', role: 'tab', 'aria-controls': 'channel' }, tabLabel(channel), badge);
    tab.addEventListener('click', () => show(channel));
    const made = { tab, badge, views: /** @type {HTMLElement[]} */ ([]), unread: 0 };
    channels.set(channel, made);
    tabs.append(tab);
    return made;
  };

  const paintTabs = () => {
    for (const [name, { tab, badge, unread }] of channels) {
      tab.setAttribute('aria-selected', String(name === shown));
      tab.tabIndex = name === shown ? 0 : -1;
      badge.hidden = unread === 0;
      setText(badge, unread > 99 ? '99+' : String(unread));
      badge.setAttribute('aria-label', `${unread} unread`);
    }
    byId('no-messages').hidden = channelOf(shown).views.length > 0;
  };

  /** @param {string} channel */
  const show = (channel) => {
    shown = channel;
    const { views } = channelOf(channel);
    channelOf(channel).unread = 0;
    list.replaceChildren(...views);
    byId('channel').scrollTop = 0;
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
    const view = alertView(alert, now);
    view.classList.toggle('arriving', calm);
    channel.views.unshift(view);
    channel.views.splice(KEPT).forEach((old) => {
      old.remove();
    });
    if (alert.tab === shown) list.prepend(view);
    else channel.unread += 1;
    setText(byId('announcement'), `New in ${tabLabel(alert.tab)}: ${alert.embeds[0]?.title ?? alert.content}`);
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
      for (const channel of channels.values()) Object.assign(channel, { views: [], unread: 0 });
      list.replaceChildren();
    },
    /** @param {number} now */
    refresh: (now) => refreshTimes(list, now),
  };
};
