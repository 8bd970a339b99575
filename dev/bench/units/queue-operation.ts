import type { Exchange } from './counting-proxy.ts';

/**
 * What one request to a storage queue was. `empty`: a receive that found nothing, which is paid for like any other. `count`: how many
 * messages it holds.
 */
export interface QueueOperation {
  readonly queue: string;
  readonly kind: 'send' | 'receive' | 'empty' | 'delete' | 'peek' | 'count' | 'other';
}

/** With the emulator's account in front. */
const PATH = /^\/[^/?]+\/([^/?]+)(\/messages)?(\/[^/?]+)?(?:\?|$)/;

/** The operation on a queue that an exchange was; undefined for those on the account. */
export function queueOperation({ method, path, responseBody }: Exchange): QueueOperation | undefined {
  const [, queue, messages, message] = PATH.exec(path) ?? [];
  if (queue === undefined) return undefined;
  if (messages === undefined) return { queue, kind: path.includes('comp=metadata') ? 'count' : 'other' };
  if (path.includes('peekonly')) return { queue, kind: 'peek' };
  if (message !== undefined) return { queue, kind: method === 'DELETE' ? 'delete' : 'other' };
  if (method === 'POST') return { queue, kind: 'send' };
  if (method !== 'GET') return { queue, kind: 'other' };
  return { queue, kind: responseBody.includes('<QueueMessage>') ? 'receive' : 'empty' };
}
