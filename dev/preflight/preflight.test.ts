import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFaults } from '../stand-ins/faults.ts';
import { startStandIn } from '../stand-ins/http.ts';
import { json } from '../stand-ins/reply.ts';
import { isReady, listJson, listText } from './list.ts';
import type { Result } from './run-checks.ts';
import { BROKEN } from './testing/broken.ts';
import { FORGETFUL_REDIS } from './testing/broken-services.ts';
import type { Broken } from './testing/case.ts';
import { oddLines, startWorld, type World } from './testing/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
  // Loads all that is loaded when it is needed: nothing else waits for that.
  await world.check();
});
afterAll(() => world.stop());

/** What nobody may read in a list. */
const SECRETS = [
  ...['ODDS_API_KEY', 'DISCORD_BOT_TOKEN', 'STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET', 'ANTHROPIC_API_KEY'],
  ...['COSMOS_KEY', 'AzureWebJobsStorage', 'REDIS_URL'],
];
const expectNoSecret = (results: readonly Result[], given: Readonly<Record<string, string | undefined>>): void => {
  const told = listText(results) + listJson(results);
  for (const name of SECRETS) if (given[name]) expect(told).not.toContain(given[name]);
  expect(told).not.toMatch(/hunter2|AccountKey=/);
};

async function expectOdd({ settings, breaks, request, odd, says }: Broken): Promise<void> {
  const changes = (await settings?.(world)) ?? {};
  const mend = await breaks?.(world);
  try {
    const results = await world.check(changes, request);
    expect(oddLines(results)).toEqual(odd);
    expect(listText(results)).toContain(says);
    expect(isReady(results)).toBe(!Object.values(odd).includes('fail'));
    expectNoSecret(results, { ...world.values, ...changes });
  } finally {
    await mend?.();
  }
}

describe('preflight', () => {
  it('passes where the setups have been', async () => {
    const results = await world.check();
    expect(oddLines(results)).toEqual({});
    const unchecked = results.filter(({ status }) => status === 'none').map(({ group, name }) => `${group}: ${name}`);
    expect(unchecked).toEqual(['vault: references', ...(world.redis ? [] : ['redis: answers'])]);
    expect(listText(results)).toMatch(/Ready: \d+ as they have to be, \d not checked\.$/);
    expectNoSecret(results, world.values);
  });

  it.each(BROKEN)('$what', expectOdd);

  it('tells where Redis forgets, if there is one', async () => {
    if (world.redis) await expectOdd(FORGETFUL_REDIS);
    else expect((await world.check({}, { only: ['redis'] })).map(({ status }) => status)).toEqual(['none']);
  });

  it('passes without what the app can do without', async () => {
    const without = Object.fromEntries(
      Object.keys(world.values)
        .filter((name) => /^(?:STRIPE|ANTHROPIC|REDIS|DISCORD_ROLE|DISCORD_SKU)_/.test(name))
        .map((name) => [name, undefined]),
    );
    const results = await world.check(without);
    expect(oddLines(results)).toEqual({});
    expect(results.filter(({ status }) => status === 'none').length).toBeGreaterThan(5);
  });

  it('finds every setting missing where there is none, and checks what needs none', async () => {
    const none = Object.fromEntries(Object.keys(world.values).map((name) => [name, undefined]));
    const results = await world.check(none, { only: ['settings', 'odds', 'discord', 'database', 'queues', 'tiers'] });
    const failed = results.filter(({ status }) => status === 'fail');
    expect(failed.map(({ group }) => group)).toEqual(failed.map(() => 'settings'));
    expect(failed.map(({ name }) => name)).toContain('AzureWebJobsStorage');
    expect(results.filter(({ status }) => status === 'pass').map(({ group }) => group)).toEqual(
      Array.from({ length: 4 }, () => 'tiers'),
    );
  });

  it('does not open where whoever knocks is let in', async () => {
    const open = await startStandIn({
      faults: createFaults(),
      control: () => ({}),
      failure: () => json(500, {}),
      handle: () => json(200, { status: 'degraded', checks: { database: 'ok', redis: 'failed' } }),
    });
    const results = await world.check({}, { url: open.origin, only: ['app'] });
    await open.stop();
    expect(oddLines(results)).toEqual({
      'app: health': 'warning',
      'app: unsigned interaction': 'fail',
      'app: forged Stripe event': 'fail',
    });
    const gone = await world.check({}, { url: open.origin, only: ['app'] });
    expect(oddLines(gone)).toEqual({ 'app: health': 'fail' });
  });

  it('ends in time, with a line for each check, where nothing answers', async () => {
    const { odds, claude, charts, discord } = world;
    for (const { control } of [odds, claude, charts, discord]) control.inject({ kind: 'hang' });
    const began = performance.now();
    const results = await world.check({}, { timeoutMs: 600, only: ['odds', 'discord', 'claude', 'charts'] });
    expect(performance.now() - began).toBeLessThan(6000);
    for (const { control } of [odds, claude, charts, discord]) control.clear();
    expect(oddLines(results)).toEqual({
      'odds: key': 'fail',
      'discord: bot token': 'fail',
      'claude: key': 'fail',
      'charts: picture': 'fail',
    });
  });
});
