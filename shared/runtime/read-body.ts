/** A request's body as the bytes that came; undefined when there are more than `most`: then the rest is not read. */
export async function readBody(
  body: AsyncIterable<Uint8Array> | null | undefined,
  most: number,
): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.length;
    if (bytes > most) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
