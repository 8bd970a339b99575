import { describe, expect, it } from 'vitest';
import { memoryCache } from '../../adapters/memory/memory-cache.ts';
import { memoryQueues } from '../../adapters/memory/memory-queues.ts';
import { recordingTelemetry } from '../../adapters/telemetry/recording-telemetry.ts';
import { newUser, type User } from '../../domain/account/account.ts';
import type { CommandInteraction } from '../../messages/interaction.ts';
import type { MessageSender } from '../../ports/queue.ts';
import { createLookCloser } from './look-closer.ts';

const NOW = Date.parse('2026-11-25T12:00:00Z');
const GUILD = '800';
const SKUS = { starter: '501', core: '502', sharp: undefined };
const ROLES = { starter: '901', core: '902', sharp: '903' };

const world = (parts: { readonly queue?: MessageSender } = {}) => {
  let time = NOW;
  const now = () => time;
  const passTime = (ms: number): void => {
    time += ms;
  };
  const queue = memoryQueues({ now });
  const telemetry = recordingTelemetry();
  const look = createLookCloser({
    ...{ skus: SKUS, guildId: GUILD, roles: ROLES, cache: memoryCache({ now }), queue, telemetry, now, wall: now },
    ...parts,
  });
  return { look, queue, telemetry, passTime };
};
/** What is asked for in the background takes a few turns. */
const settled = () => new Promise(setImmediate);
const asks = (parts: Partial<CommandInteraction> = {}): CommandInteraction => ({
  ...{ id: '1', token: 't', userId: '42', locale: 'en-US', sentAt: NOW, kind: 'command', name: 'account', options: {} },
  entitlements: [],
  ...parts,
});
const member = (...roleIds: string[]) => ({ guildId: GUILD, roleIds });
const bought = (id: string, tier: 'starter' | 'core', endsAt?: number): User => ({
  ...newUser('42'),
  subscription: { status: 'active', tier, source: 'discord' },
  discordEntitlements: [{ id, tier, ...(endsAt === undefined ? {} : { endsAt }) }],
});

describe('lookCloser', () => {
  it('counts what was bought inside Discord at once, and asks for a closer look', async () => {
    const { look, queue } = world();
    const user = look(asks({ entitlements: [{ id: '7', skuId: '502' }] }), newUser('42'));
    expect(user.subscription).toEqual({ status: 'active', tier: 'core', source: 'discord' });
    await settled();
    expect(queue.take('billing-events')).toEqual({
      ...{ v: 1, kind: 'user', userId: '42', why: 'entitlements-differ', tries: 0 },
    });
  });

  it.each([
    ['the same as on record', asks({ entitlements: [{ id: '7', skuId: '502' }] }), bought('7', 'core')],
    ['nothing, and nothing is on record', asks(), newUser('42')],
    ['what is none of ours', asks({ entitlements: [{ id: '7', skuId: '999' }] }), newUser('42')],
    ['nothing, where it has ended', asks(), bought('7', 'core', NOW)],
    ['the role that stands for the tier, and others', asks({ member: member('5') }), newUser('42')],
    ['roles in another server', asks({ member: { guildId: '1', roleIds: ['902'] } }), newUser('42')],
    [
      'something else, but long ago',
      asks({ entitlements: [{ id: '7', skuId: '502' }], sentAt: NOW - 61_000 }),
      newUser('42'),
    ],
  ])('asks for nothing when it is told %s', async (_, interaction, onRecord) => {
    const { look, queue } = world();
    look(interaction, onRecord);
    await settled();
    expect(queue.size()).toBe(0);
  });

  it.each([
    ['a role without a tier', member('902'), newUser('42')],
    ['a tier without its role', member('5'), { ...newUser('42'), subscription: { status: 'active', tier: 'core' } }],
    ['a second role', member('901', '902'), { ...newUser('42'), subscription: { status: 'active', tier: 'core' } }],
  ] as const)('asks for a closer look at %s, which changes no tier', async (_, roles, onRecord) => {
    const { look, queue } = world();
    expect(look(asks({ member: roles }), onRecord).subscription).toEqual(onRecord.subscription);
    await settled();
    expect(queue.take('billing-events')).toMatchObject({ why: 'roles-differ' });
  });

  it('asks when something on record is missing, which counts until that is sure', async () => {
    const { look, queue } = world();
    expect(look(asks(), bought('7', 'core')).subscription).toMatchObject({ tier: 'core' });
    await settled();
    expect(queue.take('billing-events')).toMatchObject({ why: 'entitlements-differ' });
  });

  it('asks once a minute for the same reason, and at once for another', async () => {
    const { look, queue, passTime } = world();
    const told = (skuId: string) => look(asks({ entitlements: [{ id: '7', skuId }] }), newUser('42'));
    for (let times = 0; times < 5; times++) told('502');
    await settled();
    expect(queue.size()).toBe(1);
    told('501');
    await settled();
    expect(queue.size()).toBe(2);
    passTime(59_000);
    told('502');
    await settled();
    expect(queue.size()).toBe(2);
  });

  it('opens nothing for somebody whose tier is suspended', () => {
    const { look } = world();
    const suspended: User = { ...newUser('42'), suspensions: [{ id: 'dp_1', kind: 'dispute', at: NOW }] };
    expect(look(asks({ entitlements: [{ id: '7', skuId: '502' }] }), suspended).subscription).toEqual({
      status: 'none',
      reason: 'suspended',
    });
  });

  it('answers all the same when nobody can be asked', async () => {
    const { look, telemetry } = world({ queue: { send: () => Promise.reject(new Error('down')) } });
    expect(look(asks({ entitlements: [{ id: '7', skuId: '501' }] }), newUser('42')).subscription).toMatchObject({
      tier: 'starter',
    });
    await settled();
    expect(telemetry.records.map((record) => 'event' in record && record.event)).toContain('closer_look_failed');
  });
});
