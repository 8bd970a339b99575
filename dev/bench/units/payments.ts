import { z } from 'zod';
import type { UnitCosts } from '../../cost/unit-costs.ts';
import type { BenchOptions } from '../figure.ts';
import { unitCost } from './unit-cost.ts';
import type { MeteredWorld } from './world.ts';

const BUYERS = Array.from({ length: 6 }, (_, index) => `43${String(index).padStart(15, '0')}`);
const ANSWER_WITHIN_MS = 15_000;
const answerSchema = z.object({ type: z.number(), data: z.unknown() });
const DEFERRED = 5;

type Measured = Pick<UnitCosts['operations'], 'billingEvent' | 'reconciledSubscriber'>;

/** A few subscriptions' lives: bought, renewed, a payment that fails and one that then goes well, ended; and the daily comparison. */
export async function measurePayments(world: MeteredWorld, say: BenchOptions['say']): Promise<Measured> {
  const { stripe, discord } = world;
  world.goOn(Date.now() - world.now());
  for (const id of BUYERS) discord.join(id);
  const sessions: string[] = [];
  for (const id of BUYERS) sessions.push(await checkoutOf(world, id));
  const life = await world.measure(async () => {
    for (const session of sessions) stripe.pay(session);
    await stripe.idle();
    await world.host.idle();
    const bought = stripe
      .subscriptions()
      .slice(0, BUYERS.length)
      .map(({ id }) => id);
    for (const id of bought) stripe.renew(id);
    for (const id of bought) stripe.renew(id, 'declined');
    for (const id of bought) stripe.retryPayment(id);
    await stripe.idle();
    await world.host.idle();
    const [first = ''] = bought;
    stripe.cancel(first);
    await stripe.idle();
  });
  const events = life.executions['stripe-webhook'] ?? 0;
  say(`${events} webhooks of Stripe`);
  const daily = await world.measure(() => world.trigger('reconcile-subscriptions'));
  const subscribers = stripe.subscriptions().filter(({ status }) => status !== 'canceled').length;
  return { billingEvent: unitCost(life, events), reconciledSubscriber: unitCost(daily, subscribers) };
}

/** Presses the button that buys, and answers the session of the checkout's page. */
async function checkoutOf({ discord }: MeteredWorld, id: string): Promise<string> {
  const { response, refusal, token } = await discord.interact({
    kind: 'component',
    customId: 'buy:core:month',
    message: {},
    user: { id, name: 'buyer' },
  });
  if (refusal !== undefined) throw new Error(`The checkout was not offered: ${refusal}`);
  const { type, data } = answerSchema.parse(response);
  const answer = JSON.stringify(type === DEFERRED ? await discord.answered(token, ANSWER_WITHIN_MS) : data);
  const [, session] = /\/c\/pay\/(cs_\w+)/.exec(answer) ?? [];
  if (session === undefined) throw new Error(`There is no checkout in ${answer}`);
  return session;
}
