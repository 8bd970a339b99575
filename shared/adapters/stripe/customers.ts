import { customerSchema, USER_ID } from './answers.ts';
import type { Ask } from './ask.ts';
import { AbsentError } from './failures.ts';

/** What there is, or undefined where Stripe knows no such thing. */
export const orAbsent = <T>(asked: Promise<T>): Promise<T | undefined> =>
  asked.catch((error: unknown) => {
    if (error instanceof AbsentError) return undefined;
    throw error;
  });

const ID_OF_DISCORD = /^\d{1,20}$/;
export const asUserId = (value: string | null | undefined): string | undefined =>
  value != null && ID_OF_DISCORD.test(value) ? value : undefined;

/** A customer as it stands; undefined when it was deleted, or never was. */
export async function customerOf(ask: Ask, customerId: string): Promise<{ userId: string | undefined } | undefined> {
  const customer = await orAbsent(
    ask('customers.retrieve', customerSchema, (stripe) => stripe.customers.retrieve(customerId)),
  );
  return !customer || customer.deleted ? undefined : { userId: asUserId(customer.metadata?.[USER_ID]) };
}
