import { isDeepStrictEqual } from 'node:util';
import type { Documents, Key } from '../ports/documents.ts';

const MOST_TRIES = 8;

/** What stands in a document after a change, and whether the change had to write it. */
export interface Changed<T> {
  readonly value: T;
  readonly isWritten: boolean;
}

/**
 * Applies a change to a document, again on what another wrote in between. A change that changes nothing writes nothing.
 * @param change from what is stored, undefined for nothing, to what shall be. It is pure, or asks outside what the truth is: what it
 * heard is only written if nobody wrote since before it asked.
 * Throws when others keep coming in between.
 */
export async function changeDocument<T>(
  documents: Documents<T>,
  key: Key,
  change: (stored: T | undefined) => T | Promise<T>,
): Promise<Changed<T>> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const stored = await documents.read(key);
    const value = await change(stored?.value);
    if (stored && isDeepStrictEqual(value, stored.value)) return { value: stored.value, isWritten: false };
    const isWritten = stored
      ? (await documents.replace(key, value, stored.etag)) === 'replaced'
      : (await documents.create(key, value)) === 'created';
    if (isWritten) return { value, isWritten };
  }
  throw new Error(`the document ${key.partition}/${key.id} was changed by others ${MOST_TRIES} times in a row`);
}
