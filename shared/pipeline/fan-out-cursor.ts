/** Where the next page of a fan-out begins: in which list, after which id (undefined: at its start). */
export interface FanOutCursor {
  readonly list: 'league' | 'any' | 'sent';
  readonly after: string | undefined;
}

const CURSOR = /^(league|any|sent):([\w-]*)$/;

/** As it stands in a message, e.g. `league:80351110224678912`. */
export const formatCursor = ({ list, after = '' }: FanOutCursor): string => `${list}:${after}`;

/** The cursor of a message; undefined when it is not one of ours. */
export const parseCursor = (text: string): FanOutCursor | undefined => {
  const [, list, after] = CURSOR.exec(text) ?? [];
  return list === undefined ? undefined : { list: list as FanOutCursor['list'], after: after || undefined };
};
