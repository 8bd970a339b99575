import { createHash } from 'node:crypto';
import type { Notice, Subscription } from './account.ts';
import { isGiven } from './entitlement.ts';

type Kind = Notice['kind'];

/** Whether a notice would still tell the truth. */
const IS_TRUE: Readonly<Record<Kind, (now: Subscription) => boolean>> = {
  welcome: ({ status }) => status === 'active',
  changed: ({ status }) => status === 'active',
  'payment-failed': (now) => now.status === 'active' && now.paymentDueBy !== undefined,
  ended: (now) => now.status === 'none' && now.reason !== 'suspended',
  suspended: (now) => now.status === 'none' && now.reason === 'suspended',
};

/** What somebody has to be told who had `before` and has `after`. That it was cancelled or taken up again they did themselves. */
function arising(before: Subscription, after: Subscription): readonly Kind[] {
  // Whoever gave it tells of it.
  if (isGiven(after)) return [];
  if (after.status === 'none') {
    if (after.reason === 'suspended')
      return before.status === 'none' && before.reason === 'suspended' ? [] : ['suspended'];
    return before.status === 'active' ? ['ended'] : [];
  }
  const isOverdue = after.paymentDueBy !== undefined;
  if (before.status === 'none')
    // Who had it before, e.g. paid late, is not welcomed as if new.
    return [before.reason === undefined ? 'welcome' : 'changed', ...(isOverdue ? (['payment-failed'] as const) : [])];
  return [
    ...(before.tier === after.tier ? [] : (['changed'] as const)),
    ...(isOverdue && before.paymentDueBy !== after.paymentDueBy ? (['payment-failed'] as const) : []),
  ];
}

const ID_LENGTH = 25;

const noticeOf = (kind: Kind, after: Subscription, now: number): Notice => {
  const active = after.status === 'active' ? after : undefined;
  const moment = kind === 'payment-failed' ? active?.paymentDueBy : now;
  const content = [kind, active?.tier, moment].join('|');
  return { id: createHash('sha256').update(content).digest('hex').slice(0, ID_LENGTH), kind, at: now };
};

/**
 * What somebody is owed to be told after a subscription became another at `now` (epoch ms): what was owed and still is true, and what
 * is new, one of each kind. Who is yet to be welcomed hears of the tier by that; who never heard of an end is not welcomed back.
 */
export function noticesAfter(
  before: Subscription,
  after: Subscription,
  owed: readonly Notice[],
  now: number,
): readonly Notice[] {
  const standing = owed.filter(({ kind }) => IS_TRUE[kind](after));
  const isWelcomed = standing.some(({ kind }) => kind === 'welcome');
  const kinds = arising(before, after).filter((kind) => !(isWelcomed && (kind === 'welcome' || kind === 'changed')));
  return [...standing.filter(({ kind }) => !kinds.includes(kind)), ...kinds.map((kind) => noticeOf(kind, after, now))];
}
