/** Where the next page of a fan-out begins: in which list, after which id (undefined: at its start). */
export type FanOutCursor = WatchersCursor | SentCursor;

/** Among those who watch the league, or any. */
export interface WatchersCursor {
  readonly list: 'league' | 'any';
  readonly after: string | undefined;
}

/** Among those who were sent the signal that stands at place `of` (from 0) among those that a Reversal takes back. */
export interface SentCursor {
  readonly list: 'sent';
  readonly of: number;
  readonly after: string | undefined;
}

const CURSOR = /^(?:(league|any)|sent:(\d)):([\w-]*)$/;

/** As it stands in a message, e.g. `league:80351110224678912` or `sent:0:` and a delivery id. */
export const formatCursor = (cursor: FanOutCursor): string =>
  `${cursor.list === 'sent' ? `sent:${cursor.of}` : cursor.list}:${cursor.after ?? ''}`;

/** The cursor of a message; undefined when it is not one of ours. */
export const parseCursor = (text: string): FanOutCursor | undefined => {
  const found = CURSOR.exec(text);
  if (!found) return undefined;
  const [, list, of] = found;
  const after = found[3] || undefined;
  return list === undefined ? { list: 'sent', of: Number(of), after } : { list: list as 'league' | 'any', after };
};
