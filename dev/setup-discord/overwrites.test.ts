import { PermissionFlagsBits as Bits } from 'discord-api-types/v10';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALL_PERMISSIONS, channelPermissions } from '../stand-ins/discord/permissions.ts';
import { type Overwrite, uninvited, wantedChanges } from './overwrites.ts';

const PEOPLE = { guildId: 'everyone', botId: 'bot', readers: ['sharp'], others: ['starter', 'core'] };
const KNOWN = ['everyone', 'sharp', 'starter', 'core'];
const BASE = ALL_PERMISSIONS & ~Bits.Administrator;

const bits = fc.bigInt({ min: 0n, max: ALL_PERMISSIONS });
/** Any overwrites, at most one for each, that do not contradict themselves. */
const overwrites = (...ids: readonly string[]): fc.Arbitrary<Overwrite[]> =>
  fc
    .uniqueArray(fc.record({ id: fc.constantFrom(...ids), allow: bits, deny: bits }), { selector: ({ id }) => id })
    .map((all) => all.map(({ id, allow, deny }) => ({ id, type: id === 'bot' ? 1 : 0, allow: allow & ~deny, deny })));

const apply = (present: readonly Overwrite[], changes: readonly Overwrite[]): Overwrite[] => [
  ...present.filter(({ id }) => !changes.some((change) => change.id === id)),
  ...changes.filter(({ allow, deny }) => allow !== 0n || deny !== 0n),
];
const repaired = (present: readonly Overwrite[]) => apply(present, wantedChanges(present, PEOPLE));
/** What Discord would let a member do in the channel. */
const rights = (channel: readonly Overwrite[], userId: string, ...roles: string[]): bigint =>
  channelPermissions(BASE, channel as Parameters<typeof channelPermissions>[1], {
    guildId: 'everyone',
    userId,
    roleIds: new Set(roles),
  });
const can = (permissions: bigint, bit: bigint) => (permissions & bit) === bit;

describe('wantedChanges', () => {
  it('lets the channel’s tiers read, the bot post, and nobody else do either, whatever was there', () => {
    fc.assert(
      fc.property(overwrites(...KNOWN, 'bot'), (present) => {
        const channel = repaired(present);
        expect(can(rights(channel, 'u', 'sharp'), Bits.ViewChannel | Bits.ReadMessageHistory)).toBe(true);
        for (const bit of [Bits.SendMessages, Bits.SendMessagesInThreads, Bits.CreatePublicThreads])
          expect(can(rights(channel, 'u', 'sharp'), bit)).toBe(false);
        for (const roles of [[], ['starter'], ['core'], ['starter', 'core']])
          expect(rights(channel, 'u', ...roles)).toBe(0n);
        expect(can(rights(channel, 'bot'), Bits.ViewChannel | Bits.SendMessages | Bits.EmbedLinks)).toBe(true);
      }),
    );
  });

  it('finds nothing to change the second time', () => {
    fc.assert(
      fc.property(overwrites(...KNOWN, 'bot', 'mods'), (present) => {
        expect(wantedChanges(repaired(present), PEOPLE)).toEqual([]);
      }),
    );
  });

  it('leaves strangers alone, and what has nothing to do with reading and posting', () => {
    fc.assert(
      fc.property(overwrites(...KNOWN, 'mods', 'friend'), (present) => {
        const channel = repaired(present);
        for (const stranger of present.filter(({ id }) => !KNOWN.includes(id)))
          expect(channel).toContainEqual(stranger);
        for (const { id, allow, deny } of present.filter((overwrite) => KNOWN.includes(overwrite.id))) {
          const after = channel.find((overwrite) => overwrite.id === id);
          expect((after?.allow ?? 0n) & Bits.AddReactions).toBe(allow & Bits.AddReactions);
          expect((after?.deny ?? 0n) & Bits.AddReactions).toBe(deny & Bits.AddReactions);
        }
      }),
    );
  });

  it('lets the bot in before it shuts everybody out', () => {
    expect(wantedChanges([], PEOPLE).map(({ id }) => id)).toEqual(['bot', 'everyone', 'sharp']);
  });
});

describe('uninvited', () => {
  it('names strangers who can read or post', () => {
    const stranger = (id: string, allow: bigint): Overwrite => ({ id, type: 0, allow, deny: 0n });
    const present = [
      stranger('mods', Bits.ViewChannel),
      stranger('posters', Bits.SendMessages),
      stranger('friends', Bits.AddReactions),
      ...wantedChanges([], PEOPLE),
    ];
    expect(uninvited(present, PEOPLE).map(({ id }) => id)).toEqual(['mods', 'posters']);
  });
});
