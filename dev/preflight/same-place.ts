const HERE = /^(?:localhost|127\.0\.0\.1|\[::1\])$/;

/** Whether two addresses lead to the same place, whatever this machine is called. */
export function isSamePlace(one: string, other: string): boolean {
  const [a, b] = [one, other].map((url) => URL.parse(url));
  if (!a || !b) return false;
  const isHost = a.hostname === b.hostname || (HERE.test(a.hostname) && HERE.test(b.hostname));
  return isHost && a.port === b.port && a.protocol === b.protocol && a.pathname === b.pathname;
}
