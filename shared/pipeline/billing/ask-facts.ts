import type { User } from '../../domain/account/account.ts';
import type { DiscordEntitlement, StripeFacts, Suspension } from '../../domain/account/billing-facts.ts';
import { MOST_SUSPENSIONS, withCustomer } from '../../domain/account/billing-facts.ts';
import { asOf } from '../../domain/account/entitlement.ts';
import type { PaymentFacts } from '../../ports/billing.ts';
import type { AppEntitlements } from '../../ports/guild.ts';

/** What gave reason to look at a user, as far as it says something that cannot be asked of the user alone. */
export interface News {
  /** A customer that was found to be this user's. */
  readonly customerId?: string | undefined;
  readonly suspension?: Omit<Suspension, 'liftedAt'> | undefined;
}

export interface Sources {
  /** Absent: payments are not set up. */
  readonly payments?: PaymentFacts | undefined;
  /** Absent: nothing is sold inside Discord. */
  readonly entitlements?: Pick<AppEntitlements, 'of'> | undefined;
}

export interface Heard {
  readonly stripe: StripeFacts | undefined;
  readonly discordEntitlements: readonly DiscordEntitlement[];
  readonly suspensions: readonly Suspension[];
  /** The customer of the news stands beside another one that stands. */
  readonly isSecondCustomer: boolean;
  /** Discord was not to be asked now: what it said last is kept. */
  readonly discord: 'told' | 'refused' | { readonly afterMs: number; readonly isLimit: boolean };
}

/** What Stripe and Discord say of a user now. Throws what {@link PaymentFacts} throws; what Discord does not say stays as it was. */
export async function askFacts({ payments, entitlements }: Sources, user: User, news: News): Promise<Heard> {
  const [paid, bought] = await Promise.all([
    payments ? factsOf(payments, user, news.customerId) : { stripe: user.stripe, isSecondCustomer: false },
    entitlements?.of(user.id),
  ]);
  const isTold = bought?.kind === 'ok';
  return plain({
    ...paid,
    discordEntitlements: isTold ? bought.value : user.discordEntitlements,
    suspensions: withSuspension(user.suspensions, news.suspension),
    discord:
      bought === undefined || isTold
        ? 'told'
        : bought.kind === 'permanent'
          ? 'refused'
          : { afterMs: bought.afterMs, isLimit: bought.kind === 'retry' },
  });
}

/** Another customer takes the place of one that was deleted, never of one that stands. */
async function factsOf(
  payments: PaymentFacts,
  { stripe: known }: User,
  named: string | undefined,
): Promise<Pick<Heard, 'stripe' | 'isSecondCustomer'>> {
  const customerId = known?.customerId ?? named;
  if (customerId === undefined) return { stripe: undefined, isSecondCustomer: false };
  const stripe = await payments.factsOf(customerId);
  if (named === undefined || named === customerId) return { stripe, isSecondCustomer: false };
  const other = await payments.factsOf(named);
  if (other.isDeleted) return { stripe, isSecondCustomer: false };
  return stripe.isDeleted ? { stripe: other, isSecondCustomer: false } : { stripe, isSecondCustomer: true };
}

/** One that was lifted stays lifted. Of too many the oldest go, those first that were lifted. */
function withSuspension(known: readonly Suspension[], added: Suspension | undefined): readonly Suspension[] {
  if (!added || known.some(({ id }) => id === added.id)) return known;
  const all = [...known, added];
  const goes =
    all.length > MOST_SUSPENSIONS ? (known.find(({ liftedAt }) => liftedAt !== undefined) ?? known[0]) : undefined;
  return all.filter((each) => each !== goes);
}

/** As the database gives it back: without what is undefined. */
const plain = <T extends object>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

/** A user with what was heard, at `now` (epoch ms). */
export const withFacts = (user: User, { stripe, discordEntitlements, suspensions }: Heard, now: number): User =>
  asOf(
    {
      ...user,
      ...(stripe ? { stripe, customers: withCustomer(user.customers, stripe.customerId) } : {}),
      discordEntitlements: [...discordEntitlements],
      suspensions: [...suspensions],
    },
    now,
  );

/** All that was heard of a user before. */
export const factsIn = ({ stripe, discordEntitlements, suspensions }: User) => ({
  stripe,
  discordEntitlements,
  suspensions,
});
