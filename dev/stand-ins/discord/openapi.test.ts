import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createDiscordValidator, discordOpenApiPath } from './openapi.ts';

const folder = mkdtempSync(join(tmpdir(), 'openapi-'));
afterAll(() => rmSync(folder, { recursive: true }));

const body = (schema: object) => ({ requestBody: { content: { 'application/json': { schema } } } });
const file = join(folder, 'spec.json');
writeFileSync(
  file,
  JSON.stringify({
    openapi: '3.1.0',
    paths: {
      '/users/{user_id}/channels': { post: body({ type: 'string' }) },
      '/users/@me/channels': { post: body({ $ref: '#/components/schemas/Open' }) },
      '/users/@me': { get: { description: 'takes no body' } },
    },
    components: {
      schemas: {
        Open: {
          type: 'object',
          required: ['recipient_id'],
          properties: { recipient_id: { type: ['string', 'null'], format: 'snowflake' } },
        },
      },
    },
  }),
);

describe('createDiscordValidator', () => {
  it('validates by the most specific path, through references', () => {
    const validate = createDiscordValidator(file);
    expect(validate('POST', '/users/@me/channels', { recipient_id: '42' })).toEqual([]);
    expect(validate('POST', '/users/7/channels', 'text')).toEqual([]);
    expect(validate('POST', '/users/@me/channels', {})).toEqual([
      "POST /users/@me/channels: / must have required property 'recipient_id'",
    ]);
    expect(validate('POST', '/users/@me/channels', { recipient_id: 'ann' })).toEqual([
      'POST /users/@me/channels: /recipient_id must match format "snowflake"',
    ]);
  });

  it('takes any body where none is described, and knows no other operation', () => {
    const validate = createDiscordValidator(file);
    expect(validate('GET', '/users/@me', undefined)).toEqual([]);
    expect(validate('GET', '/users/@me/channels', undefined)).toEqual(['GET /users/@me/channels: no such operation']);
    expect(validate('POST', '/nowhere', {})).toEqual(['POST /nowhere: no such operation']);
  });

  it('says so when there is no such file', () => {
    expect(() => createDiscordValidator(join(folder, 'none.json'))).toThrow('none.json');
    expect(discordOpenApiPath({ DISCORD_OPENAPI: '/elsewhere.json' })).toBe('/elsewhere.json');
  });

  // The provider's own file is not part of the project.
  if (existsSync(discordOpenApiPath())) {
    it('finds the limits of a message in the file of Discord itself', () => {
      const validate = createDiscordValidator(discordOpenApiPath());
      const good = { content: 'x', nonce: 'abc', enforce_nonce: true, embeds: [{ title: 'x', color: 255 }] };
      expect(validate('POST', '/channels/1/messages', good)).toEqual([]);
      expect(validate('POST', '/channels/1/messages', { nonce: 'x'.repeat(26) })).not.toEqual([]);
      expect(validate('POST', '/channels/1/messages', { embeds: [{ title: 'x'.repeat(257) }] })).toEqual([
        'POST /channels/{channel_id}/messages: /embeds/0/title must NOT have more than 256 characters',
      ]);
      // Bit sets are decimal strings in all that Discord writes but this file.
      const overwrite = { id: '1', type: 0, allow: '1024', deny: '0' };
      expect(validate('PATCH', '/channels/1', { permission_overwrites: [overwrite] })).toEqual([]);
      expect(validate('POST', '/guilds/1/roles', { permissions: 'all' })).not.toEqual([]);
      expect(validate('POST', '/interactions/1/tok/callback', { type: 99 }).length).toBeLessThanOrEqual(5);
    });
  }
});
