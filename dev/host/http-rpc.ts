import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RpcHttpCookie, RpcHttpData, RpcTypedData } from './rpc.ts';

/** An HTTP request as the host hands it over: the body as the bytes that came. */
export const toRpcHttp = (
  request: IncomingMessage,
  url: URL,
  params: Readonly<Record<string, string>>,
  body: Buffer,
): RpcTypedData => ({
  http: {
    method: request.method ?? 'GET',
    url: url.href,
    headers: joined(Object.entries(request.headers)),
    query: joined([...new Set(url.searchParams.keys())].map((name) => [name, url.searchParams.getAll(name)])),
    params,
    ...(body.length > 0 ? { body: { bytes: body } } : {}),
  },
});

/** Several values of one name become one, separated by commas, as in Azure. */
const joined = (
  entries: readonly (readonly [string, string | readonly string[] | undefined])[],
): Record<string, string> => {
  const joined: Record<string, string> = {};
  for (const [name, value] of entries) {
    if (value !== undefined) joined[name] = typeof value === 'string' ? value : value.join(',');
  }
  return joined;
};

/** Writes what the function returned; nothing returned is 204. */
export const writeRpcHttp = (response: ServerResponse, data: RpcHttpData | null | undefined): void => {
  if (!data) {
    response.writeHead(204).end();
    return;
  }
  response.statusCode = Number(data.statusCode ?? 200);
  for (const [name, value] of Object.entries(data.headers ?? {})) response.setHeader(name, value);
  const cookies = (data.cookies ?? []).map(cookieHeader);
  if (cookies.length > 0) response.setHeader('set-cookie', cookies);
  response.end(bodyBytes(data.body));
};

const bodyBytes = (body: RpcTypedData | null | undefined): Uint8Array | undefined => {
  if (body?.bytes) return body.bytes;
  const text = body?.string ?? body?.json;
  return text === undefined || text === null ? undefined : Buffer.from(text);
};

const cookieHeader = (cookie: RpcHttpCookie): string => {
  const { name, value, domain, path, expires, maxAge, secure, httpOnly, sameSite } = cookie;
  const seconds = expires?.value?.seconds;
  const parts = [
    `${encodeURIComponent(name ?? '')}=${encodeURIComponent(value ?? '')}`,
    domain?.value && `Domain=${domain.value}`,
    path?.value && `Path=${path.value}`,
    typeof seconds === 'number' && `Expires=${new Date(seconds * 1000).toUTCString()}`,
    typeof maxAge?.value === 'number' && `Max-Age=${maxAge.value}`,
    secure?.value && 'Secure',
    httpOnly?.value && 'HttpOnly',
    sameSite && sameSite !== 'none' && `SameSite=${sameSite === 'explicitNone' ? 'None' : sameSite}`,
  ];
  return parts.filter((part) => part).join('; ');
};
