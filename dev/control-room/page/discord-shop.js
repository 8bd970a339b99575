import { changeMembership, purchase } from './discord-api.js';
import { byId, el, setText } from './dom.js';
import { words } from './format.js';

/** @import { Tier } from '../../../shared/domain/account/tier.ts' */
/** @import { EntitlementView, MemberView } from '../discord/model.ts' */

/** @param {string} text @param {() => void} pressed @param {string} [label] */
const button = (text, pressed, label) => {
  const view = el('button', { type: 'button', class: 'small-button', 'aria-label': label }, text);
  view.addEventListener('click', pressed);
  return view;
};

/** What the chosen person does in Discord itself: buys in its own shop, leaves the server, joins it again. */
export const createShop = () => {
  /** @type {readonly Tier[]} */
  let tiers = [];
  /** @type {MemberView | undefined} */
  let member;
  let shown = '';

  /** Does it; what comes of it is told to every page. @param {() => Promise<unknown>} deed */
  const attempt = async (deed) => {
    setText(byId('shop-problem'), '');
    try {
      await deed();
    } catch (error) {
      setText(byId('shop-problem'), error instanceof Error ? error.message : String(error));
    }
  };

  /** @param {string} personId @param {EntitlementView} entitlement */
  const entitlementView = (personId, { id, tier }) => {
    /** @param {'end' | 'refund'} kind */
    const giveBack = (kind) => () => void attempt(() => purchase({ kind, personId, entitlementId: id }));
    return el(
      'li',
      {},
      el('span', {}, `${words(tier)} is running`),
      button('End', giveBack('end'), `End ${tier}`),
      button('Refund', giveBack('refund'), `Refund ${tier}`),
    );
  };

  /** @param {MemberView} of */
  const membershipView = ({ id: personId, isMember }) => {
    const kind = isMember ? 'leave' : 'join';
    return button(
      isMember ? 'Leave the server' : 'Join again',
      () => void attempt(() => changeMembership({ kind, personId })),
    );
  };

  const paint = () => {
    const data = JSON.stringify([tiers, member]);
    if (data === shown) return;
    shown = data;
    byId('shop').hidden = !member;
    if (!member) return;
    const { id: personId, name, entitlements } = member;
    setText(byId('shop-name'), name);
    byId('shop-sold').hidden = tiers.length === 0;
    byId('shop-tiers').replaceChildren(
      ...tiers.map((tier) =>
        button(words(tier), () => void attempt(() => purchase({ kind: 'buy', personId, tier })), `Buy ${tier}`),
      ),
    );
    byId('shop-entitlements').replaceChildren(
      ...entitlements.map((entitlement) => entitlementView(personId, entitlement)),
    );
    byId('shop-membership').replaceChildren(membershipView(member));
  };

  return {
    /** @param {readonly Tier[]} sold */
    sells: (sold) => {
      tiers = sold;
      paint();
    },
    /** @param {MemberView | undefined} chosen */
    show: (chosen) => {
      if (chosen?.id !== member?.id) setText(byId('shop-problem'), '');
      member = chosen;
      paint();
    },
  };
};
