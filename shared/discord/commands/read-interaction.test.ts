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
            .record({ type: fc.integer(), data: fc.anything(), member: fc.anything() })
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
