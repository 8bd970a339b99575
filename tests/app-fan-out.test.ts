import { describe, expect, it } from 'vitest';
import { saveWatcher } from '../shared/pipeline/fan-out-watchers.ts';
import { aUser } from './support/delivery-world.ts';
import { numbers, titleOf } from './support/games.ts';
import { testWorlds } from './support/test-worlds.ts';

/** Several pages, and no more than runs in a few seconds: ten times as many took 48 s here, with the same result. */
const USERS = 500;

const { begin } = testWorlds();

describe('an alert that many watch', () => {
  it('reaches each of them once, in pages, through the real queues', async () => {
    const app = await begin();
    const ids = numbers(USERS).map((number) => String(10_000 + number));
    await Promise.all(ids.map((id) => saveWatcher(app.stores.watchers, aUser(id))));
    await app.prepareSteam([1]);
    await app.poll(2);
    await app.host.idle();
    expect(app.reconcile()).toEqual({ delivered: USERS + 2, lost: 0, duplicates: 0 });
    for (const id of ids) expect(app.titles(app.discord.directMessagesOf(id) ?? 'none')).toEqual([titleOf(1)]);
    expect(app.counted('stage_outcomes', { stage: 'fan-out-alert', kind: 'done' })).toBeGreaterThan(1);
    expect(app.host.counts()).toMatchObject({ failed: 0, poisoned: 0 });
  });
});
