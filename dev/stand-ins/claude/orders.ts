import { z } from 'zod';

/** How Claude can be told to answer, until it is told otherwise. */
export interface Orders {
  /** From now on it says this, whatever it is asked. */
  say(text: string): void;
  /** From now on it refuses, by its safety classifiers. */
  refuse(): void;
  /** From now on it stops in the middle of its first sentence, as if `max_tokens` were used up. */
  cutOff(): void;
  /** From now on it is overloaded (529). */
  overload(): void;
  /** It speaks for itself again. */
  clear(): void;
  present(): Order;
}

export type Order =
  | { readonly kind: 'none' }
  | { readonly kind: 'say'; readonly text: string }
  | { readonly kind: 'refuse' }
  | { readonly kind: 'cut-off' }
  | { readonly kind: 'overloaded' };

export const createOrders = (): Orders => {
  let present: Order = { kind: 'none' };
  const become = (order: Order) => (): void => {
    present = order;
  };
  return {
    say: (text) => {
      present = { kind: 'say', text };
    },
    refuse: become({ kind: 'refuse' }),
    cutOff: become({ kind: 'cut-off' }),
    overload: become({ kind: 'overloaded' }),
    clear: become({ kind: 'none' }),
    present: () => present,
  };
};

const orderSchema = z.looseObject({
  clear: z.literal(true).optional(),
  say: z.string().optional(),
  refuse: z.literal(true).optional(),
  cutOff: z.literal(true).optional(),
  overload: z.literal(true).optional(),
});

/** Carries out `{"say": "…"}`, `{"refuse": true}`, `{"cutOff": true}` and `{"overload": true}`; answers what else the order says. */
export const takeOrders = (orders: Orders, order: unknown): unknown => {
  const { say, refuse, cutOff, overload, ...rest } = orderSchema.parse(order);
  if (rest.clear) orders.clear();
  if (say !== undefined) orders.say(say);
  if (refuse) orders.refuse();
  if (cutOff) orders.cutOff();
  if (overload) orders.overload();
  return rest;
};
