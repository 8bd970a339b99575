import { beforeEach, describe, expect, it } from 'vitest';
import { saveWatcher } from '../shared/pipeline/fan-out-watchers.ts';
import { ALERTS_CHANNEL, SHARP_CHANNEL, type World } from './support/app-world.ts';
import { aUser } from './support/delivery-world.ts';
import { titleOf } from './support/games.ts';
import { MINUTE, NOON } from './support/odds.ts';
import { testWorlds } from './support/test-worlds.ts';

const TO_ALERTS = `/channels/${ALERTS_CHANNEL}/`;

const { begin } = testWorlds();
let app: World;
beforeEach(async () => {
  app = await begin();
});

/** The one alert, on its way. */
const sendOne = async (): Promise<void> => {
  await app.prepareSteam([1]);
  await app.poll(2);
  await app.host.idle();
};
const expectOnceInBoth = (): void => {
  expect(app.titles(ALERTS_CHANNEL)).toEqual([titleOf(1)]);
  expect(app.titles(SHARP_CHANNEL)).toEqual([titleOf(1)]);
  expect(app.reconcile()).toEqual({ delivered: 2, lost: 0, duplicates: 0 });
  expect(app.host.counts()).toMatchObject({ poisoned: 0, lost: 0 });
};

describe('Discord in trouble', () => {
  it('its answer is lost after it stored the message: the nonce keeps the repeats from standing beside it', async () => {
    app.discord.control.inject({ kind: 'drop-after', times: 3, path: TO_ALERTS });
    await sendOne();
    expectOnceInBoth();
    expect(app.discord.received().suppressed).toBe(3);
  });

  it.each([
    { kind: 'drop-before', times: 8 },
    { kind: 'status', status: 503, times: 8 },
  ] as const)('%o: an outage of more than five tries loses nothing, and is no failure of ours', async (fault) => {
    app.discord.control.inject({ ...fault, path: TO_ALERTS });
    await sendOne();
    expectOnceInBoth();
    expect(app.counted('delivery_failures', { reason: 'discord-unavailable' })).toBe(8);
    expect(app.counted('stage_outcomes', { stage: 'deliver-alert', kind: 'later' })).toBe(8);
    expect(app.host.counts().failed).toBe(0);
  });

  it.each([
    { kind: 'html', times: 4 },
    { kind: 'truncated', times: 4 },
  ] as const)('%o, which is no success that we can read, four times: the fifth try delivers', async (fault) => {
    app.discord.control.inject({ ...fault, path: TO_ALERTS });
    await sendOne();
    expectOnceInBoth();
    expect(app.counted('stage_outcomes', { stage: 'deliver-alert', kind: 'fail' })).toBe(4);
  });

  it('429: the message goes back for as long as Discord says, which is no failure, and arrives once', async () => {
    app.discord.control.inject({ kind: 'too-many-requests', times: 6, path: TO_ALERTS });
    await sendOne();
    expectOnceInBoth();
    expect(app.counted('stage_outcomes', { stage: 'deliver-alert', kind: 'later' })).toBeGreaterThanOrEqual(6);
    expect(app.counted('stage_outcomes', { stage: 'deliver-alert', kind: 'fail' })).toBe(0);
  });

  it('a user who refuses messages is left alone from then on; everyone else is served', async () => {
    await saveWatcher(app.stores.watchers, aUser('77'));
    await saveWatcher(app.stores.watchers, aUser('88'));
    app.discord.control.deny('77', 50007);
    await sendOne();
    expect(app.titles(app.discord.directMessagesOf('88') ?? 'none')).toEqual([titleOf(1)]);
    expect(app.titles(app.discord.directMessagesOf('77') ?? 'none')).toEqual([]);
    expect(app.titles(SHARP_CHANNEL)).toEqual([titleOf(1)]);
    expect(app.counted('delivery_failures', { reason: '50007' })).toBe(1);
    const known = await app.stores.destinations.read({ id: 'user-77', partition: 'user-77' });
    expect(known?.value.disabled?.code).toBe(50007);
    expect(app.host.counts().failed).toBe(0);
  });

  it('down for longer than an alert lives: it is dropped and counted, not sent late', async () => {
    app.discord.control.inject({ kind: 'drop-before' });
    await app.prepareSteam([1]);
    const failures = () => app.counted('delivery_failures', { reason: 'discord-unavailable' });
    const down = app
      .until(() => failures() > 5)
      .then(() => {
        app.host.setClock({ mode: 'fixed', at: NOON + 13 * MINUTE });
        app.discord.control.clear();
      });
    await app.poll(2);
    await down;
    await app.host.idle();
    expect(app.discord.received().deliveries).toBe(0);
    expect(app.counted('stage_outcomes', { stage: 'deliver-alert', kind: 'drop', reason: 'too-old' })).toBe(2);
    expect(app.logged('delivery_dropped')).toMatchObject([{ reason: 'too-old' }, { reason: 'too-old' }]);
    expect(app.host.counts().poisoned).toBe(0);
  });
});
