import { invalid } from './refusal.ts';
import type { Metadata } from './rows.ts';

const MOST_KEYS = 50;

/** Metadata after a request: null takes all of it away, an empty value takes its key away, undefined changes nothing. */
export const mergeMetadata = (before: Metadata, given: Metadata | null | undefined): Metadata => {
  if (given === null) return {};
  const merged = Object.fromEntries(Object.entries({ ...before, ...given }).filter(([, value]) => value !== ''));
  if (Object.keys(merged).length > MOST_KEYS)
    throw invalid(`You can only have up to ${MOST_KEYS} metadata keys.`, 'metadata');
  return merged;
};
