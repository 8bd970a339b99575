import type { Quota } from '../../ports/odds-source.ts';

/** The credits as an answer's headers tell them; undefined when it does not say both remaining and used. */
export const readQuota = (headers: Headers): Quota | undefined => {
  const remaining = creditsIn(headers, 'x-requests-remaining');
  const used = creditsIn(headers, 'x-requests-used');
  if (remaining === undefined || used === undefined) return undefined;
  return { remaining, used, last: creditsIn(headers, 'x-requests-last') ?? 0 };
};

const creditsIn = (headers: Headers, name: string): number | undefined => {
  const text = headers.get(name)?.trim();
  if (!text) return undefined;
  const credits = Number(text);
  return Number.isFinite(credits) && credits >= 0 ? credits : undefined;
};
