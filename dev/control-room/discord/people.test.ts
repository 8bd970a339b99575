import { describe, expect, it } from 'vitest';
import { boxOptions, CORE, fakeDiscord, message, openOnlyTo, ROLES, SHARP, SHARP_CHANNEL } from './fixtures.ts';
import type { PersonView } from './model.ts';
import { createPeople } from './people.ts';

const setUp = () => {
  const discord = fakeDiscord(() => message({}));
  const people = createPeople(boxOptions(discord.client));
  let changes = 0;
  people.onChange(() => {
    changes += 1;
  });
  const viewOf = ({ id }: PersonView) => people.views(({ standing }) => standing).find((member) => member.id === id);
  return { ...discord, people, viewOf, changes: () => changes };
};

describe('people', () => {
  it('have the roles that the guild gave them, the highest first, and are told of when these change', () => {
    const { guild, viewOf, changes } = setUp();
    expect(viewOf(CORE)).toMatchObject({ name: 'Core', isMember: true, roles: [], standing: 'core' });
    guild.changeRole(CORE.id, ROLES.starter.id, true);
    guild.changeRole(CORE.id, ROLES.core.id, true);
    guild.changeRole('999', ROLES.sharp.id, true);
    expect(viewOf(CORE)?.roles).toEqual([
      { name: 'Core', colour: 0x3498db },
      { name: 'Starter', colour: 0x57f287 },
    ]);
    expect(changes()).toBe(2);
  });

  it('stand with the app on what is said of them, whatever their roles', () => {
    const { guild, people } = setUp();
    guild.changeRole(CORE.id, ROLES.core.id, true);
    const [core, sharp] = people.views(({ id }) => (id === CORE.id ? 'none' : 'starter'));
    expect([core?.standing, core?.roles[0]?.name, sharp?.standing]).toEqual(['none', 'Core', 'starter']);
  });

  it('read a channel with a role that its overwrites let in', () => {
    const { guild, viewOf } = setUp();
    expect(viewOf(CORE)?.locked).toEqual([]);
    openOnlyTo(guild, SHARP_CHANNEL.id, ['core', 'sharp']);
    expect(viewOf(CORE)?.locked).toEqual([{ ...SHARP_CHANNEL, readers: ['Core', 'Sharp'] }]);
    guild.changeRole(CORE.id, ROLES.starter.id, true);
    expect(viewOf(CORE)?.locked).toHaveLength(1);
    guild.changeRole(CORE.id, ROLES.core.id, true);
    expect(viewOf(CORE)?.locked).toEqual([]);
  });

  it('read nothing and have no role once they left, until they join again', () => {
    const { guild, people, viewOf, changes } = setUp();
    guild.changeRole(CORE.id, ROLES.core.id, true);
    expect(people.move({ kind: 'leave', personId: CORE.id })).toEqual({ kind: 'done' });
    expect(guild.isMember(CORE.id)).toBe(false);
    expect(viewOf(CORE)).toMatchObject({ isMember: false, roles: [] });
    expect(viewOf(CORE)?.locked.map(({ name }) => name)).toEqual(['odds-alerts', 'sharp-signals']);
    expect(viewOf(SHARP)).toMatchObject({ isMember: true, locked: [] });
    people.move({ kind: 'join', personId: CORE.id });
    expect(guild.isMember(CORE.id)).toBe(true);
    expect(viewOf(CORE)).toMatchObject({ isMember: true, locked: [] });
    expect(changes()).toBeGreaterThanOrEqual(3);
  });

  it('buy inside Discord, and end it or have the money back', () => {
    const { people, viewOf, sales } = setUp();
    const buy = () => people.purchase({ kind: 'buy', personId: CORE.id, tier: 'sharp' });
    const giveBack = (kind: string) =>
      people.purchase({ kind, personId: CORE.id, entitlementId: viewOf(CORE)?.entitlements[0]?.id });
    buy();
    buy();
    expect(viewOf(CORE)?.entitlements.map(({ tier }) => tier)).toEqual(['sharp', 'sharp']);
    expect([giveBack('end'), giveBack('refund')]).toEqual([{ kind: 'done' }, { kind: 'done' }]);
    expect(viewOf(CORE)?.entitlements).toEqual([]);
    expect(sales.map(([event, userId, skuId]) => [event, userId, skuId])).toEqual(
      ['ENTITLEMENT_CREATE', 'ENTITLEMENT_CREATE', 'ENTITLEMENT_UPDATE', 'ENTITLEMENT_DELETE'].map((event) => [
        event,
        CORE.id,
        '213',
      ]),
    );
  });

  it('buy no more than a few at once', () => {
    const { people, viewOf, sales } = setUp();
    const answers = Array.from({ length: 6 }, () =>
      people.purchase({ kind: 'buy', personId: CORE.id, tier: 'starter' }),
    );
    expect(answers.map(({ kind }) => kind)).toEqual(['done', 'done', 'done', 'done', 'done', 'refused']);
    expect(answers.at(-1)).toMatchObject({ status: 409, text: 'Core has 5 running purchases: end one first.' });
    expect([viewOf(CORE)?.entitlements.length, sales.length]).toEqual([5, 5]);
  });

  it.each([
    ['what is not sold', { kind: 'buy', personId: CORE.id, tier: 'core' }, 404, /does not sell core/],
    ['for nobody', { kind: 'buy', personId: '5', tier: 'sharp' }, 404, /nobody of that id/],
    ['what was not bought', { kind: 'refund', personId: CORE.id, entitlementId: '5' }, 404, /no such running/],
    ['of no known form', { kind: 'steal', personId: CORE.id }, 400, /Not understood/],
    ['nothing', null, 400, /Not understood/],
  ])('cannot deal in %s', (_, body, status, text) => {
    const { people, sales } = setUp();
    expect(people.purchase(body)).toMatchObject({ kind: 'refused', status, text: expect.stringMatching(text) });
    expect(sales).toEqual([]);
  });

  it.each([
    [{ kind: 'leave', personId: '5' }, 404],
    [{ kind: 'ban', personId: CORE.id }, 400],
  ])('cannot move by %j', (body, status) => {
    const { people, guild } = setUp();
    expect(people.move(body)).toMatchObject({ kind: 'refused', status });
    expect(guild.isMember(CORE.id)).toBe(true);
  });

  it('tell of a stand-in that failed, and keep nothing', () => {
    const { client } = fakeDiscord(() => message({}));
    const entitle = () => {
      throw new Error('sold out');
    };
    const people = createPeople(boxOptions({ ...client, entitle }));
    expect(people.purchase({ kind: 'buy', personId: CORE.id, tier: 'sharp' })).toMatchObject({
      status: 502,
      text: 'The Discord stand-in failed: sold out',
    });
    expect(people.views(() => 'none')[0]?.entitlements).toEqual([]);
  });
});
