import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { COMMANDS_BY_NAME } from '../dev/ops/commands/commands.ts';
import { readOptions } from '../dev/ops/options.ts';
import { type App, createApp } from '../shared/app.ts';
import { readConfig } from '../shared/config.ts';
import { QUEUE_NAMES, type QueueName } from '../shared/messages/messages.ts';
import { poisonQueue } from '../shared/ports/queue.ts';
import { lendLocalSeam } from '../shared/runtime/local-seam.ts';
import { STORE_NAMES } from '../shared/stores.ts';
import { ALERTS_CHANNEL, SHARP_CHANNEL, type World } from './support/app-world.ts';
import { LEAGUE, led, opening, steamed, titleOf } from './support/games.ts';
import { HOUR, MINUTE, NOON } from './support/odds.ts';
import { everything } from './support/settling.ts';
import { testWorlds } from './support/test-worlds.ts';

const { background, begin } = testWorlds();
let world: World;
let app: App;
let minute = 0;

beforeEach(async () => {
  world = await begin();
  lendLocalSeam({ now: () => NOON + minute * MINUTE, onTelemetry: () => undefined });
  app = createApp(readConfig(world.env));
});
afterEach(() => app.close());

/** What `npm run ops -- …` answers, by the running app's clock. */
async function ops(line: string, ...more: readonly string[]) {
  const options = readOptions([...line.split(' '), ...more]);
  if (options === 'help') throw new Error('help is no answer');
  return COMMANDS_BY_NAME[options.command](app, options);
}
const told = async (line: string, ...more: readonly string[]): Promise<string> => (await ops(line, ...more)).text;

/** The app's clock, and ours. */
async function poll(at: number): Promise<void> {
  minute = at;
  await world.poll(at);
  await world.host.idle();
}

/** An alert that #sharp-signals got, while Discord would not have it in #odds-alerts. Gives its delivery's place in the poison queue. */
async function poisoned() {
  world.discord.control.deny(ALERTS_CHANNEL, 50006);
  await world.prepareSteam([1]);
  await poll(2);
  world.discord.control.allow(ALERTS_CHANNEL);
  const [list] = await app.operations.listPoison(['deliveries']);
  const [message] = list?.messages ?? [];
  if (!message) throw new Error('nothing was given up');
  return message;
}
const poison = (queue: QueueName) => background().queues.getQueueClient(poisonQueue(queue));
const signalId = async (): Promise<string> => {
  const [signal] = await everything(world.stores.signals, 'game1');
  return signal?.signal.id ?? 'none';
};

describe('what was given up', () => {
  it('is listed and shown with its reason, put back, and then worked once', async () => {
    const { id } = await poisoned();
    const reason = /1 × \w+: Discord answered create-message with 400, code 50006/;
    expect(await told('poison list')).toMatch(reason);
    expect(await told('poison list')).toContain('1 × put back it would be worked');
    expect(await told('poison list alerts')).toBe('Nothing was given up.');
    const shown = await told('poison show deliveries', id);
    expect(shown).toContain('after 5 tries');
    expect(shown).toContain(`"channelId":"${ALERTS_CHANNEL}"`);

    expect(await told('poison replay deliveries', id)).toContain('Put back 1 of deliveries:');
    await world.host.idle();
    expect(world.titles(ALERTS_CHANNEL)).toEqual([titleOf(1)]);
    expect(world.reconcile()).toEqual({ delivered: 2, lost: 0, duplicates: 0 });
    expect(await told('poison list')).toBe('Nothing was given up.');
    await expect(ops('poison replay deliveries', id)).rejects.toThrow(`No message ${id} was given up in deliveries`);
  });

  it('does nothing twice when whoever put it back died before taking it out', async () => {
    const { text } = await poisoned();
    await poison('deliveries').sendMessage(text);
    expect(await told('poison replay deliveries --all')).toContain('Put back 2 of deliveries:');
    await world.host.idle();
    expect(world.titles(ALERTS_CHANNEL)).toEqual([titleOf(1)]);
    expect(world.reconcile()).toEqual({ delivered: 2, lost: 0, duplicates: 0 });
  });

  it('says that an alert that became old will be dropped, and so it is', async () => {
    await poisoned();
    minute = 13;
    world.setTime(minute);
    const late = '1 × its stage would drop it: an alert is news for ten minutes';
    expect(await told('poison list')).toContain(late);
    expect(await told('poison replay deliveries --all')).toContain(late);
    await world.host.idle();
    expect(world.counted('stage_outcomes', { stage: 'deliver-alert', kind: 'drop', reason: 'too-old' })).toBe(1);
    expect(world.titles(ALERTS_CHANNEL)).toEqual([]);
  });

  it('is kept among what was refused when it is dropped', async () => {
    const { id } = await poisoned();
    await poison('alerts').sendMessage('<b>\u009b2J\u202enot ours</b>');
    expect(await told('poison drop deliveries', id)).toContain('Dropped 1 of deliveries:');
    expect(await told('poison drop alerts --all')).toContain('Dropped 1 of alerts:');
    expect(await told('poison list')).toBe('Nothing was given up.');

    const { newest } = await app.operations.listRejected();
    expect(newest.map(({ source, reason }) => [source, reason]).sort()).toEqual([
      ['alerts', 'dropped by an operator'],
      ['deliveries', expect.stringMatching(/^dropped by an operator; before that: .*code 50006/)],
    ]);
    const garbage = newest.find(({ source }) => source === 'alerts')?.id ?? '';
    for (const line of ['rejected list', 'rejected list alerts', `rejected show ${garbage}`])
      expect(await told(line)).toContain('<b>\\u009b2J\\u202enot ours</b>');
    await expect(ops('rejected list nowhere')).rejects.toThrow(/alerts, deliveries.*odds-americanfootball_nfl/);
    await expect(ops(`rejected show ${'0'.repeat(32)}`)).rejects.toThrow('rejected list');
    await world.host.idle();
    expect(world.titles(ALERTS_CHANNEL)).toEqual([]);
  });
});

