import { createPrivateKey, generateKeyPairSync, sign as signBytes } from 'node:crypto';
import { z } from 'zod';
import {
  focusedIn,
  type InteractionPlace,
  type InteractionRequest,
  type InteractionUser,
  interactionOf,
} from './interaction-body.ts';
import { responseFaults } from './response-faults.ts';

export type { SentOption } from './interaction-body.ts';

/** What came of an interaction, for the one who asked. */
export interface InteractionExchange {
  readonly id: string;
  readonly token: string;
  /** 0 without an answer. */
  readonly status: number;
  /** Until the answer. */
  readonly ms: number;
  /** The answer, as JSON; undefined when there was none. */
  readonly response: unknown;
  /** Why Discord says that the application did not respond. */
  readonly refusal?: string;
}

/** Discord's side of interactions: asks the app's endpoint, signed. */
export interface Gateway {
  /** 64 hexadecimal digits. */
  readonly publicKey: string;
  /** Where interactions are sent from now on. */
  endpoint(url: string | undefined): void;
  endpointUrl(): string | undefined;
  /** Whether Discord would take that address: it answers a PING, and refuses one with a wrong signature. */
  isEndpoint(url: string): Promise<boolean>;
  interact(request: InteractionRequest): Promise<InteractionExchange>;
  /** Headers of a request with this body, signed at `at` (epoch ms; the present without it). */
  sign(body: string | Uint8Array, at?: number): { readonly headers: Readonly<Record<string, string>> };
}

interface GatewayOptions extends InteractionPlace {
  /** Who is not in the guild asks nothing in its channels. */
  readonly isMember: (userId: string) => boolean;
  /** An interaction goes out: its token opens an answer from now on. */
  readonly begin: (interaction: { readonly id: string; readonly token: string }) => void;
  /** The endpoint has answered in a way that Discord takes. */
  readonly acknowledged: (token: string, response: unknown) => void;
  /** Told of each answer: what is wrong with it. */
  readonly violated: (faults: readonly string[]) => void;
  readonly validate?: ((method: string, path: string, body: unknown) => readonly string[]) | undefined;
}

/** Discord gives up on an endpoint after that. */
const PATIENCE_MS = 3000;
/** Who stores an endpoint's address, and so lets Discord try it. */
const DEVELOPER: InteractionUser = { id: '120000000000000001', name: 'developer' };
const pongSchema = z.looseObject({ type: z.literal(1) });

export const createGateway = (options: GatewayOptions): Gateway => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const key = createPrivateKey(privateKey.export({ format: 'pem', type: 'pkcs8' }));
  let url: string | undefined;

  const sign: Gateway['sign'] = (body, at = Date.now()) => {
    const timestamp = String(Math.floor(at / 1000));
    const signature = signBytes(null, Buffer.concat([Buffer.from(timestamp), Buffer.from(body)]), key);
    return {
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Discord-Interactions/1.0 (+https://discord.com)',
        'x-signature-ed25519': signature.toString('hex'),
        'x-signature-timestamp': timestamp,
      },
    };
  };

  return {
    publicKey: publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex'),
    endpoint: (to) => {
      url = to;
    },
    endpointUrl: () => url,
    async isEndpoint(candidate) {
      const body = JSON.stringify(interactionOf(options, { kind: 'ping', user: DEVELOPER }));
      const { headers } = sign(body);
      const good = await post(candidate, body, headers);
      const forged = await post(candidate, body, { ...headers, ...forgedSignature(sign(`${body} `).headers) });
      const isPong = 'response' in good && pongSchema.safeParse(good.response).success;
      return isPong && 'status' in forged && forged.status === 401;
    },
    sign,
    async interact(request) {
      if (url === undefined) throw new Error('Discord knows no interactions endpoint: call endpoint(url) first');
      if (request.channelId !== undefined && !options.isMember(request.user.id))
        throw new Error(`user ${request.user.id} is not in the guild: only a direct message (no channelId) can come`);
      const interaction = interactionOf(options, request);
      const { id, token } = interaction;
      options.begin({ id, token });
      const body = JSON.stringify(interaction);
      const began = performance.now();
      const answer = await post(url, body, sign(body, request.at).headers);
      const ms = performance.now() - began;
      if ('refusal' in answer)
        return { id, token, status: answer.status, ms, response: undefined, refusal: answer.refusal };
      const faults = [
        ...responseFaults(answer.response, request.kind, focusedIn(request)?.type),
        ...(options.validate?.('POST', `/interactions/${id}/${encodeURIComponent(token)}/callback`, answer.response) ??
          []),
      ];
      options.violated(faults);
      if (faults.length === 0) options.acknowledged(token, answer.response);
      return {
        id,
        token,
        status: 200,
        ms,
        response: answer.response,
        ...(faults.length > 0 ? { refusal: faults.join('; ') } : {}),
      };
    },
  };
};

/** A true signature, but of another body. */
const forgedSignature = ({ 'x-signature-ed25519': signature = '' }: Readonly<Record<string, string>>) => ({
  'x-signature-ed25519': signature,
});

type Answered = { readonly response: unknown } | { readonly status: number; readonly refusal: string };

async function post(url: string, body: string, headers: Readonly<Record<string, string>>): Promise<Answered> {
  try {
    const answer = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(PATIENCE_MS) });
    const text = await answer.text();
    if (answer.status !== 200)
      return { status: answer.status, refusal: `status ${answer.status}: ${text.slice(0, 100)}` };
    return { response: JSON.parse(text) };
  } catch (error) {
    return {
      status: 0,
      refusal: error instanceof Error && error.name === 'TimeoutError' ? 'no answer within 3 s' : String(error),
    };
  }
}
