import { poisonContract } from '../../ports/poison.contract.ts';
import { memoryPoison } from './memory-poison.ts';
import { memoryQueues } from './memory-queues.ts';

poisonContract('memory', {
  async make() {
    const queues = memoryQueues({ now: Date.now });
    const keeper = memoryPoison({ now: Date.now, send: (queue, text) => queues.send(queue, JSON.parse(text)) });
    return {
      keeper,
      giveUp: async (queue, text) => keeper.giveUp(queue, text),
      take: async (queue) => queues.take(queue),
    };
  },
});
