import { z } from 'zod';

const PING = 0;
const EVENT = 1;

const ENTITLEMENT_EVENTS: readonly string[] = ['ENTITLEMENT_CREATE', 'ENTITLEMENT_UPDATE', 'ENTITLEMENT_DELETE'];

const pingSchema = z.object({ type: z.literal(PING) });
const eventSchema = z.object({
  type: z.literal(EVENT),
  event: z.object({ type: z.string().min(1).max(100), data: z.unknown() }),
});
/** A guild's entitlement is nobody's. What else it says is asked anew. */
const entitlementSchema = z.object({
  user_id: z
    .string()
    .regex(/^\d{1,20}$/)
    .nullish(),
});

type ReadWebhookEvent =
  | { readonly kind: 'ping' }
  /** What a user bought inside Discord is new, ended or gone. */
  | { readonly kind: 'entitlement'; readonly userId: string }
  /** None that we look at. */
  | { readonly kind: 'other'; readonly type: string }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** Reads what Discord POSTs to a webhook events address, from a body whose signature was checked. */
export function readWebhookEvent(body: unknown): ReadWebhookEvent {
  if (pingSchema.safeParse(body).success) return { kind: 'ping' };
  const parsed = eventSchema.safeParse(body);
  if (!parsed.success) return unreadable(parsed.error);
  const { type, data } = parsed.data.event;
  if (!ENTITLEMENT_EVENTS.includes(type)) return { kind: 'other', type };
  const entitlement = entitlementSchema.safeParse(data);
  if (!entitlement.success) return unreadable(entitlement.error, 'event.data');
  const userId = entitlement.data.user_id;
  return typeof userId === 'string' ? { kind: 'entitlement', userId } : { kind: 'other', type };
}

const unreadable = ({ issues: [issue] }: z.ZodError, within = ''): ReadWebhookEvent => {
  const where = [...(within ? [within] : []), ...(issue?.path ?? [])].join('.');
  return { kind: 'unreadable', reason: `${where || 'body'}: ${issue?.message ?? 'not understood'}` };
};
