import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readWebhookEvent } from './webhook-event.ts';

const entitlement = {
  id: '5',
  sku_id: '6',
  application_id: '1000',
  user_id: '77',
  type: 8,
  deleted: false,
  starts_at: '2026-11-01T00:00:00.000000+00:00',
  ends_at: null,
};
const event = (type: unknown, data: unknown = entitlement) => ({
  version: 1,
  application_id: '1000',
  type: 1,
  event: { type, timestamp: '2026-11-15T15:00:00.000000', data },
});

describe('readWebhookEvent', () => {
  it('tells a ping', () => {
    expect(readWebhookEvent({ version: 1, application_id: '1000', type: 0 })).toEqual({ kind: 'ping' });
  });

  it.each(['ENTITLEMENT_CREATE', 'ENTITLEMENT_UPDATE', 'ENTITLEMENT_DELETE'])('tells whom %s is about', (type) => {
    expect(readWebhookEvent(event(type))).toEqual({ kind: 'entitlement', userId: '77' });
  });

  it('leaves alone what is about a guild, or about nothing that we look at', () => {
    const ofGuild = { ...entitlement, user_id: undefined, guild_id: '2000' };
    expect(readWebhookEvent(event('ENTITLEMENT_CREATE', ofGuild))).toEqual({
      kind: 'other',
      type: 'ENTITLEMENT_CREATE',
    });
    for (const data of [undefined, null, { user: { id: '77' } }])
      expect(readWebhookEvent(event('APPLICATION_DEAUTHORIZED', data))).toEqual({
        kind: 'other',
        type: 'APPLICATION_DEAUTHORIZED',
      });
  });

  it.each([
    ['null', null, 'body'],
    ['a list', [], 'body'],
    ['another type', { type: 2 }, 'type'],
    ['an event without one', { type: 1 }, 'event'],
    ['a type without end', event('X'.repeat(101)), 'event.type'],
    ['an entitlement that is none', event('ENTITLEMENT_CREATE', 'x'), 'event.data'],
    ['nobody’s id', event('ENTITLEMENT_UPDATE', { ...entitlement, user_id: '../1' }), 'event.data.user_id'],
    ['an id that lost digits', event('ENTITLEMENT_UPDATE', { ...entitlement, user_id: 77 }), 'event.data.user_id'],
  ])('says what is wrong with %s', (_, body, where) => {
    expect(readWebhookEvent(body)).toMatchObject({ kind: 'unreadable', reason: expect.stringContaining(`${where}: `) });
  });

  it('reads anything at all without failing', () => {
    const kinds = ['ping', 'entitlement', 'other', 'unreadable'];
    fc.assert(
      fc.property(
        fc.oneof(
          fc.anything(),
          fc.anything().map((data) => event('ENTITLEMENT_DELETE', data)),
        ),
        (body) => kinds.includes(readWebhookEvent(body).kind),
      ),
    );
  });
});
