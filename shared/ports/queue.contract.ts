import { describe, expect, it, vi } from 'vitest';
import { type Delivery, deliverySchema, MAX_MESSAGE_BYTES, type QueueName } from '../messages/messages.ts';
import { type MessageSender, MessageTooLargeError } from './queue.ts';

export interface QueueUnderTest {
  /** A sender whose queues are empty, and a way to take the next visible message, parsed, out of one of them. */
  make(): Promise<{ sender: MessageSender; take(queue: QueueName): Promise<unknown> }>;
}

/** A valid delivery; `title` makes it as long as wanted. */
export function sampleDelivery(deliveryId: string, title = 'NFL'): Delivery {
  const at = 1_763_319_600_000;
  return {
    ...deliverySchema.parse({
      v: 1,
      deliveryId,
      destination: { kind: 'channel', channelId: '1234567890123456789' },
      signal: {
        id: 's1',
        transitionId: 't1',
        type: 'SharpActivity',
        level: 'High',
        confidence: 0.71,
        basis: 'sample',
        event: { id: 'abc123', league: 'nfl', leagueTitle: 'NFL', home: 'Malmö', away: 'Bodø', commenceTime: at },
        market: 'spread',
        offer: { book: 'book-a', outcome: 'home', point: -2.5, price: 1.95, since: at },
        fairProbability: 0.53,
        edge: 0.0335,
        suspect: false,
        move: { from: -2.5, to: -3.5, since: at, until: at },
        evidence: { firstMovers: ['book-b'], confirming: [], lagging: ['book-a'], opposing: [], books: 9 },
        detectedAt: at,
      },
    }),
    ...(title === 'NFL' ? {} : { title }),
  };
}

/** A delivery whose JSON has exactly that many bytes of UTF-8, most of them in two-byte letters. */
function deliveryOf(bytes: number): Delivery {
  const room = bytes - Buffer.byteLength(JSON.stringify(sampleDelivery('big', '')));
  return sampleDelivery('big', 'ø'.repeat(room >> 1) + 'x'.repeat(room % 2));
}

/** What every adapter of {@link MessageSender} does. */
export function queueContract(name: string, { make }: QueueUnderTest): void {
  describe(`queue: ${name}`, () => {
    it('delivers a message whole, to its queue only', async () => {
      const { sender, take } = await make();
      await sender.send('deliveries', sampleDelivery('d1'));
      expect(await take('alerts')).toBeUndefined();
      expect(deliverySchema.parse(await take('deliveries'))).toEqual(sampleDelivery('d1'));
      expect(await take('deliveries')).toBeUndefined();
    });

    it('delivers every one of many messages sent at once', async () => {
      const { sender, take } = await make();
      const ids = Array.from({ length: 20 }, (_, i) => `d${i}`);
      await Promise.all(ids.map((id) => sender.send('deliveries', sampleDelivery(id))));
      const taken: string[] = [];
      for (let next = await take('deliveries'); next; next = await take('deliveries')) {
        taken.push(deliverySchema.parse(next).deliveryId);
      }
      expect(taken.sort()).toEqual(ids.sort());
    });

    it('sends a message of exactly the limit and refuses one byte more, counted in bytes', async () => {
      const { sender, take } = await make();
      await sender.send('deliveries', deliveryOf(MAX_MESSAGE_BYTES));
      const tooLarge = sender.send('deliveries', deliveryOf(MAX_MESSAGE_BYTES + 1));
      await expect(tooLarge).rejects.toBeInstanceOf(MessageTooLargeError);
      await expect(tooLarge).rejects.toThrow(/deliveries.*49153/);
      expect(await take('deliveries')).toEqual(deliveryOf(MAX_MESSAGE_BYTES));
      expect(await take('deliveries')).toBeUndefined();
    });

    it('holds a delayed message back until its time', async () => {
      const { sender, take } = await make();
      const sentAt = Date.now();
      await sender.send('deliveries', sampleDelivery('later'), { delaySeconds: 1 });
      await sender.send('deliveries', sampleDelivery('now'));
      expect(deliverySchema.parse(await take('deliveries')).deliveryId).toBe('now');
      const delayed = await vi.waitUntil(() => take('deliveries'), { timeout: 5000, interval: 50 });
      expect(deliverySchema.parse(delayed).deliveryId).toBe('later');
      expect(Date.now() - sentAt).toBeGreaterThanOrEqual(900);
    });
  });
}
