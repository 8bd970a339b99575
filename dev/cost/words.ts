/** Amounts as people read them. */
export const whole = (amount: number): string => Math.round(amount).toLocaleString('en-US');
export const millions = (amount: number): string => `${(amount / 1e6).toFixed(amount < 1e5 ? 2 : 1)} M`;
export const thousands = (amount: number): string => `${whole(amount / 1000)} K`;
