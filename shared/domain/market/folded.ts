/** A name without regard to case and accents, so that `munchen` finds `Bayern München`. */
export const folded = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
