import { describe, expect, it } from 'vitest';
import type { QueueName } from '../messages/messages.ts';
import type { PoisonKeeper } from './poison.ts';
import { sampleDelivery } from './queue.contract.ts';

export interface PoisonUnderTest {
  /** A keeper whose queues are empty, a way to give up a message, and one to take the next visible message of a queue, parsed. */
  make(): Promise<{
    keeper: PoisonKeeper;
    giveUp(queue: QueueName, text: string): Promise<void>;
    take(queue: QueueName): Promise<unknown>;
  }>;
}

const given = (id: string): string => JSON.stringify(sampleDelivery(id));
/** What came from outside may hold anything: here a mark that turns text around. */
const GARBAGE = 'not JSON at all \u202e<?';
const LARGE = JSON.stringify(sampleDelivery('large', 'ø'.repeat(20_000)));

/** What every adapter of {@link PoisonKeeper} does. */
export function poisonContract(name: string, { make }: PoisonUnderTest): void {
  const setup = async (...texts: readonly string[]) => {
    const world = await make();
    for (const text of texts) await world.giveUp('deliveries', text);
    const texted = async () => (await world.keeper.look('deliveries')).oldest.map(({ text }) => text);
    return { ...world, texted };
  };

  describe(`poison: ${name}`, () => {
    it('finds nothing where nothing was given up', async () => {
      const { keeper } = await setup();
      expect(await keeper.look('alerts')).toEqual({ count: 0, oldest: [] });
      for await (const held of keeper.hold('alerts')) expect.unreachable(held.id);
    });

    it('shows messages whole, the oldest first, and takes none out', async () => {
      const { keeper, texted } = await setup(GARBAGE, LARGE);
      for (const _again of [1, 2]) expect(await texted()).toEqual([GARBAGE, LARGE]);
      const { count, oldest } = await keeper.look('deliveries');
      expect([count, new Set(oldest.map(({ id }) => id)).size]).toEqual([2, 2]);
      for (const { since } of oldest) expect(Math.abs(since - Date.now())).toBeLessThan(60_000);
    });

    it('puts a message back into its queue, once, as it was', async () => {
      const { keeper, texted, take } = await setup(given('d1'), LARGE, given('d3'));
      for await (const held of keeper.hold('deliveries')) if (held.text === LARGE) await held.putBack();
      expect(await texted()).toEqual([given('d1'), given('d3')]);
      expect(await take('deliveries')).toEqual(JSON.parse(LARGE));
      expect(await take('deliveries')).toBeUndefined();
      expect(await take('alerts')).toBeUndefined();
    });

    it('deletes what is removed, and nothing else', async () => {
      const { keeper, texted, take } = await setup(given('d1'), given('d2'));
      for await (const held of keeper.hold('deliveries')) {
        await held.remove();
        break;
      }
      expect(await texted()).toEqual([given('d2')]);
      expect(await take('deliveries')).toBeUndefined();
    });

    it('gives a message to nobody else while it is held, and to anybody afterwards', async () => {
      const { keeper, texted } = await setup(given('d1'));
      for await (const held of keeper.hold('deliveries')) {
        expect(held.text).toBe(given('d1'));
        for await (const other of keeper.hold('deliveries')) expect.unreachable(other.id);
      }
      expect(await texted()).toEqual([given('d1')]);
    });

    it('lets go of everything when something fails', async () => {
      const { keeper, texted } = await setup(given('d1'), given('d2'));
      const failing = async () => {
        for await (const held of keeper.hold('deliveries')) throw new Error(`no ${held.text.length}`);
      };
      await expect(failing()).rejects.toThrow(/^no \d+$/);
      expect((await texted()).sort()).toEqual([given('d1'), given('d2')]);
    });

    it('comes by each of many once, and to an end although as many are given up meanwhile', async () => {
      const ids = Array.from({ length: 70 }, (_, i) => `d${i}`);
      const { keeper, giveUp, take } = await setup(...ids.map(given));
      const seen: string[] = [];
      for await (const held of keeper.hold('deliveries')) {
        seen.push(held.id);
        await held.putBack();
        // What was given up in the very second in which it began may be seen, too.
        if (seen.length <= 70) await giveUp('deliveries', given(`again ${held.id}`));
      }
      expect(new Set(seen).size).toBe(seen.length);
      const back = new Set<string>();
      for (let next = await take('deliveries'); next; next = await take('deliveries')) back.add(JSON.stringify(next));
      expect(ids.filter((id) => !back.has(given(id)))).toEqual([]);
      const { count } = await keeper.look('deliveries');
      expect(count + seen.length).toBe(140);
    });
  });
}
