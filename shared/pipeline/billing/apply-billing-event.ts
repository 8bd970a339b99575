import type { BillingEvent } from '../../messages/billing-event.ts';
import { BillingUnavailableError } from '../../ports/billing.ts';
import type { Cache } from '../../ports/cache.ts';
import { done, drop, later, type Outcome, reject } from '../outcome.ts';
import type { News } from './ask-facts.ts';
import { bringUpToDate, type UpToDateDeps } from './bring-up-to-date.ts';
import { customerLook, type Looks, recordLook, SEEN } from './looks.ts';
import { ownerOf } from './owner.ts';
import type { BillingRecords } from './records.ts';

export interface ApplyDeps extends UpToDateDeps, BillingRecords {
  readonly cache: Cache;
  readonly looks: Looks;
}

const FIRST_PAUSE_MS = 10_000;
const MOST_PAUSE_MS = 5 * 60_000;

/**
 * Looks at whom an event is about as they are now: what the event itself says of them does not count, so that neither order nor
 * repetition do. While Stripe or Discord is away the message goes back, however long that takes; a crash between any two lines repeats
 * all of it. The mark is set when everything is done.
 */
export async function applyBillingEvent(deps: ApplyDeps, message: BillingEvent): Promise<Outcome> {
  const inHandSince = deps.looks.moment();
  if (message.kind === 'user') return applyToUser(deps, message, inHandSince);
  const mark = `billing-${message.eventId}`;
  if (await deps.cache.get('processed', mark)) return drop('applied-before');
  const outcome = await applyStripeEvent(deps, message, inHandSince);
  if (outcome.kind === 'done' || (outcome.kind === 'drop' && outcome.reason === SEEN))
    await deps.cache.set('processed', mark, 1);
  return outcome;
}

type UserEvent = Extract<BillingEvent, { kind: 'user' }>;
type StripeEvent = Extract<BillingEvent, { kind: 'stripe' }>;

function applyToUser(deps: ApplyDeps, message: UserEvent, inHandSince: number): Promise<Outcome> {
  const { userId, arrivedAt, areFactsKnown } = message;
  const look = () => apply(deps, message, userId);
  return areFactsKnown ? deps.looks.once(recordLook(userId), { arrivedAt, inHandSince }, look) : look();
}

async function applyStripeEvent(deps: ApplyDeps, message: StripeEvent, inHandSince: number): Promise<Outcome> {
  const { payments, looks } = deps;
  if (!payments) return reject('payments-not-set-up');
  return orLater(deps, message, async () => {
    const subject = await payments.subjectOf(message.eventId);
    if (!subject) return reject('unknown-event');
    if (subject.kind === 'none') return drop(subject.reason);
    const owner = await ownerOf(deps, subject);
    if (owner.kind === 'nobody') return drop(owner.reason);
    const { customerId } = subject;
    const suspension = subject.kind === 'fraud' ? subject.suspension : undefined;
    // Nothing that Stripe sends has to do with what was bought inside Discord, whose limits are tight.
    const { entitlements: _, ...atStripe } = deps;
    const look = () => apply(atStripe, message, owner.userId, { customerId, suspension });
    // No look at the customer shows a fraud.
    if (suspension) return look();
    return looks.once(customerLook(customerId), { arrivedAt: message.arrivedAt, inHandSince }, look);
  });
}

const apply = (deps: ApplyDeps, message: BillingEvent, userId: string, news?: News): Promise<Outcome> =>
  orLater(deps, message, async () => {
    const { looks, now } = deps;
    const areFactsKnown = message.kind === 'user' && message.areFactsKnown === true;
    const begunAt = now();
    const { refreshed, waits } = await bringUpToDate(deps, userId, { ...news, areFactsKnown });
    if (!waits) {
      if (!areFactsKnown) await looks.note(recordLook(userId), begunAt);
      return refreshed?.isSecondCustomer ? drop('second-customer') : done();
    }
    // Whatever Discord asks to wait for, Stripe need not be asked again.
    const rest: BillingEvent = {
      v: 1,
      kind: 'user',
      userId,
      why: 'roles-wait',
      areFactsKnown: true,
      // On record by now: whatever follows the record from here on follows this.
      arrivedAt: areFactsKnown ? message.arrivedAt : now(),
      tries: message.tries,
    };
    return again(rest, waits.reason, waits.later, waits.reason === 'discord-unavailable');
  });

/** Some three days: as long as Stripe itself repeats an event. What nobody foresaw goes to the poison queue in less than an hour. */
const MOST_TRIES = 900;
const MOST_UNFORESEEN = 10;

async function orLater(
  { telemetry }: ApplyDeps,
  message: BillingEvent,
  work: () => Promise<Outcome>,
): Promise<Outcome> {
  try {
    return await work();
  } catch (error) {
    const { tries } = message;
    const reason = String(error);
    if (error instanceof BillingUnavailableError) {
      if (tries >= MOST_TRIES) throw error;
      telemetry.warn('billing_waits', { kind: message.kind, tries, reason });
      return again(message, 'billing-unavailable', error.afterMs, !error.isLimit);
    }
    if (tries >= MOST_UNFORESEEN) throw error;
    telemetry.error('billing_failed', { kind: message.kind, tries, reason });
    return again(message, 'failed', 0, true);
  }
}

/** A limit says when it ends; nobody knows when an outage does. */
function again(message: BillingEvent, reason: string, afterMs: number, isOutage: boolean): Outcome {
  const pause = isOutage ? Math.min(FIRST_PAUSE_MS * 2 ** message.tries, MOST_PAUSE_MS) : 0;
  return later(Math.max(afterMs, pause), reason, { ...message, tries: message.tries + 1 } satisfies BillingEvent);
}
