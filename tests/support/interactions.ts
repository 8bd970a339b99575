import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { SignedRequest } from '../../shared/pipeline/interactions/signed-request.ts';

const DISCORD_EPOCH = 1_420_070_400_000n;
let counter = 0n;

/** An id of Discord's form, unlike every one before. */
export const snowflakeAt = (at: number): string => String(((BigInt(at) - DISCORD_EPOCH) << 22n) | counter++);

type Value = string | number | boolean;

export interface AskedParts {
  readonly userId?: string;
  readonly id?: string;
  readonly at?: number;
}

/** What every interaction brings, as Discord sends it to a guild's app. */
const asked = ({ userId = '42', at = Date.now(), id = snowflakeAt(at) }: AskedParts) => ({
  id,
  application_id: '1000',
  token: `token-of-${id}`,
  version: 1,
  locale: 'en-US',
  guild_id: '2000',
  channel_id: '3000',
  member: { user: { id: userId, username: 'someone' }, roles: ['999'], permissions: '0' },
  entitlements: [],
});

const STRING = 3;
const SUBCOMMAND = 1;
const optionsOf = (values: Readonly<Record<string, Value>>, focused?: string) =>
  Object.entries(values).map(([name, value]) => ({
    name,
    value,
    type: typeof value === 'string' ? STRING : typeof value === 'number' ? 4 : 5,
    ...(name === focused ? { focused: true } : {}),
  }));
const nested = (subcommand: string | undefined, options: object[]) =>
  subcommand === undefined ? options : [{ name: subcommand, type: SUBCOMMAND, options }];

/** `name` may hold a subcommand: `watch add`. */
export const aCommand = (path: string, values: Readonly<Record<string, Value>> = {}, parts: AskedParts = {}) => {
  const [name, subcommand] = path.split(' ');
  return { ...asked(parts), type: 2, data: { id: '1', name, type: 1, options: nested(subcommand, optionsOf(values)) } };
};

export const anAutocomplete = (
  path: string,
  values: Readonly<Record<string, Value>>,
  focused: string,
  parts: AskedParts = {},
) => {
  const [name, subcommand] = path.split(' ');
  const options = nested(subcommand, optionsOf(values, focused));
  return { ...asked(parts), type: 4, data: { id: '1', name, type: 1, options } };
};

export const aPress = (customId: string, parts: AskedParts = {}) => ({
  ...asked(parts),
  type: 3,
  message: { id: '5', content: '' },
  data: { custom_id: customId, component_type: 2 },
});

export const PING = { id: '1', application_id: '1000', type: 1, token: 't', version: 1 };

/** Discord's keys of this run. */
export interface Signer {
  /** 64 hexadecimal digits. */
  readonly publicKey: string;
  /** @param at when it is signed, epoch ms */
  sign(body: string | Uint8Array, at?: number): SignedRequest & { readonly body: Uint8Array };
}

export const createSigner = (): Signer => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return {
    publicKey: publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex'),
    sign: (body, at = Date.now()) => signed(privateKey, Buffer.from(body), String(Math.floor(at / 1000))),
  };
};

const signed = (key: KeyObject, body: Buffer, timestamp: string) => ({
  body,
  timestamp,
  signature: sign(null, Buffer.concat([Buffer.from(timestamp), body]), key).toString('hex'),
});