describe('thresholds', () => {
  const start = NOON + HOUR;
  const levels = ['Low', 'Medium', 'High'];
  /** Each game steams from its own minute on. */
  const show = (at: number, steams: readonly number[]) =>
    world.show(
      steams.map((steam, index) => {
        const game = { number: index + 1, start };
        return at >= steam ? steamed(game) : at === steam - 1 ? led(game) : opening(game);
      }),
    );

  it('that an operator sets decide within a minute what is sent, until they are given back', async () => {
    const steams = [2, 3, 5];
    const pollTo = async (from: number, to: number) => {
      for (let at = from; at <= to; at++) {
        show(at, steams);
        await poll(at);
      }
    };
    await pollTo(0, 2);
    expect(world.titles(SHARP_CHANNEL)).toEqual([titleOf(1)]);

    for (const level of levels) expect(await told(`thresholds set ${LEAGUE} ${level} 1`)).toContain('nothing is sent');
    await pollTo(3, 3);
    expect(world.titles(SHARP_CHANNEL)).toEqual([titleOf(1)]);
    expect(world.counted('signals_dropped', { reason: 'drift' })).toBeGreaterThan(0);

    for (const level of levels) await ops(`thresholds set ${LEAGUE} ${level} 0 --why`, 'the feed is well again');
    await pollTo(4, 5);
    expect(world.titles(SHARP_CHANNEL)).toContain(titleOf(3));
    expect(await told(`thresholds history ${LEAGUE}`)).toMatch(
      /High +1\.00 → 0\.00 +an operator +the feed is well again$/,
    );
  });

  it('hold against the daily check', async () => {
    await world.prepareSteam([1]);
    await ops(`thresholds set ${LEAGUE} High 0.3`);
    minute = 24 * 60;
    world.setTime(minute);
    await world.host.trigger('settle-markets');
    expect(await everything(world.stores.thresholds, 'league')).toMatchObject([
      { raises: { High: 0.3 }, held: ['High'], day: '2030-09-09' },
    ]);
    expect(await told('thresholds show')).toMatch(/High +\+0\.30 .*held by an operator/);
    expect(await told(`thresholds set ${LEAGUE} High auto`)).toContain('by the daily check');
    minute += 24 * 60;
    world.setTime(minute);
    await world.host.trigger('settle-markets');
    expect(await everything(world.stores.thresholds, 'league')).toMatchObject([{ raises: { High: 0 }, held: [] }]);
  });

  it('are those of leagues that are known', async () => {
    await expect(ops('thresholds set cricket_ipl High 0.1')).rejects.toThrow(`It is one of: ${LEAGUE}`);
    await expect(ops('thresholds history cricket_ipl')).rejects.toThrow(`It is one of: ${LEAGUE}`);
  });
});

