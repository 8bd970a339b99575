import { dirname, posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesOf, found, readFile, withoutCode } from './support/pages.ts';

const PAGES = ['README.md', ...filesOf('docs/*.md')];
const exists = (path: string): boolean => filesOf(path.replace(/\/$/, '')).length > 0;

/** A heading's address, as GitHub makes it. */
const addressOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
const addressesIn = (page: string): string[] => found(withoutCode(page), /^#{1,6} (.+)$/gm).map(addressOf);

/** Links of a page to where there is nothing. */
const brokenLinks = (file: string, page: string): string[] =>
  found(withoutCode(page), /\]\(([^)\s]+)\)/g)
    .filter((target) => !/^[a-z]+:/.test(target))
    .filter((target) => {
      const [path = '', address] = target.split('#');
      const to = path === '' ? file : posix.join(dirname(file), path);
      if (!exists(to)) return true;
      return address !== undefined && !addressesIn(to === file ? page : readFile(to)).includes(address);
    });

const OURS = /^(?:\.github|dev|docs|functions|infra|shared|tests)\/[\w./*-]+$/;

/** Files of ours that a page names, and that are not there. */
const lostFiles = (page: string): string[] =>
  found(withoutCode(page), /`([^`\n]+)`/g)
    .flatMap((code) => code.split(' '))
    .filter((word) => OURS.test(word) && !exists(word));

describe('links and names of files', () => {
  it.each(PAGES)('of %s lead somewhere', (file) => {
    expect(brokenLinks(file, readFile(file))).toEqual([]);
    expect(lostFiles(readFile(file))).toEqual([]);
  });

  it('that lead nowhere are found', () => {
    const page = '[a](nowhere.md)\n[b](#not-here)\n## Over here!\n[c](#over-here) [d](operations.md#queue-ages)';
    expect(brokenLinks('docs/launch.md', page)).toEqual(['nowhere.md', '#not-here', 'operations.md#queue-ages']);
    expect(brokenLinks('docs/launch.md', '[a](operations.md#queue-age) [b](../README.md)')).toEqual([]);
    expect(lostFiles('`shared/stores.ts` `shared/shops.ts` `infra/users-*.bicepparam` `infra/`')).toEqual([
      'shared/shops.ts',
    ]);
  });
});
