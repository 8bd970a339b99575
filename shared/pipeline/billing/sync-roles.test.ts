import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { billingWorld, ROLES } from '../../../tests/support/billing-world.ts';
import { newUser, type Subscription } from '../../domain/account/account.ts';
import { STANDINGS } from '../../domain/account/tiers.ts';
import type { DiscordResult } from '../../ports/discord.ts';
import { roleChanges, syncRoles } from './sync-roles.ts';

const ID = '42';
const given = (tier: 'starter' | 'core' | 'sharp'): Subscription => ({ status: 'active', tier });

const world = async (subscription: Subscription, roles: readonly string[]) => {
  const made = billingWorld();
  await made.stores.users.create({ id: ID, partition: ID }, { ...newUser(ID), subscription });
  made.server.members.set(ID, new Set(roles));
  return made;
};

describe('syncRoles', () => {
  it.each([
    ['gives what is missing', given('core'), ['5'], 'changed', ['5', ROLES.core]],
    ['gives before it takes', given('sharp'), [ROLES.starter, ROLES.core], 'changed', [ROLES.sharp]],
    ['takes what has ended', { status: 'none' }, [ROLES.core, '5'], 'changed', ['5']],
    ['leaves what is right', given('core'), [ROLES.core, '5'], 'same', ['5', ROLES.core]],
  ] as const)('%s', async (_, subscription, held, result, roles) => {
    const { deps, rolesOf, server } = await world(subscription, held);
    expect(await syncRoles(deps, ID)).toBe(result);
    expect(rolesOf(ID)).toEqual(roles);
    const kinds = server.calls.map((call) => call.split(' ')[0]);
    expect(kinds).toEqual(kinds.toSorted());
    expect(await syncRoles(deps, ID)).toBe('same');
  });

  it('says who is not in the server, and does nothing without one', async () => {
    const { deps, server } = await world(given('core'), []);
    expect(await syncRoles({ ...deps, guild: undefined }, ID)).toBe('same');
    server.members.clear();
    expect(await syncRoles(deps, ID)).toBe('not-in-guild');
  });

  it('changes what it may when it may not change all', async () => {
    const { deps, server, rolesOf, telemetry } = await world(given('starter'), [ROLES.core]);
    server.denied.add(ROLES.starter);
    expect(await syncRoles(deps, ID)).toBe('denied');
    expect(rolesOf(ID)).toEqual([]);
    expect(telemetry.total('roles_denied', { code: '50013' })).toBe(1);
  });

  it.each([
    [
      { kind: 'retry', afterMs: 700, reason: 'discord-limit' },
      { later: 700, reason: 'discord-limit' },
    ],
    [
      { kind: 'unavailable', afterMs: 900 },
      { later: 900, reason: 'discord-unavailable' },
    ],
    [{ kind: 'permanent', code: 50001, reason: 'Missing Access' }, 'denied'],
  ] as const)('says how it went when Discord answers %o', async (refusal, result) => {
    const { deps, server } = await world(given('core'), []);
    server.refusals.push(refusal as DiscordResult<never>);
    expect(await syncRoles(deps, ID)).toEqual(result);
  });

  it('ends right when the record changes while it is at work', async () => {
    const { deps, rolesOf, stores } = await world(given('core'), []);
    const key = { id: ID, partition: ID };
    let isFirst = true;
    const guild = {
      ...deps.guild,
      giveRole: async (userId: string, role: string) => {
        const stored = await stores.users.read(key);
        if (isFirst && stored)
          await stores.users.replace(key, { ...stored.value, subscription: given('sharp') }, stored.etag);
        isFirst = false;
        return deps.guild.giveRole(userId, role);
      },
    };
    expect(await syncRoles({ ...deps, guild }, ID)).toBe('changed');
    expect(rolesOf(ID)).toEqual([ROLES.sharp]);
  });

  it('gives up, and tells, when something gives and takes against it', async () => {
    const { deps } = await world(given('core'), []);
    const guild = { ...deps.guild, giveRole: async () => ({ kind: 'ok', value: undefined }) as const };
    expect(await syncRoles({ ...deps, guild }, ID)).toBe('contested');
  });
});

describe('roleChanges', () => {
  it('ends at the one role of the standing, and touches no other, for any roles', () => {
    const roles = fc.uniqueArray(fc.constantFrom(...Object.values(ROLES), '5', '6', '7'));
    fc.assert(
      fc.property(roles, fc.constantFrom(...STANDINGS), (held, standing) => {
        const subscription: Subscription = standing === 'none' ? { status: 'none' } : given(standing);
        const { give, take } = roleChanges(ROLES, { subscription }, held);
        const after = new Set([...held, ...give].filter((id) => !take.includes(id)));
        const others = held.filter((id) => !Object.values<string>(ROLES).includes(id));
        expect(after).toEqual(new Set([...others, ...(standing === 'none' ? [] : [ROLES[standing]])]));
      }),
    );
  });
});
