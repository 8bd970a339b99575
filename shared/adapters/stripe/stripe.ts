import type { PaymentFacts, PaymentPages } from '../../ports/billing.ts';
import { type AskOptions, createAsking, type Patience } from './ask.ts';
import { createFacts } from './facts.ts';
import { createPages, type PagesOptions } from './pages.ts';

export interface StripeOptions extends AskOptions, PagesOptions {
  /** For those who wait for a page, and for work that nobody waits for. */
  readonly patience?: { readonly person?: Partial<Patience>; readonly work?: Partial<Patience> };
}

interface StripeForPeople {
  /** The same truth for somebody who waits for it. */
  readonly forPeople: Pick<PaymentFacts, 'factsOf'>;
}

/** A person is given an answer within 15 s, which has to be sent after this. */
const PERSON: Patience = { attemptMs: 3_000, totalMs: 8_000 };
const WORK: Patience = { attemptMs: 10_000, totalMs: 40_000 };

/** Stripe as the place where people pay, and as the truth about who does. */
export function createStripe(options: StripeOptions): PaymentPages & PaymentFacts & StripeForPeople {
  const { person, work } = options.patience ?? {};
  const forPeople = createAsking(options, { ...PERSON, ...person });
  return {
    ...createPages(forPeople, options),
    ...createFacts(createAsking(options, { ...WORK, ...work }), options.prices),
    forPeople: createFacts(forPeople, options.prices),
  };
}
