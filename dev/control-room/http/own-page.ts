import type { IncomingHttpHeaders } from 'node:http';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Why a request that acts was not sent by the room's own page; undefined when it was. Any page in the browser can POST to this
 * machine, and one whose name it had resolve to this machine counts as "same origin" to the browser: so the host is checked too.
 */
export const foreignSender = ({ host, origin, ...headers }: IncomingHttpHeaders): string | undefined => {
  const own = URL.parse(`http://${host ?? ''}`);
  if (!own || !LOOPBACK.has(own.hostname)) return 'The control room is only reached as localhost.';
  if (origin === undefined || URL.parse(origin)?.origin !== own.origin)
    return 'Only the control room’s own page may do this.';
  const site = headers['sec-fetch-site'];
  return site === undefined || site === 'same-origin' ? undefined : 'Only the control room’s own page may do this.';
};