describe('an alert', () => {
  it('is sent again to who did not get it, and to nobody twice', async () => {
    const { id } = await poisoned();
    await ops('poison drop deliveries', id);
    const signal = await signalId();
    await expect(ops(`resend ${signal} --to ${SHARP_CHANNEL}`)).rejects.toThrow('it was delivered there');
    expect(await told(`resend ${signal} --to ${ALERTS_CHANNEL}`)).toContain('Delivered so far: 1 channels, 0 users.');
    await world.host.idle();
    expect(world.titles(ALERTS_CHANNEL)).toEqual([titleOf(1)]);
    await ops(`resend ${signal}`);
    await world.host.idle();
    expect(world.reconcile()).toMatchObject({ lost: 0, duplicates: 0 });
    for (const channel of [ALERTS_CHANNEL, SHARP_CHANNEL]) expect(world.titles(channel)).toEqual([titleOf(1)]);
    const repeats = { stage: 'deliver-alert', kind: 'drop', reason: 'already-delivered' };
    expect(world.counted('stage_outcomes', repeats)).toBe(2);
  });

  it('is not sent again when it is old, nor when its game has begun, nor to strangers', async () => {
    await poisoned();
    const signal = await signalId();
    await expect(ops(`resend ${signal} --to 12345`)).rejects.toThrow(`${ALERTS_CHANNEL} (#odds-alerts)`);
    await expect(ops('resend nonesuch')).rejects.toThrow('No signal nonesuch was raised');
    minute = 13;
    await expect(ops(`resend ${signal}`)).rejects.toThrow('it is 11 minutes old');
    minute = 61;
    await expect(ops(`resend ${signal}`)).rejects.toThrow('the game has begun');
    await world.host.idle();
    expect(world.titles(ALERTS_CHANNEL)).toEqual([]);
  });
});

describe('budget and feedback', () => {
  it('tell what the stores know', async () => {
    await world.prepareSteam([1]);
    await poll(2);
    const { json, text } = await ops('budget');
    const [stored] = await everything(world.stores.budgets, 'budget');
    const used = Object.values(stored?.purses ?? {}).reduce((sum, purse) => sum + purse.used, 0);
    expect(used).toBeGreaterThan(0);
    expect(json).toMatchObject({ used, total: 15_000_000, isReported: true });
    expect(text).toContain('of 15,000,000 credits used');

    expect(await told('feedback')).toContain('Nobody has said anything');
    const said = { eventId: 'e', type: 'SteamMove', level: 'High', league: LEAGUE, at: NOON } as const;
    for (const n of [1, 2, 3])
      await world.stores.feedback.create(
        { id: `s-${n}`, partition: '2030-09-02' },
        { ...said, signalId: 's', userId: `${n}`, verdict: n < 3 ? 'useful' : 'useless' },
      );
    expect(await told('feedback --weeks 2')).toMatch(/SteamMove +High +2 +1 +3 +67 % +21 to 94 %/);
  });
});

describe('a dry run', () => {
  /** Everything that is stored and queued. */
  async function snapshot() {
    const partitions = ['league', 'leagues', 'budget', 'game1', LEAGUE, 'all', await signalId(), ...QUEUE_NAMES];
    const stored = await Promise.all(
      STORE_NAMES.flatMap((name) =>
        partitions.map(async (partition) => (await world.stores[name].list(partition, { limit: 100 })).items),
      ),
    );
    const names = QUEUE_NAMES.flatMap((name) => [name, poisonQueue(name)]);
    const queued = await Promise.all(
      names.map((name) => background().queues.getQueueClient(name).peekMessages({ numberOfMessages: 32 })),
    );
    const messages = queued.flatMap(({ peekedMessageItems }) =>
      peekedMessageItems.map(({ messageId, dequeueCount, messageText }) => ({ messageId, dequeueCount, messageText })),
    );
    return { stored, messages };
  }

  it('changes nothing, and says what would change', async () => {
    const { id } = await poisoned();
    const before = await snapshot();
    expect(before.messages).toHaveLength(1);
    const signal = await signalId();
    const would: readonly (readonly [line: string, says: string])[] = [
      [`poison replay deliveries ${id}`, 'It would put back 1 of deliveries:'],
      ['poison replay deliveries --all', 'It would put back 1 of deliveries:'],
      ['poison replay alerts --all', 'Nothing was given up in alerts.'],
      [`poison drop deliveries ${id}`, 'It would drop 1 of deliveries:'],
      ['poison drop deliveries --all', 'It would drop 1 of deliveries:'],
      [`thresholds set ${LEAGUE} High 0.1`, 'It would be: High of'],
      [`resend ${signal}`, 'It would go to everybody else'],
      [`resend ${signal} --to ${ALERTS_CHANNEL}`, `It would go to channel ${ALERTS_CHANNEL}`],
    ];
    for (const [line, says] of would) expect(await told(`${line} --dry-run`)).toContain(says);
    await world.host.idle();
    expect(await snapshot()).toEqual(before);
    await expect(ops('poison drop deliveries nonesuch --dry-run')).rejects.toThrow('poison show deliveries lists them');
  });
});
