import type { Fraud, FraudKind, PaymentFacts } from '../../ports/billing.ts';
import { fraudSchema, listOf, msOf } from './answers.ts';
import type { Ask } from './ask.ts';

/** The most that Stripe gives at once. */
const PAGE = 100;

interface Wish {
  /** Epoch ms. */
  readonly since: number;
  readonly cursor: string | undefined;
}

/** A page of what banks said since a moment, newest first. The charges come with it: else each would have to be asked for. */
export async function fraudsAfter(
  ask: Ask,
  kind: FraudKind,
  { since, cursor }: Wish,
): ReturnType<PaymentFacts['fraudsAfter']> {
  const wish = {
    created: { gte: Math.floor(since / 1000) },
    limit: PAGE,
    expand: ['data.charge'],
    ...(cursor === undefined ? {} : { starting_after: cursor }),
  };
  const answer = listOf(fraudSchema);
  const { data, has_more } =
    kind === 'dispute'
      ? await ask('disputes.list', answer, (stripe) => stripe.disputes.list(wish))
      : await ask('radar.earlyFraudWarnings.list', answer, (stripe) => stripe.radar.earlyFraudWarnings.list(wish));
  const items = data.flatMap(({ id, created, charge }): Fraud[] =>
    charge.customer == null
      ? []
      : [{ kind: 'fraud', customerId: charge.customer, suspension: { id, kind, at: msOf(created) } }],
  );
  return { items, next: has_more ? data.at(-1)?.id : undefined };
}
