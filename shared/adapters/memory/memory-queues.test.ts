import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Alert, Delivery } from '../../messages/messages.ts';
import { queueContract, sampleDelivery } from '../../ports/queue.contract.ts';
import { memoryQueues } from './memory-queues.ts';
import { messageList } from './message-list.ts';

describe('messageList', () => {
  it('gives messages in order of visibility, then of sending', () => {
    let time = 0;
    const list = messageList<string>(() => time);
    list.add('late', 2000);
    list.add('soon', 1000);
    list.add('at once', 0);
    list.add('soon too', 1000);
    expect([list.take(), list.take(), list.size()]).toEqual(['at once', undefined, 3]);
    time = list.nextVisibleAt() ?? 0;
    expect([list.peek(), list.take(), list.take(), list.take()]).toEqual(['soon', 'soon', 'soon too', undefined]);
    time = 2000;
    expect([list.take(), list.size(), list.nextVisibleAt()]).toEqual(['late', 0, undefined]);
  });

  it('loses nothing and keeps the order, whatever the mixture of adding and taking', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 3000 }), { maxLength: 8 }), (bursts) => {
        const list = messageList<number>(() => 0);
        const taken: number[] = [];
        let sent = 0;
        const takeSome = (count: number) => {
          for (let i = 0; i < count; i++) {
            const message = list.take();
            if (message !== undefined) taken.push(message);
          }
        };
        for (const burst of bursts) {
          for (let i = 0; i < burst; i++) list.add(sent++, 0);
          takeSome(burst >> 1);
          expect(list.size()).toBe(sent - taken.length);
        }
        takeSome(sent);
        expect(taken).toEqual(Array.from({ length: sent }, (_, i) => i));
      }),
    );
  });
});

queueContract('memory', {
  async make() {
    const queues = memoryQueues({ now: Date.now, checkSize: true });
    return { sender: queues, take: async (queue) => queues.take(queue) };
  },
});

describe('memoryQueues', () => {
  const alert: Alert = { v: 1, signal: sampleDelivery('any').signal };

  it('drains downstream what a handler sends upstream', async () => {
    const queues = memoryQueues({ now: () => 0 });
    const delivered: string[] = [];
    await queues.send('alerts', alert);
    const count = await queues.drain({
      alerts: async () => {
        await queues.send('deliveries', sampleDelivery('d1'));
        await queues.send('deliveries', sampleDelivery('d2'));
      },
      deliveries: async ({ deliveryId }: Delivery) => delivered.push(deliveryId),
    });
    expect([count, delivered, queues.size()]).toEqual([3, ['d1', 'd2'], 0]);
  });

  it('keeps a message whose handler failed, for the next drain', async () => {
    const queues = memoryQueues({ now: () => 0 });
    await queues.send('alerts', alert);
    const failing = async () => {
      throw new Error('down');
    };
    await expect(queues.drain({ alerts: failing })).rejects.toThrow('down');
    expect(queues.size('alerts')).toBe(1);
    const handled: Alert[] = [];
    await queues.drain({ alerts: async (message) => handled.push(message) });
    expect([handled, queues.size()]).toEqual([[alert], 0]);
  });

  it('leaves delayed messages until the clock is there, or moves the clock when it may', async () => {
    let time = 0;
    const queues = memoryQueues({ now: () => time });
    const at: number[] = [];
    const handlers = { alerts: async () => at.push(time) };
    await queues.send('alerts', alert, { delaySeconds: 5 });
    await queues.send('alerts', alert, { delaySeconds: 2 });
    expect([await queues.drain(handlers), queues.size(), queues.nextVisibleAt()]).toEqual([0, 2, 2000]);
    time = 2000;
    expect(await queues.drain(handlers)).toBe(1);
    const advanceTo = (to: number) => {
      time = to;
    };
    expect(await queues.drain(handlers, { advanceTo })).toBe(1);
    expect([at, queues.size()]).toEqual([[2000, 5000], 0]);
  });

  it('leaves alone the queues without a handler', async () => {
    const queues = memoryQueues({ now: () => 0 });
    await queues.send('alerts', alert);
    expect([await queues.drain({}), queues.size('alerts'), queues.take('alerts')]).toEqual([0, 1, alert]);
  });

  it('takes any size unless asked to check it', async () => {
    const queues = memoryQueues({ now: () => 0 });
    await queues.send('deliveries', sampleDelivery('big', 'x'.repeat(100_000)));
    expect(queues.size('deliveries')).toBe(1);
  });
});
