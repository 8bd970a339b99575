import { setTimeout as wait } from 'node:timers/promises';
import type { ParsedFault } from './faults.ts';
import { type Behaviour, type Call, json, type Reply } from './reply.ts';

const PAGE = '<!doctype html><html><head><title>Bad gateway</title></head><body><h1>Bad gateway</h1></body></html>';

/** An array with one string, so that the whole is valid JSON of exactly that size. */
const padding = (bytes: number): string => `["${'x'.repeat(bytes - 4)}"]`;

const truncate = (reply: Reply): Reply => ({ ...reply, body: reply.body.slice(0, Math.ceil(reply.body.length / 2)) });

const dated = (reply: Reply, at: number): Reply => ({
  ...reply,
  headers: { ...reply.headers, date: new Date(at).toUTCString() },
});

/** What a call gets under a fault: a reply, silence (`hang`), or a broken connection (`drop`). */
export const spoil = async (
  fault: ParsedFault,
  call: Call,
  { handle, failure }: Behaviour,
): Promise<Reply | 'hang' | 'drop'> => {
  switch (fault.kind) {
    case 'status':
      return json(fault.status, { message: `told to fail with ${fault.status}` });
    case 'truncated':
      return truncate(await handle(call));
    case 'html':
      return { status: 200, headers: { 'content-type': 'text/html' }, body: PAGE };
    case 'empty':
      return json(200, []);
    case 'delay':
      await wait(fault.ms);
      return handle(call);
    case 'clock':
      return dated(await handle(call), Date.now() + fault.aheadMs);
    case 'hang':
      return 'hang';
    case 'huge':
      return { status: 200, headers: { 'content-type': 'application/json' }, body: padding(fault.bytes) };
    case 'drop-before':
      return 'drop';
    case 'drop-after':
      await handle(call);
      return 'drop';
    default:
      return failure(fault.kind, call, fault.kind === 'too-many-requests' && fault.global === true);
  }
};
