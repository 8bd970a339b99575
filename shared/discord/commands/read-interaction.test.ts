import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aCommand, anAutocomplete, aPress, PING, snowflakeAt } from '../../../tests/support/interactions.ts';
import { interactionSchema } from '../../messages/interaction.ts';
import { readInteraction } from './read-interaction.ts';

const interactionOf = (raw: unknown) => {
  const read = readInteraction(raw);
  if (read.kind !== 'asked') throw new Error(`read as ${read.kind}`);
  return read.interaction;
};

describe('readInteraction', () => {
  it('tells a ping', () => {
    expect(readInteraction(PING)).toEqual({ kind: 'ping' });
  });

  it('reads a command with its options, who sent it and when', () => {
    const at = Date.parse('2026-11-15T15:00:00.123Z');
    const raw = aCommand('odds', { league: 'americanfootball_nfl', team: 'Bills' }, { userId: '77', at });
    expect(interactionOf(raw)).toEqual({
      kind: 'command',
      id: raw.id,
      token: raw.token,
      userId: '77',
      locale: 'en-US',
      sentAt: at,
      entitlements: [],
      member: { guildId: '2000', roleIds: ['999'] },
      name: 'odds',
      options: { league: 'americanfootball_nfl', team: 'Bills' },
    });
  });

  it('reads a subcommand and its options', () => {
    expect(interactionOf(aCommand('watch messages', { direct: false, cooldown: 30 }))).toMatchObject({
      name: 'watch',
      subcommand: 'messages',
      options: { direct: false, cooldown: 30 },
    });
  });

  it('reads which option is being typed', () => {
    expect(interactionOf(anAutocomplete('watch add', { league: 'nfl', team: 'bil' }, 'team'))).toMatchObject({
      kind: 'autocomplete',
      subcommand: 'add',
      options: { league: 'nfl', team: 'bil' },
      focused: { name: 'team', text: 'bil' },
    });
  });

  it('reads the press of a button', () => {
    expect(interactionOf(aPress('explain:e:s'))).toMatchObject({ kind: 'component', customId: 'explain:e:s' });
  });

  it('finds the user of a direct message, who is no member', () => {
    const { member: _, ...raw } = aCommand('help');
    expect(interactionOf({ ...raw, user: { id: '88' } }).userId).toBe('88');
  });

  describe('what comes along', () => {
    const at = Date.parse('2026-11-15T15:00:00Z');
    const asked = aCommand('help', {}, { userId: '77', at });
    const bought = {
      id: '5',
      sku_id: '6',
      application_id: '1000',
      user_id: '77',
      type: 8,
      deleted: false,
      starts_at: '2026-11-01T00:00:00.000000+00:00',
      ends_at: null,
    };
    const entitlementsOf = (entitlements: unknown) => interactionOf({ ...asked, entitlements }).entitlements;

    it('is what the user bought, with its times', () => {
      const startsAt = Date.parse('2026-11-01T00:00:00Z');
      const ends_at = '2026-11-15T15:00:00.001000+00:00';
      expect(entitlementsOf([bought, { ...bought, id: '7', starts_at: null, ends_at }])).toEqual([
        { id: '5', skuId: '6', startsAt },
        { id: '7', skuId: '6', endsAt: at + 1 },
      ]);
    });

    it.each([
      ['deleted', { deleted: true }],
      ['ended', { ends_at: '2026-11-15T15:00:00+00:00' }],
      ['another’s', { user_id: '78' }],
      ['a guild’s', { user_id: undefined, guild_id: '2000' }],
      ['without a time that can be read', { ends_at: 'soon' }],
      ['without an id', { id: '1e9' }],
      ['of no SKU', { sku_id: 6 }],
      ['deleted perhaps', { deleted: 'no' }],
    ])('is nothing that is %s, and the others all the same', (_, wrong) => {
      expect(
        entitlementsOf([
          { ...bought, ...wrong },
          { ...bought, id: '8' },
        ]),
      ).toMatchObject([{ id: '8' }]);
    });

    it.each([[undefined], [null], ['x'], [7], [{ length: 3 }], [[null, [], 'x', { __proto__: null }]]])(
      'is nothing where %j stands instead',
      (entitlements) => {
        expect(entitlementsOf(entitlements)).toEqual([]);
      },
    );

    it('is never more than the queue carries', () => {
      const many = Array.from({ length: 300 }, (_, i) => ({ ...bought, id: String(i) }));
      expect(entitlementsOf([...Array(100).fill('junk'), ...many])).toHaveLength(25);
    });

    it('is who the user is in the guild, and nobody in a direct message', () => {
      const { member, guild_id: _, ...direct } = asked;
      expect(interactionOf(asked).member).toEqual({ guildId: '2000', roleIds: ['999'] });
      expect(interactionOf({ ...direct, user: { id: '77' } })).not.toHaveProperty('member');
      for (const roles of [undefined, 'x', [7], ['x'], Array(251).fill('1')])
        expect(interactionOf({ ...asked, member: { ...member, roles } })).not.toHaveProperty('member');
      for (const guild_id of [undefined, 'x', 7])
        expect(interactionOf({ ...asked, guild_id })).not.toHaveProperty('member');
    });

    it('was not there in messages that are in the queue already', () => {
      const { entitlements: _, member: __, ...old } = interactionOf(asked);
      expect(interactionSchema.parse(old)).toEqual({ ...old, entitlements: [] });
    });
  });

  it('keeps a kind that it does not know as such', () => {
    expect(interactionOf({ ...aCommand('help'), type: 5 })).toMatchObject({ kind: 'other', type: 5 });
    expect(interactionOf({ ...aCommand('help'), data: {} })).toMatchObject({ kind: 'other', type: 2 });
  });

  it.each([
    ['an id that is none', { ...aCommand('help'), id: 'x' }, 'id'],
    ['no token', { ...aCommand('help'), token: undefined }, 'token'],
    ['no user', { ...aCommand('help'), member: undefined }, 'user'],
    ['an array', [], 'body'],
    ['null', null, 'body'],
    [
      'options without end',
      { ...aCommand('help'), data: { name: 'x', options: Array(26).fill({ name: 'a', type: 3 }) } },
      'data.options',
    ],
  ])('says what is wrong with %s', (_, raw, where) => {
    expect(readInteraction(raw)).toMatchObject({ kind: 'unreadable', reason: expect.stringContaining(where) });
  });

  it('reads anything at all without failing, and what it reads fits the queue', () => {
    const raw = { ...aCommand('watch add', { team: 'x' }), id: snowflakeAt(0) };
    fc.assert(
      fc.property(
        fc.oneof(
          fc.anything(),
          fc
            .record({
              type: fc.integer(),
              data: fc.anything(),
              member: fc.anything(),
              guild_id: fc.anything(),
              entitlements: fc.oneof(fc.anything(), fc.array(fc.anything())),
            })
            .map((part) => ({ ...raw, ...part })),
        ),
        (value) => {
          const read = readInteraction(value);
          if (read.kind === 'asked') interactionSchema.parse(read.interaction);
        },
      ),
    );
  });
});
