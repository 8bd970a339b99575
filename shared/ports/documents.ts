/** A whole document under its identity. `partition` groups what is listed together. */
export interface Key {
  readonly id: string;
  readonly partition: string;
}

export interface Stored<T> {
  readonly value: T;
  /** Opaque version: give it back to `replace`. */
  readonly etag: string;
}

export interface Page<T> {
  readonly items: readonly { readonly key: Key; readonly value: T }[];
  /** Give it back as `after` for the next page; undefined on the last one. */
  readonly next: string | undefined;
}

/**
 * One kind of document. Persisting is create, read and etag-guarded replace of whole documents, nothing else, so that every
 * Cosmos emulator behaves like the real account. Both adapters pass `documents.contract.ts`.
 */
export interface Documents<T> {
  /** The document, or undefined when there is none or it has expired. Throws when what is stored is not a T. */
  read(key: Key): Promise<Stored<T> | undefined>;
  /** Creates, once: `exists` when a live document has that key. */
  create(key: Key, value: T): Promise<'created' | 'exists'>;
  /** Replaces the version with that etag: `conflict` when it has changed or is gone. */
  replace(key: Key, value: T, etag: string): Promise<'replaced' | 'conflict'>;
  /** Removes; nothing happens when there is nothing. */
  remove(key: Key): Promise<void>;
  /** Live documents of one partition in ascending order of id, `limit` at most, ids greater than `after`. */
  list(partition: string, options: { readonly limit: number; readonly after?: string | undefined }): Promise<Page<T>>;
}
