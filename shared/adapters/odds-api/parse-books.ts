import { isKey, isNewer, isObject, type RawBook } from './raw.ts';
import type { Rejects } from './rejects.ts';

const MOST_BOOKS = 60;
const MOST_MARKETS = 50;

/**
 * The usable books of an event, each once (the newest of duplicates), sorted by key: so every market's quotes come out sorted
 * without sorting them again.
 */
export const parseBooks = (records: readonly unknown[], eventId: string, rejects: Rejects): readonly RawBook[] => {
  const books: RawBook[] = [];
  for (let i = 0; i < records.length; i++) {
    const record = records[i];
    if (isBook(record, eventId, rejects)) insert(books, record, eventId, rejects);
  }
  return books;
};

const isBook = (record: unknown, eventId: string, rejects: Rejects): record is RawBook => {
  if (!isObject(record) || !isKey(record.key)) {
    rejects.add('book-without-key', record, eventId, isObject(record) ? record.key : undefined);
    return false;
  }
  const markets = 'markets' in record ? record.markets : undefined;
  if (!Array.isArray(markets)) {
    rejects.add('book-without-markets', record, eventId, record.key);
    return false;
  }
  if (markets.length > MOST_MARKETS) {
    rejects.add('too-many-markets', record, eventId, record.key);
    return false;
  }
  return true;
};

/** Insertion into a sorted list: books are few, and often already in order. */
const insert = (books: RawBook[], book: RawBook, eventId: string, rejects: Rejects): void => {
  let at = books.length;
  for (; at > 0; at--) {
    const before = books[at - 1];
    if (before === undefined || before.key < book.key) break;
    if (before.key === book.key) {
      const keep = isNewer(book.last_update, before.last_update);
      rejects.add('book-duplicate', keep ? before : book, eventId, book.key);
      if (keep) books[at - 1] = book;
      return;
    }
  }
  if (books.length >= MOST_BOOKS) rejects.add('too-many-books', book, eventId, book.key);
  else if (at === books.length) books.push(book);
  else books.splice(at, 0, book);
};
