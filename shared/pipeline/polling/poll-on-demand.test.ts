import { describe, expect, it } from 'vitest';
import { emptyPurse, gameOdds, marketWorld } from '../../../tests/support/market-world.ts';
import { anEvent, HOUR, MINUTE } from '../../../tests/support/odds.ts';
import { leagueKey } from './league-store.ts';
import { createOnDemandPolls } from './poll-on-demand.ts';

const NFL = anEvent().league;
const NBA = 'basketball_nba';

async function setup(parts: Parameters<typeof marketWorld>[0] = {}) {
  const world = marketWorld(parts);
  world.provider.show([gameOdds()]);
  await world.tick();
  world.pass(5 * MINUTE);
  world.provider.asked.length = 0;
  return {
    ...world,
    outlook: (league = NFL) => world.polls.outlook(league, world.now()),
    poll: (league = NFL) => world.polls.poll(league, world.now()),
    stateOf: async (league = NFL) => (await world.stores.leagues.read(leagueKey(league)))?.value,
  };
}

describe('polls on demand', () => {
  it('read a league, hand it on, note it, and are paid from the on-demand share alone', async () => {
    const { poll, outlook, budget, stateOf, cache, now, telemetry } = await setup();
    const before = await budget();
    expect(await outlook()).toBe('possible');
    expect(await poll()).toBe('read');
    const after = await budget();
    expect(after.purses.onDemand.used - before.purses.onDemand.used).toBe(3);
    expect(after.purses.upcoming.used).toBe(before.purses.upcoming.used);
    expect(await stateOf()).toMatchObject({ polledAt: now(), claimedUntil: 0 });
    expect(await cache.get('raw-odds', NFL)).toMatchObject({ observedAt: now() });
    expect(telemetry.total('credits_used', { class: 'onDemand' })).toBe(3);
    expect(telemetry.total('odds_polls', { class: 'onDemand' })).toBe(1);
    expect(telemetry.total('on_demand_polls', { result: 'read' })).toBe(1);
  });

  it('make one call for fifty who ask at once', async () => {
    const { poll, outlook, provider } = await setup();
    const release = provider.hold();
    const asking = Array.from({ length: 50 }, () => poll());
    expect(await outlook()).toBe('possible');
    release();
    expect(new Set(await Promise.all(asking))).toEqual(new Set(['read']));
    expect(provider.asked).toEqual([NFL]);
  });

  it('make none for who asks again within two minutes, and one after', async () => {
    const { poll, outlook, provider, pass } = await setup();
    await poll();
    pass(2 * MINUTE);
    expect([await outlook(), await poll()]).toEqual(['fresh', 'fresh']);
    pass(1);
    expect(await poll()).toBe('read');
    expect(provider.asked).toHaveLength(2);
  });

  it('make none with an empty purse, however full the others are', async () => {
    const { poll, outlook, provider, setBudget } = await setup();
    await setBudget(emptyPurse);
    expect(await outlook()).toBe('no-credits');
    expect(await Promise.all(Array.from({ length: 50 }, () => poll()))).toEqual(Array(50).fill('no-credits'));
    expect(provider.asked).toEqual([]);
  });

  it('of several leagues at once are made as far as the purse goes', async () => {
    const { poll, provider, setBudget, budget } = await setup({ leagues: [NBA] });
    await setBudget((opened) => ({
      ...emptyPurse(opened),
      purses: { ...opened.purses, onDemand: { used: 0, allowance: 5 } },
    }));
    const release = provider.hold();
    const asking = [poll(NFL), poll(NBA)];
    release();
    expect(await Promise.all(asking)).toEqual(['read', 'no-credits']);
    expect((await budget()).purses.onDemand.used).toBe(3);
  });

  it('stay away from a league that another instance is reading', async () => {
    const { poll, outlook, provider, pollDeps, now } = await setup();
    const release = provider.hold();
    const elsewhere = createOnDemandPolls(pollDeps).poll(NFL, now());
    while (provider.asked.length === 0) await Promise.resolve();
    expect([await outlook(), await poll()]).toEqual(['claimed', 'claimed']);
    release();
    expect(await elsewhere).toBe('read');
    expect(provider.asked).toEqual([NFL]);
  });

  it('let a league that fails rest, without a charge', async () => {
    const { poll, outlook, provider, budget } = await setup();
    provider.fail({ kind: 'unavailable' });
    expect(await poll()).toBe('failed');
    expect([await outlook(), await poll()]).toEqual(['resting', 'resting']);
    expect(provider.asked).toHaveLength(1);
    expect((await budget()).purses.onDemand.used).toBe(0);
  });

  it('end for everybody when the provider says that there are no credits', async () => {
    const { poll, pass, provider, budget } = await setup();
    provider.fail({ kind: 'out-of-credits' });
    expect(await poll()).toBe('failed');
    expect((await budget()).pause).toMatchObject({ reason: 'out-of-credits' });
    pass(HOUR);
    expect(await poll()).toBe('no-credits');
  });

  it('give the odds even where they cannot be charged', async () => {
    let isDown = false;
    const { poll, telemetry } = await setup({
      stores: ({ budgets }) => ({
        budgets: {
          ...budgets,
          replace: (...written) =>
            isDown ? Promise.reject(new Error('the store is down')) : budgets.replace(...written),
        },
      }),
    });
    isDown = true;
    expect(await poll()).toBe('read');
    expect(telemetry.records).toContainEqual(expect.objectContaining({ event: 'credits_not_settled' }));
  });

  it('fail with the stores, and can be tried again', async () => {
    let isDown = false;
    const { poll, outlook } = await setup({
      stores: ({ leagues }) => ({
        leagues: {
          ...leagues,
          read: (key) => (isDown ? Promise.reject(new Error('the store is down')) : leagues.read(key)),
        },
      }),
    });
    isDown = true;
    await expect(poll()).rejects.toThrow('down');
    await expect(outlook()).rejects.toThrow('down');
    isDown = false;
    expect(await poll()).toBe('read');
  });
});
