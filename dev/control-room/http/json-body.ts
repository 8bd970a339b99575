import type { IncomingMessage } from 'node:http';
import { type Refused, refused } from '../discord/refused.ts';

export type JsonBody = { readonly kind: 'json'; readonly value: unknown } | Refused;

const tooLarge = (mostBytes: number): Refused => refused(413, `A body of more than ${mostBytes} bytes is not read.`);

const parse = (text: string): JsonBody => {
  try {
    return { kind: 'json', value: JSON.parse(text) };
  } catch {
    return refused(400, 'The body is no JSON.');
  }
};

/** Reads a request's JSON, never more of it than allowed. */
export const readJson = async (request: IncomingMessage, mostBytes: number): Promise<JsonBody> => {
  const type = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
  if (type !== 'application/json') return refused(415, 'The body must be application/json.');
  if (Number(request.headers['content-length'] ?? 0) > mostBytes) return tooLarge(mostBytes);
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > mostBytes) return tooLarge(mostBytes);
    chunks.push(chunk);
  }
  return parse(Buffer.concat(chunks).toString('utf8'));
};
