import type { BillingSubject } from '../../ports/billing.ts';
import { type CaseDeps, openCase } from './open-case.ts';
import { type BillingRecords, closedKey, customerKey } from './records.ts';

type OwnerDeps = CaseDeps & Pick<BillingRecords, 'customers'>;
type Subject = Exclude<BillingSubject, { kind: 'none' }>;

export type Owner =
  | { readonly kind: 'user'; readonly userId: string }
  | { readonly kind: 'nobody'; readonly reason: 'not-ours' | 'unknown-customer' | 'foreign-customer' };

/**
 * Whose a customer of Stripe's is: the first user's that was seen with it, for ever. What names another user as well is nobody's, and
 * stands on the operators' list: nobody's tier follows from what somebody else paid.
 */
export async function ownerOf(deps: OwnerDeps, subject: Subject): Promise<Owner> {
  const { customerId } = subject;
  const recorded = (await deps.customers.read(customerKey(customerId)))?.value.userId;
  // Whoever the customer is said to be by now: the money was taken for the one on record.
  if (subject.kind === 'fraud' && recorded !== undefined) return { kind: 'user', userId: recorded };
  const userId = recorded ?? subject.userId;
  if (userId === undefined) return unknown(deps, subject);
  const named = [subject.userId, subject.kind === 'checkout' ? subject.buyerId : undefined];
  const isClear = named.every((each) => each === undefined || each === userId);
  if (isClear && (recorded !== undefined || (await claimCustomer(deps, customerId, userId))))
    return { kind: 'user', userId };
  await openCase(deps, aboutOf(subject), { kind: 'foreign-customer', customerId, userId });
  return { kind: 'nobody', reason: 'foreign-customer' };
}

/** What belongs to nobody matters where money was paid or taken back; a fraud, until somebody has closed its case. */
async function unknown(deps: OwnerDeps, subject: Subject): Promise<Owner> {
  if (subject.kind === 'customer') return { kind: 'nobody', reason: 'not-ours' };
  const about = aboutOf(subject);
  const isClosed = subject.kind === 'fraud' && (await deps.cases.read(closedKey(about))) !== undefined;
  if (!isClosed) await openCase(deps, about, { kind: 'unknown-customer', customerId: subject.customerId });
  return { kind: 'nobody', reason: 'unknown-customer' };
}

const aboutOf = (subject: Subject): string => (subject.kind === 'fraud' ? subject.suspension.id : subject.customerId);

/** Whether the customer is this user's from now on: nobody else's was it before. */
export async function claimCustomer(
  { customers, now }: Pick<OwnerDeps, 'customers' | 'now'>,
  customerId: string,
  userId: string,
): Promise<boolean> {
  const key = customerKey(customerId);
  if ((await customers.create(key, { userId, since: now() })) === 'created') return true;
  return (await customers.read(key))?.value.userId === userId;
}
