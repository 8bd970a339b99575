import type { League, Rejection } from '../../ports/odds-source.ts';
import { isKey, isObject } from './raw.ts';
import { createRejects } from './rejects.ts';

export interface ParsedSports {
  readonly leagues: readonly League[];
  readonly rejected: readonly Rejection[];
}

/** Reads the list in an answer of `/v4/sports`, each record on its own. One that does not say is taken as in season. Never throws. */
export const parseSports = (list: readonly unknown[]): ParsedSports => {
  const rejects = createRejects();
  const leagues: League[] = [];
  for (const record of list) {
    if (isObject(record) && isKey(record.key)) leagues.push({ key: record.key, isActive: record.active !== false });
    else rejects.add('sport-without-key', record);
  }
  return { leagues, rejected: rejects.all() };
};
