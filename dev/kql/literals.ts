import type { Value } from './values.ts';

/** `long(3)` is 3, `long(null)` nothing. */
export const numberIn = (token: string): Value => {
  const inner = token.replace(/^\w+\((.*)\)$/, '$1');
  return inner === 'null' ? null : Number(inner);
};

export const dateIn = (token: string): Value => {
  const inner = token.replace(/^\w+\((.*)\)$/s, '$1').trim();
  if (inner === 'null') return null;
  return new Date(/[zZ]|[+-]\d\d:\d\d$/.test(inner) || !inner.includes(':') ? inner : `${inner}Z`);
};
